#pragma once

#include "store/connection.hpp"

#include <functional>

/// Retention (domain/commands.md §7): what is removed when its time is over, and what of a person. Every function takes
/// a bounded bite, says how much it removed, and is to be called again until that is nothing.
namespace tongbao::store {

/// The first day whose records of persons are still there; before it only the counts of units are. Empty: nothing was
/// removed yet.
std::optional<Day> first_kept_day(Connection& db);
/// Removes the records of persons of the earliest `most_days` days before `first_kept`, with their history, running
/// totals and queued rows. The rollups stay. Returns the rows.
std::int64_t forget_activity(Connection& db, Day first_kept, int most_days);

using Digest = std::function<std::string(std::string_view)>;

/// Empties the bodies of up to `most` parts whose message ended before that, and keeps their digest: what was sent,
/// each attempt and its outcome stay provable. Who got them is erased with them.
std::int64_t erase_bodies(Connection& db, Instant ended_before, int most, const Digest& digest);

/// Forgets bindings that ended before that, expired codes and plans, and strangers not seen since.
std::int64_t forget_accounts(Connection& db, Instant ended_before, Day seen_before);

/// Members whose last membership ended on or before `left_by` and who were not erased yet, at most `most`.
std::vector<MemberId> members_left(Connection& db, Day left_by, int most);
/// Takes away what points to the person: name, number, phone tail, platform id, chat accounts, codes, cards, texts of
/// requests, rows that wait for a name. Memberships and daily records stay without a name: published figures were made
/// of them. `code_digest` keeps later files from bringing the person back.
void erase_person(Connection& db, MemberId member, std::string_view code_digest, const Digest& digest, Instant now);
/// Forgets which chat accounts the member has, and what was said to them one-to-one and has ended.
void erase_accounts(Connection& db, MemberId member, const Digest& digest);
/// When the person with that number was erased.
std::optional<Instant> erased_at(Connection& db, std::string_view code_digest);

/// The secret that digests of numbers are salted with; empty until one is kept. Returns what is kept.
std::optional<std::string> erasure_salt(Connection& db);
std::string keep_erasure_salt(Connection& db, const std::string& salt);

} // namespace tongbao::store
