#include "tests/acceptance/faults/reconciliation.hpp"

#include "store/connection.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace tongbao::acceptance {
namespace {

/// All parts with one body and the copies of it that people can read.
struct SameBody {
    int parts = 0;
    int sent = 0;
    int flagged = 0;
    int copies = 0;
    std::string first; ///< the message's key
};

/// A receipt's body as it was stored, and how many people or groups can read it: a call of an app names them in front
/// of the stored body.
std::pair<std::string, int> stored_body(const simulator::Received& receipt)
{
    constexpr std::pair<std::string_view, std::string_view> addressed[] = {
        {R"({"touser":")", R"(",)"}, {R"({"userIds":[)", "],"}, {R"({"openConversationId":")", R"(",)"}};
    for (const auto& [begin, end] : addressed) {
        const auto at = receipt.body.starts_with(begin) ? receipt.body.find(end) : std::string::npos;
        if (at != std::string::npos)
            return {"{" + receipt.body.substr(at + end.size()),
                    receipt.chat.empty() ? static_cast<int>(receipt.notified.size()) : 1};
    }
    return {receipt.body, 1};
}

bool waits(const LedgerMessage& message)
{
    return message.state == "queued" || message.state == "sending";
}

/// P1: an accepted message waits, or has ended with its time and, unless it was sent, its reason.
bool accounted_for(const LedgerMessage& message)
{
    return waits(message) || (message.ended && (message.state == "sent" || !message.reason.empty()));
}

void remark(Tally& tally, const std::string& what, const std::string& about)
{
    tally.remarks += what + ": " + about.substr(0, 120) + "\n";
}

} // namespace

std::vector<LedgerMessage> read_ledger(const std::filesystem::path& database)
{
    store::Connection db(database.string(), store::Access::read_only);
    auto query = db.prepare(
        "SELECT m.id, m.dedup_key, m.kind, m.target, m.state, m.reason, m.ended_at, p.number, p.state, p.body, "
        "       (SELECT count(*) FROM attempt a WHERE a.part = p.id), "
        "       (SELECT count(*) FROM attempt a WHERE a.part = p.id AND a.copy = 1), p.tries "
        "FROM message m JOIN part p ON p.message = m.id ORDER BY m.id, p.number");
    std::vector<LedgerMessage> ledger;
    while (query.step()) {
        if (ledger.empty() || ledger.back().id != query.integer(0))
            ledger.push_back({query.integer(0),
                              query.text(1),
                              query.text(2),
                              query.text(3),
                              query.text(4),
                              query.text(5),
                              !query.null(6),
                              {}});
        ledger.back().parts.push_back({static_cast<int>(query.integer(7)), query.text(8), query.text(9),
                                       static_cast<int>(query.integer(10)), static_cast<int>(query.integer(11)),
                                       static_cast<int>(query.integer(12))});
    }
    return ledger;
}

std::vector<LedgerAttempt> attempts_of(const std::filesystem::path& database, const std::string& key)
{
    store::Connection db(database.string(), store::Access::read_only);
    auto query = db.prepare("SELECT a.verdict, a.reason, a.copy, a.started_at, a.ended_at "
                            "FROM attempt a JOIN part p ON p.id = a.part JOIN message m ON m.id = p.message "
                            "WHERE m.dedup_key = $1 ORDER BY a.id");
    query.bind(key);
    std::vector<LedgerAttempt> attempts;
    while (query.step())
        attempts.push_back({query.null(0) ? "" : query.text(0), query.text(1), query.integer(2) != 0, query.instant(3),
                            query.optional_instant(4).value_or(Instant{})});
    return attempts;
}

int count_in(const std::vector<LedgerMessage>& ledger, const std::string& state)
{
    return static_cast<int>(std::ranges::count(ledger, state, &LedgerMessage::state));
}

const LedgerMessage& message_with(const std::vector<LedgerMessage>& ledger, const std::string& key)
{
    const auto found = std::ranges::find(ledger, key, &LedgerMessage::key);
    if (found == ledger.end())
        throw std::out_of_range("no message has the key " + key);
    return *found;
}

bool all_ended(const std::vector<LedgerMessage>& ledger)
{
    return std::ranges::none_of(ledger, waits);
}

Tally reconcile(const std::vector<LedgerMessage>& ledger, const std::vector<simulator::Received>& received,
                const std::vector<std::string>& expected)
{
    Tally tally;
    tally.messages = static_cast<int>(ledger.size());
    std::map<std::string, SameBody> bodies;
    std::set<std::string> keys;
    for (const auto& message : ledger) {
        keys.insert(message.key);
        if (!accounted_for(message)) {
            ++tally.lost;
            remark(tally, message.state + " without reason or time", message.key);
        }
        for (const auto& part : message.parts) {
            auto& same = bodies[part.body];
            ++same.parts;
            same.sent += part.state == "sent";
            same.flagged += part.flagged;
            same.first = message.key;
        }
    }
    for (const auto& key : expected)
        if (!keys.contains(key)) {
            ++tally.lost;
            remark(tally, "not in the outbox", key);
        }
    for (const auto& receipt : received) {
        const bool in_the_answer = receipt.route == "passive reply"; // said while acknowledging, without the outbox
        if (receipt.fate != simulator::Fate::accepted || in_the_answer)
            continue;
        const auto [body, readers] = stored_body(receipt);
        const auto same = bodies.find(body);
        if (same == bodies.end()) {
            ++tally.lost;
            remark(tally, "received but not in the outbox", receipt.content);
        } else {
            same->second.copies += readers;
        }
    }
    for (const auto& [body, same] : bodies) {
        const int extra = std::max(0, same.copies - same.parts);
        tally.lost += std::max(0, same.sent - same.copies);
        tally.repeated += extra;
        tally.flagged += std::min(extra, same.flagged);
        if (same.sent > same.copies)
            remark(tally, "sent, but not received", same.first);
        if (extra > same.flagged)
            remark(tally, "repeated without a flag", same.first);
    }
    return tally;
}

Tally operator+(Tally one, const Tally& other)
{
    one.messages += other.messages;
    one.lost += other.lost;
    one.repeated += other.repeated;
    one.flagged += other.flagged;
    one.remarks += other.remarks;
    return one;
}

} // namespace tongbao::acceptance
