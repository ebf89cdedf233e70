#include "bot/import/matching.hpp"

#include "bot/import/values.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using store::RosterMember;

} // namespace

bool covers(const RosterMember& member, Day day)
{
    return member.start <= day && (!member.end || day < *member.end);
}

MemberMatcher::MemberMatcher(std::vector<RosterMember> roster, std::vector<Unit> units)
    : roster_(std::move(roster)), units_(std::move(units))
{
    by_code_.reserve(roster_.size());
    by_name_.reserve(roster_.size());
    for (std::uint32_t i = 0; i < roster_.size(); ++i) {
        const auto& member = roster_[i];
        by_code_[member.code].push_back(i);
        if (!member.platform_id.empty())
            by_platform_id_[member.platform_id].push_back(i);
        by_name_[read_name(member.name).name].push_back(i);
    }
}

const RosterMember* MemberMatcher::on_day(const Entries& entries, Day day) const
{
    for (const auto place : entries)
        if (covers(roster_[place], day))
            return &roster_[place];
    return nullptr;
}

const RosterMember* MemberMatcher::with_code(std::string_view code, Day day) const
{
    if (expected_ < roster_.size() && roster_[expected_].code == code && covers(roster_[expected_], day))
        return &roster_[expected_++];
    const auto entries = by_code_.find(code);
    const auto* member = entries == by_code_.end() ? nullptr : on_day(entries->second, day);
    if (member)
        expected_ = static_cast<std::size_t>(member - roster_.data()) + 1;
    return member;
}

Match MemberMatcher::found(const RosterMember& member) const
{
    Match match;
    match.member = &member;
    match.listed_unit = member.unit;
    return match;
}

Match MemberMatcher::undecided(const Entries& entries) const
{
    Match match;
    match.why = Code::NAME2;
    for (const auto place : entries)
        match.candidates.push_back(roster_[place].member);
    return match;
}

Match MemberMatcher::match(const PersonClues& clues, Day day) const
{
    std::string buffer;
    if (const auto code = cleaned(clues.code, buffer); !says_missing(code)) {
        if (const auto* member = with_code(code, day))
            return found(*member);
        Match match; // a code that is not on the roster that day must not fall back to a namesake
        match.why = Code::NAME0;
        const auto& named = units_.named_in(clues.unit);
        match.listed_unit = named.empty() ? UnitId{} : units_.second_level(named.front());
        return match;
    }
    if (const auto id = cleaned(clues.platform_id, buffer); !says_missing(id)) {
        const auto entries = by_platform_id_.find(id);
        if (const auto* member = entries == by_platform_id_.end() ? nullptr : on_day(entries->second, day))
            return found(*member);
    }
    std::string name_buffer;
    return match_name(clues, name_key(clues.name, name_buffer), day);
}

Match MemberMatcher::match_name(const PersonClues& clues, std::string_view name, Day day) const
{
    static const Entries nobody;
    const auto entries = by_name_.find(std::string(name));
    const auto& namesakes = entries == by_name_.end() || name.empty() ? nobody : entries->second;
    auto match = in_units(namesakes, clues, day);
    if (match.member)
        match.by_name = true;
    return match;
}

MemberMatcher::Entries MemberMatcher::within(const Entries& entries, UnitId unit, Day day) const
{
    Entries inside;
    for (const auto place : entries) {
        const auto& member = roster_[place];
        if (covers(member, day) && (member.branch == unit || member.unit == unit))
            inside.push_back(place);
    }
    return inside;
}

Match MemberMatcher::in_units(const Entries& namesakes, const PersonClues& clues, Day day) const
{
    const auto both =
        clues.branch.empty() ? std::string(clues.unit) : std::string(clues.branch) + "," + std::string(clues.unit);
    const auto& named = units_.named_in(both);
    for (const auto unit : named) {
        auto inside = within(namesakes, unit, day);
        if (inside.size() > 1) {
            const auto tail = phone_tail(clues.phone);
            Entries same_phone;
            for (const auto place : inside)
                if (!tail.empty() && roster_[place].phone_tail == tail)
                    same_phone.push_back(place);
            if (same_phone.size() != 1) {
                auto match = undecided(inside);
                match.listed_unit = units_.second_level(unit);
                return match;
            }
            inside = same_phone;
        }
        if (inside.size() == 1)
            return found(roster_[inside.front()]);
    }
    auto match = in_university(namesakes, clues, day);
    if (!match.member) {
        if (match.why == Code::NAME0 && named.empty() && !says_missing(match_key(clues.unit)))
            match.why = Code::UNIT;
        match.listed_unit = named.empty() ? UnitId{} : units_.second_level(named.front());
    }
    return match;
}

Match MemberMatcher::in_university(const Entries& namesakes, const PersonClues& clues, Day day) const
{
    Entries present;
    for (const auto place : namesakes)
        if (covers(roster_[place], day))
            present.push_back(place);
    if (present.size() > 1)
        return undecided(present);
    if (present.size() == 1) {
        const auto& member = roster_[present.front()];
        for (const auto text : {clues.unit, clues.branch})
            if (units_.mentions(text, member.branch) || units_.mentions(text, member.unit))
                return found(member);
    }
    Match match;
    match.why = Code::NAME0;
    for (const auto place : present)
        match.candidates.push_back(roster_[place].member);
    return match;
}

} // namespace tongbao::bot
