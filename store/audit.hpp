#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// One thing that somebody did by command, or one look at a person's data. Object, before and after are Chinese words
/// for those who read the log; they hold codes of reasons, never their details.
struct AuditEntry {
    Instant at;
    MemberId member;      ///< who; none: the command line
    std::string platform; ///< where it was typed
    std::string command;  ///< the name of the table's row
    std::string object;   ///< what it was done to
    MemberId subject;     ///< whose data were seen or changed; none: nobody's
    std::string before;   ///< empty where nothing was changed
    std::string after;
    std::string role; ///< letter of the role used (domain/commands.md §1); empty: one's own right
    UnitId scope;     ///< over which it is held
    friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

/// Call it in the transaction of what is recorded.
void record_audit(Connection& db, const AuditEntry& entry);

/// What is asked of the log; an empty field asks nothing.
struct AuditQuestion {
    MemberId person = {};     ///< who did it, or whose data were seen or changed
    MemberId subject = {};    ///< whose data
    std::string command = {}; ///< its name, or the first word of it: a family
    std::optional<Instant> from = {};
    std::optional<Instant> until = {};
    int limit = 100;
};

/// Newest first.
std::vector<AuditEntry> audit_entries(Connection& db, const AuditQuestion& question);
/// How many there are, whatever the limit.
std::int64_t count_audit_entries(Connection& db, const AuditQuestion& question);
/// Forgets what is older than its retention; returns how many.
std::int64_t purge_audit(Connection& db, Instant before);

} // namespace tongbao::store
