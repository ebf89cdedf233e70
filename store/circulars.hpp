#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// draft: waits for approval. sent: its messages are in the outbox. corrected: later data changed a displayed figure.
enum class CircularState { draft, sent, corrected };

/// A numbered, archived text with the figures it was made from. Only `state` and `data_version` ever change.
struct Circular {
    CircularId id;
    std::string kind;   ///< weekly, monthly
    std::string period; ///< 2026-W38
    std::string number; ///< 周通报〔2026〕第38期
    CircularState state = CircularState::draft;
    std::string basis;
    std::int64_t data_version = 0; ///< up to which its figures were last compared with the data
    std::string figures;           ///< JSON, as displayed
    std::string text;
    std::string sha256; ///< of the text
    Instant drafted;
};

/// Call it in the transaction of its messages and its occurrence. Throws when the kind and period have one already.
CircularId insert_circular(Connection& db, const Circular& circular);
void add_recipient(Connection& db, CircularId circular, std::string_view target, std::optional<MessageId> message);

std::optional<Circular> find_circular(Connection& db, std::string_view kind, std::string_view period);
std::optional<Circular> find_circular(Connection& db, std::string_view number);
/// The circular that a message of the outbox carries.
std::optional<Circular> circular_of_message(Connection& db, MessageId message);
/// The messages by which it went out, oldest first.
std::vector<MessageId> messages_of(Connection& db, CircularId circular);
/// The latest period of that kind whose circular was sent.
std::optional<std::string> last_sent_period(Connection& db, std::string_view kind);
/// The first `most` of those sent whose figures were last compared with an older state of the data.
std::vector<Circular> circulars_before(Connection& db, std::int64_t data_version, int most);
void compared(Connection& db, CircularId circular, std::int64_t data_version);

/// 更正: a displayed figure of a sent circular that later data changed.
struct Correction {
    std::string path; ///< unit code and figure
    std::string was;
    std::string now_is;
    std::string text;
};
/// False when the same correction was recorded before. Marks the circular corrected.
bool add_correction(Connection& db, CircularId circular, const Correction& correction, Instant now);
std::vector<Correction> corrections_of(Connection& db, CircularId circular);

} // namespace tongbao::store
