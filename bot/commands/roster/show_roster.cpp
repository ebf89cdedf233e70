#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "bot/commands/text.hpp"
#include "bot/roster_words.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

namespace tongbao::bot {
namespace {

using store::RosterMember;

constexpr std::string_view roles = "UAOB";
constexpr std::size_t most_names = 50; ///< of one answer

/// What a list is about: a unit or branch, and the right by which it is shown.
struct Listed {
    const Unit* node = nullptr;
    Grant grant;
};

std::vector<const Unit*> readable(const CommandContext& context)
{
    std::vector<const Unit*> found;
    for (const auto& unit : context.units.all())
        if (!is_school(unit) && grant_over_persons(context.caller, roles, unit.id, context.units))
            found.push_back(&unit);
    return found;
}

/// Of these only the topmost ones: what the caller has in hand.
std::vector<const Unit*> topmost(const CommandContext& context, const std::vector<const Unit*>& units)
{
    std::vector<const Unit*> found;
    std::ranges::copy_if(units, std::back_inserter(found), [&](const Unit* unit) {
        return std::ranges::none_of(
            units, [&](const Unit* other) { return other != unit && context.units.within(unit->id, other->id); });
    });
    return found;
}

/// The unit or branch that was typed, or the only one in the caller's hands.
UnitMatch listed(const CommandContext& context, std::string_view typed)
{
    const auto units = readable(context);
    if (!typed.empty())
        return match_unit(typed, units, context.units.former());
    auto own = topmost(context, units);
    if (own.size() == 1)
        return {own.front(), {}, {}};
    return {nullptr, std::move(own), {}};
}

std::vector<RosterMember> members_of(store::Connection& db, const CommandContext& context, const Unit& node)
{
    const auto* unit = context.units.second_level(node.id);
    auto found = store::roster_of_unit(db, unit == nullptr ? node.id : unit->id, context.today);
    if (is_branch(node))
        std::erase_if(found, [&](const RosterMember& each) { return each.branch != node.id; });
    return found;
}

bool unassigned(const CommandContext& context, const RosterMember& member)
{
    const auto* unit = context.units.find(member.unit);
    const bool has_branches = unit != nullptr && unit->kind != UnitKind::direct_branch;
    return has_branches && (!member.branch || member.branch == member.unit);
}

bool unregistered(const CommandContext& context, const RosterMember& member)
{
    return !member.registered_on || *member.registered_on > context.today;
}

std::string persons_text(const std::vector<RosterMember>& members)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < std::min(members.size(), most_names); ++i)
        texts.push_back(fmt::format("{}（{}）", members[i].name, number_tail(members[i].code)));
    auto text = joined(texts, "、", "、");
    if (members.size() > most_names)
        text += fmt::format("……共{}人，只列出前{}人，请按支部查询", members.size(), most_names);
    return text;
}

/// "第1党支部20人、第2党支部2人".
std::string branches_text(const CommandContext& context, const std::vector<RosterMember>& members)
{
    std::vector<std::string> texts;
    for (const auto& unit : context.units.all()) {
        const auto count =
            std::ranges::count_if(members, [&](const RosterMember& each) { return each.branch == unit.id; });
        if (is_branch(unit) && count > 0)
            texts.push_back(fmt::format("{}{}人", unit.name, count));
    }
    return joined(texts, "、", "、");
}

Reply overview(const CommandContext& context, const Unit& node, const std::vector<RosterMember>& members)
{
    const auto without_branch =
        std::ranges::count_if(members, [&](const RosterMember& each) { return unassigned(context, each); });
    const auto without_account =
        std::ranges::count_if(members, [&](const RosterMember& each) { return unregistered(context, each); });
    auto text = fmt::format("{} 在册{}人，未注册{}人", node.name, members.size(), without_account);
    if (is_branch(node) || node.kind == UnitKind::direct_branch)
        return {ReplyCode::done, fmt::format("{}。\n{}", text, persons_text(members))};
    text += fmt::format("，未归属支部{}人。\n{}", without_branch, branches_text(context, members));
    return {ReplyCode::done, text + "\n看名单请发“名册 查询 支部”。"};
}

