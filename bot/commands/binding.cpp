#include "adapters/crypto.hpp"
#include "bot/commands/context.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"
#include "store/bind_codes.hpp"
#include "store/bindings.hpp"
#include "store/members.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using namespace std::chrono_literals;

constexpr auto code_lifetime = 24h; // domain/commands.md §3
constexpr int most_tries = 5;       // in the lifetime of a code, per account

std::string digest_of(std::string_view typed)
{
    return adapters::sha256_hex(folded(typed));
}

std::string eight_digits()
{
    std::uint64_t number = 0;
    for (const char byte : adapters::random_bytes(8))
        number = number << 8U | static_cast<unsigned char>(byte);
    return fmt::format("{:08}", number % 100'000'000);
}

/// 绑定 校验码
boost::asio::awaitable<Reply> preview_bind(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    if (caller.user.empty())
        co_return replies::wrong_bind_code(); // the platform did not say who this is
    const auto digest = digest_of(arguments.text("校验码"));
    const auto since = context.now - code_lifetime;
    int failures = 0;
    const auto member = co_await context.store.write([&](store::Connection& db) -> std::optional<store::Member> {
        failures = store::bind_failures(db, caller.platform, caller.user, since);
        if (failures >= most_tries)
            return std::nullopt;
        if (const auto holder = store::member_of_bind_code(db, digest, context.now))
            return store::find_member(db, *holder);
        store::note_bind_failure(db, caller.platform, caller.user, context.now, since);
        return std::nullopt;
    });
    if (failures >= most_tries)
        co_return replies::bind_locked();
    if (!member)
        co_return replies::wrong_bind_code();
    co_return Reply{ReplyCode::done, fmt::format("将把您的账号与名册中工号{}的成员对应。\n{}",
                                                 number_tail(member->code), context.rules.notice)};
}

boost::asio::awaitable<Reply> bind(const CommandContext& context, const Arguments& arguments)
{
    const auto& caller = context.caller;
    const auto digest = digest_of(arguments.text("校验码"));
    const bool bound = co_await context.store.write([&](store::Connection& db) {
        const auto member = store::member_of_bind_code(db, digest, context.now);
        if (member)
            store::bind_member(db, caller.platform, caller.user, *member, context.now);
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
    co_await context.store.write(
        [&](store::Connection& db) { store::unbind_member(db, caller.platform, caller.user, context.now); });
    co_return Reply{ReplyCode::done, "已解绑。"};
}

/// 校验码 工号
boost::asio::awaitable<Reply> issue_code(const CommandContext& context, const Arguments& arguments)
{
    const auto code = eight_digits();
    const auto wanted = nfkc(arguments.text("工号"));
    const bool issued = co_await context.store.write([&](store::Connection& db) {
        const auto member = store::find_member(db, wanted);
        const auto membership = member ? store::membership_on(db, member->id, context.today) : std::nullopt;
        if (!membership || !grant_over(context.caller, "A", membership->unit, context.units))
            return false;
        store::issue_bind_code(
            db, {digest_of(code), member->id, context.caller.member, context.now, context.now + code_lifetime});
        return true;
    });
    if (!issued)
        co_return replies::out_of_scope();
    co_return Reply{
        ReplyCode::done,
        fmt::format("工号{}的校验码：{}，24小时内有效，只能使用一次。请一对一转交本人，由本人私聊我发送“绑定 {}”。",
                    number_tail(wanted), code, code)};
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
