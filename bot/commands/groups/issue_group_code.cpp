#include "bot/commands/audit_entry.hpp"
#include "bot/commands/groups/group_kinds.hpp"
#include "bot/commands/groups/handlers.hpp"
#include "bot/commands/one_time_code.hpp"
#include "bot/commands/text.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

namespace tongbao::bot {
namespace {

constexpr std::string_view issuers = "AS";

std::vector<const Unit*> administered(const CommandContext& context)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all())
        if (grant_over(context.caller, issuers, unit.id, context.units))
            found.push_back(&unit);
    return found;
}

GroupKind usual_kind(const Unit& unit)
{
    if (is_school(unit))
        return GroupKind::administrators;
    return is_branch(unit) ? GroupKind::branch : GroupKind::unit;
}

/// The configured robot of that name, where it posts for a unit of the caller's.
bool own_target(const CommandContext& context, std::string_view name)
{
    const auto found = std::ranges::find(context.rules.groups, name, &ConfiguredGroup::name);
    if (found == context.rules.groups.end())
        return false;
    const auto* unit = context.units.by_code(found->unit);
    return unit != nullptr ? grant_over(context.caller, issuers, unit->id, context.units).has_value()
                           : any_grant(context.caller, "S").has_value();
}

/// What the code will make of a chat.
struct AskedCode {
    const Unit* unit = nullptr;
    GroupKind kind = GroupKind::unit;
    std::string target;
    Grant grant;
};

std::variant<AskedCode, Reply> asked_group(const CommandContext& context, const Arguments& arguments)
{
    const auto match = match_unit(arguments.text("单位"), administered(context), context.units.former());
    if (!match.matches.empty())
        return replies::ambiguous(names_of(match.matches));
    if (match.unit == nullptr)
        return replies::out_of_scope(names_of(match.similar));
    const auto kind = group_kind_of(arguments.text("管理员群/单位群/支部群")).value_or(usual_kind(*match.unit));
    if (const auto objection = kind_objection(kind, *match.unit))
        return Reply{ReplyCode::argument, *objection};
    const std::string_view roles = kind == GroupKind::administrators ? "S" : issuers;
    const auto grant = grant_over(context.caller, roles, match.unit->id, context.units);
    if (!grant)
        return replies::needs_role(roles);
    const std::string target(arguments.text("通道"));
    if (!target.empty() && !own_target(context, target))
        return Reply{ReplyCode::scope,
                     "没有这个通道，或不在您的管理范围内。通道的名称在配置文件的groups里，可以不写。"};
    return AskedCode{match.unit, kind, target, *grant};
}

} // namespace

/// 群 发码 单位 [管理员群/单位群/支部群] [通道]
boost::asio::awaitable<Reply> issue_group_code(const CommandContext& context, const Arguments& arguments)
{
    const auto asked = asked_group(context, arguments);
    if (const auto* refusal = std::get_if<Reply>(&asked))
        co_return *refusal;
    const auto& [unit, kind, target, grant] = std::get<AskedCode>(asked);
    const auto code = new_one_time_code();
    const store::GroupCode stored{
        code_digest(code), kind, unit->id, target, context.now, context.now + one_time_code_lifetime};
    auto entry = audit_entry(context, "群 发码", fmt::format("{}的{}", unit->name, word_of(kind)), grant);
    entry.after = target;
    co_await context.store.write([&](store::Connection& db) {
        store::issue_group_code(db, stored);
        store::record_audit(db, entry);
    });
    co_return Reply{ReplyCode::done,
                    fmt::format("{}的校验码：{}，24小时内有效，只能使用一次。请在要登记的群里@我发送“群 绑定 {}”。",
                                entry.object, code, code)};
}

} // namespace tongbao::bot
