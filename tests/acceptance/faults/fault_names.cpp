#include "tests/acceptance/faults/fault_names.hpp"

namespace tongbao::acceptance {

const std::map<int, std::string>& fault_names()
{
    static const std::map<int, std::string> names{
        {1, "kill -9 before a message is claimed"},
        {2, "kill -9 after the claim, before the intent is written"},
        {3, "kill -9 after the intent, before the first byte and after the last"},
        {4, "kill -9 after the answer, before it is recorded"},
        {5, "kill -9 inside a commit"},
        {6, "kill -9 at part 2 of 3"},
        {7, "kill -9 during an import, a migration, a backup, a reload"},
        {8, "random kill -9 under load"},
        {9, "SIGTERM while requests are slow"},
        {10, "SIGSTOP for a long time, then SIGCONT"},
        {11, "two processes on one database"},
        {12, "a standby takes over, the old leader returns"},
        {13, "unknown host, refused connection, connection without an answer"},
        {14, "a partition for two hours"},
        {15, "a server that sends one byte a second"},
        {16, "reset after the body, empty reply, half JSON, login page, 200 without errcode"},
        {17, "an endless response"},
        {18, "a redirect to another host or a private address"},
        {19, "TLS: expired, wrong host, self-signed, unknown CA, TLS 1.1"},
        {20, "429 with Retry-After in seconds, as a date, 0, negative, ten years"},
        {21, "a storm of throttle codes within HTTP 200"},
        {22, "a storm of 5xx, then recovery with a long queue"},
        {23, "an access token expired, revoked or rotated"},
        {24, "recipients of whom some are invalid"},
        {25, "robot removed, key revoked, keyword, signature or address refused"},
        {26, "silent drops above the documented rate"},
        {31, "disk full on the log of the database, the database, the log, a backup"},
        {32, "an I/O error at the n-th write or sync"},
        {33, "power loss: writes without a sync are gone"},
        {34, "database corrupt, truncated, empty, somebody else's, too new"},
        {35, "-wal missing or of another copy"},
        {36, "database locked, read-only, of another owner"},
        {37, "yesterday's backup restored"},
        {38, "a callback replayed"},
        {39, "a callback forged: signature wrong, missing, of wrong length, in other case"},
        {40, "a callback for somebody else, stale, from the future"},
        {41, "a callback redelivered under load"},
        {42, "a callback oversized, with huge or 10 000 headers, deeply nested, with entities"},
        {43, "slow callers and idle connections"},
        {47, "texts cut around every limit of a platform"},
        {49, "a bad configuration on reload"},
        {50, "a long run: memory, files, start, time to enqueue"},
        {51, "a poisonous row in the outbox"},
        {52, "the auditor is blind"},
    };
    return names;
}

} // namespace tongbao::acceptance
