#include "store/roles.hpp"

#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "bot/roster_words.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <variant>

namespace tongbao::bot {
namespace {

/// A role of a person, over a unit or branch, and the right by which it is changed.
struct RoleChange {
    Person person;
    store::HeldRole role;
    const Unit* scope = nullptr;
    Grant grant;
};

/// domain/commands.md §1: 书记 and 学习管理员 are S's to change, the others U's.
std::string_view who_changes(store::Role role)
{
    return role == store::Role::secretary || role == store::Role::study_administrator ? "S" : "U";
}

bool over_branches(store::Role role)
{
    return role != store::Role::secretary && role != store::Role::study_administrator;
}

/// The nodes of the tree over which the role may be held.
std::vector<const Unit*> possible_scopes(const CommandContext& context, store::Role role)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all()) {
        const bool branch = is_branch(unit) || unit.kind == UnitKind::direct_branch;
        const bool fits = role == store::Role::branch_secretary ? branch : !is_branch(unit) || over_branches(role);
        if (!is_school(unit) && fits && grant_over(context.caller, who_changes(role), unit.id, context.units))
            found.push_back(&unit);
    }
    return found;
}

std::variant<const Unit*, Reply> scope_of(const CommandContext& context, const Person& person, store::Role role,
                                          std::string_view typed)
{
    const auto possible = possible_scopes(context, role);
    if (!typed.empty()) {
        const auto match = match_unit(typed, possible, context.units.former());
        if (!match.matches.empty())
            return replies::ambiguous(names_of(match.matches));
        if (match.unit == nullptr)
            return replies::out_of_scope(names_of(match.similar));
        return match.unit;
    }
    const auto own = role == store::Role::branch_secretary ? place_of(person.membership) : person.membership.unit;
    for (const auto* unit : possible)
        if (unit->id == own)
            return unit;
    return replies::out_of_scope();
}

std::variant<RoleChange, Reply> asked_change(store::Connection& db, const CommandContext& context,
                                             const Arguments& arguments)
{
    const auto role = *role_of(arguments.text("角色"));
    if (!any_grant(context.caller, who_changes(role)))
        return replies::needs_role(who_changes(role));
    auto match = find_person(db, context, arguments.text("工号"), who_changes(role));
    if (!match.person)
        return not_one_person(context, match);
    const auto scope = scope_of(context, *match.person, role, arguments.text("单位"));
    if (const auto* refusal = std::get_if<Reply>(&scope))
        return *refusal;
    const auto* unit = std::get<const Unit*>(scope);
    const auto grant = *grant_over(context.caller, who_changes(role), unit->id, context.units);
    return RoleChange{std::move(*match.person), {role, unit->id}, unit, grant};
}

boost::asio::awaitable<Reply> preview(const CommandContext& context, const Arguments& arguments, std::string_view words)
{
    const auto found =
        co_await context.store.read([&](store::Connection& db) { return asked_change(db, context, arguments); });
    if (const auto* refusal = std::get_if<Reply>(&found))
        co_return *refusal;
    const auto& change = std::get<RoleChange>(found);
    co_return Reply{ReplyCode::done, fmt::format(fmt::runtime(words), person_text(change.person.member),
                                                 change.scope->name, word_of(change.role.role))};
}

using Changing = bool (*)(store::Connection& db, MemberId member, const store::HeldRole& role, Day day);

/// What is said and recorded of a change.
struct ChangeWords {
    std::string_view command;
    std::string_view before;
    std::string_view after;
    std::string_view done;    ///< "{person}{scope}{role}"
    std::string_view nothing; ///< the same, where it was so already
};

boost::asio::awaitable<Reply> change(const CommandContext& context, const Arguments& arguments, Changing changing,
                                     const ChangeWords& words)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto found = asked_change(db, context, arguments);
        if (const auto* refusal = std::get_if<Reply>(&found))
            return *refusal;
        const auto& [person, role, scope, grant] = std::get<RoleChange>(found);
        const bool changed = changing(db, person.member.id, role, context.today);
        if (changed) {
            auto entry =
                audit_entry(context, words.command,
                            fmt::format("{} {}{}", person_text(person.member), scope->name, word_of(role.role)), grant);
            entry.subject = person.member.id;
            entry.before = words.before;
            entry.after = words.after;
            store::record_audit(db, entry);
        }
        return Reply{ReplyCode::done, fmt::format(fmt::runtime(changed ? words.done : words.nothing),
                                                  person_text(person.member), scope->name, word_of(role.role))};
    });
    co_return done;
}

} // namespace

/// 角色 授予 工号 角色 [单位]
boost::asio::awaitable<Reply> preview_granting(const CommandContext& context, const Arguments& arguments)
{
    co_return co_await preview(context, arguments, "将授予 {}：{}{}，从今天起生效。");
}

boost::asio::awaitable<Reply> grant_role(const CommandContext& context, const Arguments& arguments)
{
    constexpr ChangeWords words{"角色 授予", "无", "有", "已授予 {}：{}{}，立即生效。",
                                "{}已经是{}{}，或今天不在名册上，没有变化。"};
    co_return co_await change(context, arguments, store::grant_role, words);
}

/// 角色 撤销 工号 角色 [单位]
boost::asio::awaitable<Reply> preview_revoking(const CommandContext& context, const Arguments& arguments)
{
    co_return co_await preview(context, arguments, "将撤销 {}的角色：{}{}，从今天起不再有这项权限。");
}

boost::asio::awaitable<Reply> revoke_role(const CommandContext& context, const Arguments& arguments)
{
    constexpr ChangeWords words{"角色 撤销", "有", "无", "已撤销 {}的角色：{}{}，立即生效。",
                                "{}目前不是{}{}，没有变化。"};
    co_return co_await change(context, arguments, store::revoke_role, words);
}

} // namespace tongbao::bot
