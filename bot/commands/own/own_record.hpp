#pragma once

#include "bot/commands/context.hpp"
#include "bot/commands/period.hpp"
#include "store/activity.hpp"
#include "store/audit.hpp"
#include "store/bindings.hpp"
#include "store/cards.hpp"
#include "store/members.hpp"
#include "store/requests.hpp"

/// All that is stored of one person, for that person (domain/commands.md §7, access and copy).
namespace tongbao::bot {

struct OwnRecord {
    store::Member member;
    std::vector<store::Membership> memberships;
    std::vector<store::Exemption> exemptions;
    std::vector<store::ActivityRow> activity; ///< of the period, or all; by day
    std::vector<store::SpanRow> spans;        ///< the same
    std::vector<store::Binding> bindings;
    std::vector<store::Card> cards;       ///< newest first
    std::vector<store::Request> requests; ///< newest first
    std::vector<store::AuditEntry> log;   ///< who looked or changed something, newest first
};

/// The membership that holds on that day; empty when the person is not on the roster.
std::optional<store::Membership> stay_on(const OwnRecord& record, Day day);

/// Study records from the first membership on, or of `period`.
OwnRecord own_record(store::Connection& db, MemberId member, const std::optional<Period>& period, Day today);

/// As CSV, one section after the other, at most `max_bytes`: what does not fit are the oldest study records, and the
/// last line says how to get them. Pure.
std::string own_record_csv(const OwnRecord& record, const UnitTree& units, Day today, std::size_t max_bytes);

} // namespace tongbao::bot
