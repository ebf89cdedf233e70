#include "bot/import/matching.hpp"

#include "bot/import/values.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using store::RosterMember;

bool covers(const RosterMember& member, Day day)
{
    return member.start <= day && (!member.end || day < *member.end);
}

std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min({text.find(','), text.find("、"), text.find(';'), text.size()});
        if (end > 0)
            parts.push_back(text.substr(0, end));
        const auto divider = text.substr(end).starts_with("、") ? std::string_view("、").size() : 1;
        text.remove_prefix(std::min(end + divider, text.size()));
    }
    return parts;
}

} // namespace

UnitNames::UnitNames(std::vector<Unit> units) : units_(std::move(units))
{
    const auto add = [this](std::string_view name, UnitId unit) {
        auto& known = by_name_[match_key(name)];
        if (std::find(known.begin(), known.end(), unit) == known.end())
            known.push_back(unit);
    };
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const auto& unit = units_[i];
        place_[unit.id] = i;
        add(unit.code, unit.id);
        add(unit.name, unit.id);
        for (const auto& name : unit.short_names)
            add(name, unit.id);
    }
    by_name_.erase("");
}

const Unit* UnitNames::get(UnitId unit) const
{
    const auto found = place_.find(unit);
    return found == place_.end() ? nullptr : &units_[found->second];
}

UnitId UnitNames::second_level(UnitId unit) const
{
    for (const auto* at = get(unit); at; at = get(at->parent)) {
        const auto* parent = get(at->parent);
        if (at->kind == UnitKind::school)
            return {};
        if (!parent || parent->kind == UnitKind::school)
            return at->id;
    }
    return {};
}

std::optional<UnitId> UnitNames::find(std::string_view text) const
{
    const auto found = by_name_.find(match_key(text));
    return found == by_name_.end() || found->second.size() != 1 ? std::nullopt : std::optional(found->second.front());
}

UnitId UnitNames::longest_inside(std::string_view part) const
{
    UnitId best;
    std::size_t longest = 0;
    for (const auto& unit : units_) {
        for (const auto* name : {&unit.name, unit.short_names.empty() ? nullptr : &unit.short_names.front()}) {
            const auto key = name ? match_key(*name) : std::string();
            if (key.size() > longest && unit.kind != UnitKind::school && part.find(key) != std::string_view::npos) {
                best = unit.id;
                longest = key.size();
            }
        }
    }
    return best;
}

const std::vector<UnitId>& UnitNames::named_in(std::string_view text) const
{
    const auto [place, is_new] = read_texts_.try_emplace(std::string(text));
    if (!is_new)
        return place->second;
    auto& found = place->second;
    const auto add = [&](UnitId unit) {
        if (get(unit)->kind != UnitKind::school && std::find(found.begin(), found.end(), unit) == found.end())
            found.push_back(unit);
    };
    std::vector<const std::vector<UnitId>*> shared_names;
    const auto whole = match_key(text);
    for (const auto part : parts_of(whole)) {
        const auto exact = by_name_.find(std::string(part));
        if (exact != by_name_.end() && exact->second.size() > 1)
            shared_names.push_back(&exact->second);
        else if (const auto unit = exact != by_name_.end() ? exact->second.front() : longest_inside(part))
            add(unit);
    }
    for (const auto* units : shared_names)
        if (const auto unit = below_one_of(found, *units))
            add(unit);
    std::stable_partition(found.begin(), found.end(), [this](UnitId unit) { return second_level(unit) != unit; });
    return found;
}

UnitId UnitNames::below_one_of(const std::vector<UnitId>& named, const std::vector<UnitId>& candidates) const
{
    UnitId only;
    for (const auto candidate : candidates) {
        const bool below =
            std::any_of(named.begin(), named.end(), [&](UnitId unit) { return second_level(candidate) == unit; });
        if (below && only)
            return {};
        if (below)
            only = candidate;
    }
    return only;
}

bool UnitNames::mentions(std::string_view text, UnitId unit) const
{
    const auto* known = get(unit);
    if (!known)
        return false;
    const auto whole = match_key(text);
    const auto inside = [&](const std::string& name) {
        const auto key = match_key(name);
        return !key.empty() && whole.find(key) != std::string::npos;
    };
    return inside(known->name) || std::any_of(known->short_names.begin(), known->short_names.end(), inside);
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
