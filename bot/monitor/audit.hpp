#pragma once

#include "store/vocabulary.hpp"

#include <map>

namespace tongbao::bot {

/// How long a thing may stand still before it is a finding.
struct AuditRules {
    std::chrono::seconds due{300};                 ///< a message, though its lane is free and nothing else left on it
    std::chrono::seconds attempt{120};             ///< an attempt without an outcome; an exchange ends within seconds
    std::chrono::seconds question{120};            ///< a question from a chat without an end
    std::chrono::seconds occurrence{3600};         ///< a run that should have a row by now
    std::chrono::seconds decision{14 * 24 * 3600}; ///< a run that waits; its grace is at most 30 days from the plan
    std::chrono::seconds deaf{900};                ///< a bot without the connection over which it hears
    std::chrono::seconds file{1200};               ///< in the drop folder, beyond what it needs to stand still
};

/// What was seen. Each instant is the oldest of its kind.
struct AuditFacts {
    bool blind = false;        ///< the database could not be read: nothing else is known
    bool commits_fail = false; ///< the last transaction could not be committed
    std::vector<std::string> silent_loops;
    std::vector<std::string> stuck_targets;   ///< due longer than allowed, and nothing left on their lane meanwhile
    std::map<std::string, Instant> deaf_bots; ///< since when they have no connection
    std::optional<Instant> open_attempt;
    std::optional<Instant> question;
    std::optional<Instant> waiting_run; ///< when it was due
    std::optional<Instant> missing_run; ///< was due, but nobody looked at it
    std::optional<Instant> file;
    std::optional<Instant> restored;     ///< a restore that nobody has confirmed
    bool operators_out_of_reach = false; ///< every group that could be told refuses us
};

/// Something that should have moved and did not.
struct AuditFinding {
    std::string what;    ///< a stable word, e.g. target_stuck
    std::string subject; ///< which one: a target or a loop; empty where there is only one
    std::string text;    ///< what it means and what to do, for logs and commands
    friend bool operator==(const AuditFinding&, const AuditFinding&) = default;
};

/// Pure.
std::vector<AuditFinding> audit(const AuditFacts& facts, const AuditRules& rules, Instant now);

/// The finding for people in the operators' group.
std::string chinese(const AuditFinding& finding);

} // namespace tongbao::bot
