#include "bot/delivery/look.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using store::Connection;

/// Messages for one unknown target that one look ends.
constexpr int most_at_once = 32;

void bury(Connection& db, const store::DuePart& part, const char* reason, Instant now, std::vector<Trouble>& troubles)
{
    if (store::end_waiting(db, part.message, store::MessageState::dead, reason, now))
        troubles.push_back(trouble_about(Trouble::Kind::dead, part, reason));
}

void add_due_calls(Connection& db, const std::string& target, const Wanted& wanted, Instant now, std::vector<Call>& due)
{
    CallFilling filling(wanted);
    store::each_due_part(db, target, now, [&](store::DuePart part) { return filling.take(std::move(part)); });
    for (const auto past : filling.past())
        for (auto& call : repeated(store::past_call(db, past, now)))
            due.push_back(std::move(call));
    for (auto& call : filling.calls())
        due.push_back(std::move(call));
}

} // namespace

Look look_at(Connection& db, const std::map<std::string, Wanted>& wanted, Instant now)
{
    Look seen;
    seen.with_work = store::targets_with_work(db);
    for (const auto& target : seen.with_work)
        if (const auto wanted_here = wanted.find(target); wanted_here != wanted.end())
            add_due_calls(db, target, wanted_here->second, now, seen.due);
    seen.stale = store::anything_stale(db, now);
    seen.next_due = store::next_due(db, now);
    return seen;
}

bool anything_hopeless(const Look& look, const Traffic& traffic)
{
    return look.stale || std::ranges::any_of(look.due, [](const auto& call) { return !call.first().part; }) ||
           !std::ranges::all_of(look.with_work, [&](const auto& target) { return traffic.knows(target); });
}

void end_hopeless(Connection& db, const Look& look, const Traffic& traffic, const OnTrouble& on_trouble, Instant now)
{
    std::vector<Trouble> troubles;
    for (const auto& part : store::expire(db, now))
        troubles.push_back(trouble_about(Trouble::Kind::expired, part, store::expiry_reason(part)));
    for (const auto& target : look.with_work)
        if (!traffic.knows(target))
            for (const auto& part : store::due_parts(db, target, now, most_at_once))
                bury(db, part, "the target is not configured", now, troubles);
    for (const auto& call : look.due)
        if (!call.first().part)
            bury(db, call.first(), "the row has no part to send", now, troubles);
    if (on_trouble)
        for (const auto& trouble : together(std::move(troubles)))
            on_trouble(db, trouble, now);
}

} // namespace tongbao::bot
