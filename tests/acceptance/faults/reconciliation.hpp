#pragma once

#include "tests/acceptance/faults/installation.hpp"

namespace tongbao::acceptance {

/// One message as the database tells it.
struct LedgerPart {
    int number = 0;
    std::string state;
    std::string body;
    int attempts = 0;
    int flagged = 0; ///< of the attempts: those that say they may be a second copy
    int tries = 0;   ///< of the attempts: those that count against the limit; a throttle does not
};
struct LedgerMessage {
    std::int64_t id = 0;
    std::string key;
    std::string kind;
    std::string target;
    std::string state;
    std::string reason;
    bool ended = false; ///< has the time of its end
    std::vector<LedgerPart> parts;
};

struct LedgerAttempt {
    std::string verdict; ///< empty while it is under way
    std::string reason;
    bool copy = false;
    Instant started_at;
    Instant ended_at; ///< zero while it is under way
};

/// The outbox and the ledger of attempts, read from the database, which may be in service.
std::vector<LedgerMessage> read_ledger(const std::filesystem::path& database);
/// The attempts of the message with that key, oldest first.
std::vector<LedgerAttempt> attempts_of(const std::filesystem::path& database, const std::string& key);
/// Messages in that state.
int count_in(const std::vector<LedgerMessage>& ledger, const std::string& state);
/// The message with that key; throws when there is none.
const LedgerMessage& message_with(const std::vector<LedgerMessage>& ledger, const std::string& key);
/// True when no message is queued or being sent.
bool all_ended(const std::vector<LedgerMessage>& ledger);

/// The ledger compared with what the platforms received.
struct Tally {
    int messages = 0;
    int lost = 0;        ///< said to be sent but not received; or without a state, a reason and a time (promise P1)
    int repeated = 0;    ///< copies that people can read beyond one for each part
    int flagged = 0;     ///< of the repeated ones: covered by attempts flagged as copies (promise P2)
    std::string remarks; ///< which message is why in a number
};

/// Parts and receipts are matched by their bodies, which are sent byte for byte as they are stored; a call of an app,
/// in front of whose body its recipients stand, counts once for each whom it reached. `expected`: keys that must be in
/// the ledger. Receipts of no known body are lost rows and count as lost.
Tally reconcile(const std::vector<LedgerMessage>& ledger, const std::vector<simulator::Received>& received,
                const std::vector<std::string>& expected = {});
Tally operator+(Tally one, const Tally& other);

} // namespace tongbao::acceptance