/// Reads the roster of what was typed, records that it was read, and says what `say` makes of it.
template <class Say>
boost::asio::awaitable<Reply> list(const CommandContext& context, std::string_view command, std::string_view typed,
                                   const Say& say)
{
    const auto match = listed(context, typed);
    if (!match.matches.empty())
        co_return replies::ambiguous(names_of(match.matches));
    if (match.unit == nullptr)
        co_return replies::out_of_scope(names_of(match.similar));
    const auto& node = *match.unit;
    const auto used = grant_over_persons(context.caller, roles, node.id, context.units);
    const auto entry = audit_entry(context, command, node.name, used);
    const auto members = co_await context.store.write([&](store::Connection& db) {
        store::record_audit(db, entry);
        return members_of(db, context, node);
    });
    co_return say(node, members);
}

std::string person_card(store::Connection& db, const CommandContext& context, const Person& person)
{
    const auto& [member, membership, grant] = person;
    auto text = fmt::format("{}：{}，{}，{}起", person_text(member),
                            place_text(context.units, membership.unit, membership.branch), word_of(membership.category),
                            chinese_date(membership.start));
    if (membership.end)
        text += fmt::format("，至{}", chinese_date(*membership.end - std::chrono::days{1}));
    text += membership.registered_on ? fmt::format("，{}注册", chinese_date(*membership.registered_on)) : "，未注册";
    for (const auto& each : store::exemptions_of(db, member.id))
        if (each.start <= context.today && (!each.end || *each.end > context.today))
            text += "，目前豁免";
    return text + "。";
}

boost::asio::awaitable<Reply> show_person(const CommandContext& context, const std::string& typed)
{
    PersonMatch match;
    std::string card;
    co_await context.store.write([&](store::Connection& db) {
        match = find_person(db, context, typed, roles);
        if (!match.person)
            return;
        card = person_card(db, context, *match.person);
        auto entry = audit_entry(context, "名册 查询", person_text(match.person->member), match.person->grant);
        entry.subject = match.person->member.id;
        store::record_audit(db, entry);
    });
    if (!match.person)
        co_return not_one_person(context, match);
    co_return Reply{ReplyCode::done, std::move(card)};
}

} // namespace

/// 名册 查询 [支部/人]
boost::asio::awaitable<Reply> show_roster(const CommandContext& context, const Arguments& arguments)
{
    const std::string typed(arguments.text("支部/人"));
    const auto say = [&](const Unit& node, const auto& members) { return overview(context, node, members); };
    auto reply = co_await list(context, "名册 查询", typed, say);
    if (reply.code == ReplyCode::scope && !typed.empty()) {
        auto person = co_await show_person(context, typed);
        if (person.code != ReplyCode::scope)
            reply = std::move(person);
    }
    co_return reply;
}

/// 名册 未归属 [支部]
boost::asio::awaitable<Reply> show_unassigned(const CommandContext& context, const Arguments& arguments)
{
    const auto say = [&](const Unit& node, auto members) {
        std::erase_if(members, [&](const RosterMember& each) { return !unassigned(context, each); });
        if (members.empty())
            return Reply{ReplyCode::done, fmt::format("{}没有未归属支部的成员。", node.name)};
        return Reply{ReplyCode::done,
                     fmt::format("{} 未归属支部{}人：\n{}", node.name, members.size(), persons_text(members))};
    };
    co_return co_await list(context, "名册 未归属", arguments.text("支部"), say);
}

/// 名册 未注册 [支部]
boost::asio::awaitable<Reply> show_unregistered(const CommandContext& context, const Arguments& arguments)
{
    const auto say = [&](const Unit& node, auto members) {
        std::erase_if(members, [&](const RosterMember& each) { return !unregistered(context, each); });
        if (members.empty())
            return Reply{ReplyCode::done, fmt::format("{}的成员都已注册。", node.name)};
        return Reply{ReplyCode::done,
                     fmt::format("{} 未注册{}人：\n{}", node.name, members.size(), persons_text(members))};
    };
    co_return co_await list(context, "名册 未注册", arguments.text("支部"), say);
}

} // namespace tongbao::bot
