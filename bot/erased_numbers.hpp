#pragma once

#include "store/connection.hpp"

/// Staff numbers of people who were erased, known only by salted digests.
namespace tongbao::bot {

/// Erases the person (store/erasure.hpp) and remembers the number's digest. Call it in a transaction.
void erase(store::Connection& db, MemberId member, Instant now);

/// True when the number is that of an erased person and the membership begins no later than the erasure: a file lists
/// the person still. Who comes back later is a new member.
bool still_erased(store::Connection& db, std::string_view code, Day membership_start);

} // namespace tongbao::bot
