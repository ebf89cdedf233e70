#include "bot/commands/audit_entry.hpp"
#include "bot/commands/context.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/one_time_code.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"
#include "store/bind_codes.hpp"
#include "store/bindings.hpp"
#include "store/members.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

void record_own(store::Connection& db, const CommandContext& context, std::string_view command, MemberId member)
{
    auto entry = audit_entry(context, command, "本人账号", std::nullopt);
    entry.member = member;
    entry.subject = member;
    store::record_audit(db, entry);
}

/// 绑定 校验码
boost::asio::awaitable<Reply> preview_bind(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    if (caller.user.empty())
        co_return replies::wrong_bind_code(); // the platform did not say who this is
    const auto digest = code_digest(arguments.text("校验码"));
    const auto since = context.now - one_time_code_lifetime;
    int failures = 0;
    const auto member = co_await context.store.write([&](store::Connection& db) -> std::optional<store::Member> {
        failures = store::bind_failures(db, caller.platform, caller.user, since);
        if (failures >= most_code_tries)
            return std::nullopt;
        if (const auto holder = store::member_of_bind_code(db, digest, context.now))
            return store::find_member(db, *holder);
        store::note_bind_failure(db, caller.platform, caller.user, context.now, since);
        return std::nullopt;
    });
    if (failures >= most_code_tries)
        co_return replies::bind_locked();
    if (!member)
        co_return replies::wrong_bind_code();
    co_return Reply{ReplyCode::done, fmt::format("将把您的账号与名册中工号{}的成员对应。\n{}",
                                                 number_tail(member->code), context.rules.notice)};
}

boost::asio::awaitable<Reply> bind(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    const auto digest = code_digest(arguments.text("校验码"));
    const bool bound = co_await context.store.write([&](store::Connection& db) {
        const auto member = store::member_of_bind_code(db, digest, context.now);
        if (member) {
            store::bind_member(db, caller.platform, caller.user, *member, context.now);
            record_own(db, context, "绑定", *member);
        }
        store::spend_bind_code(db, digest);
        return member.has_value();
    });
    if (!bound)
        co_return replies::wrong_bind_code();
    co_return Reply{ReplyCode::done, "绑定成功。发“帮助”查看您可以使用的命令，发“解绑”可随时解除。"};
}

/// 解绑
boost::asio::awaitable<Reply> preview_unbind(const CommandContext& context, const Arguments&)
{
    const auto& caller = context.caller;
    const auto bound = co_await context.store.read(
        [&](store::Connection& db) { return store::bound_member(db, caller.platform, caller.user, context.now); });
    if (!bound)
        co_return Reply{ReplyCode::conflict, "您的账号由单位统一对应，如需解除请联系本单位学习管理员。"};
    co_return Reply{ReplyCode::done, "将解除您的聊天账号与名册的对应，再次使用需要新的校验码。"};
}

boost::asio::awaitable<Reply> unbind(const CommandContext& context, const Arguments&)
{
    const auto& caller = context.caller;
    co_await context.store.write([&](store::Connection& db) {
        store::unbind_member(db, caller.platform, caller.user, context.now);
        record_own(db, context, "解绑", caller.member);
    });
    co_return Reply{ReplyCode::done, "已解绑。"};
}

/// 校验码 工号
boost::asio::awaitable<Reply> issue_code(const CommandContext& context, const Arguments& arguments)
{
    const auto code = new_one_time_code();
    const auto match = co_await context.store.write([&](store::Connection& db) {
        auto found = find_person(db, context, arguments.text("工号"), "A");
        if (!found.person)
            return found;
        const auto& member = found.person->member;
        store::issue_bind_code(db, {code_digest(code), member.id, context.caller.member, context.now,
                                    context.now + one_time_code_lifetime});
        auto entry = audit_entry(context, "校验码", person_text(member), found.person->grant);
        entry.subject = member.id;
        store::record_audit(db, entry);
        return found;
    });
    if (!match.person)
        co_return not_one_person(context, match);
    co_return Reply{
        ReplyCode::done,
        fmt::format("工号{}的校验码：{}，24小时内有效，只能使用一次。请一对一转交本人，由本人私聊我发送“绑定 {}”。",
                    number_tail(match.person->member.code), code, code)};
}

} // namespace

std::vector<Command> binding_family()
{
    return {
        {.name = "绑定",
         .aliases = {"bind"},
         .arguments = {{.name = "校验码"}},
         .summary = "把您的聊天账号与名册中的您对应起来",
         .example = "绑定 12345678",
         .roles = everybody_role,
         .handler = preview_bind,
         .carry_out = bind},
        {.name = "解绑",
         .aliases = {},
         .arguments = {},
         .summary = "解除您的聊天账号与名册的对应",
         .example = "解绑",
         .roles = "M",
         .handler = preview_unbind,
         .carry_out = unbind},
        {.name = "校验码",
         .aliases = {},
         .arguments = {{.name = "工号"}},
         .summary = "给本单位一位成员发放绑定用的校验码",
         .example = "校验码 20180123",
         .roles = "A",
         .handler = issue_code},
    };
}

} // namespace tongbao::bot
