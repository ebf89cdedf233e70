#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

using RequestId = Id<struct RequestTag>;

/// correction: of what is stored of the member. erasure: of the member. feedback: to the secretariat.
enum class RequestKind { correction, erasure, feedback };

struct Request {
    RequestId id;
    RequestKind kind = RequestKind::correction;
    MemberId member; ///< none: a stranger's feedback
    UnitId unit;     ///< whose administrators decide; none: the secretariat
    std::string text;
    Instant made_at;
    Day due;
    std::optional<Instant> decided_at;
    bool granted = false;
    std::string answer;
};

RequestId add_request(Connection& db, const Request& request);
std::optional<Request> find_request(Connection& db, RequestId id);
/// Undecided ones, oldest first.
std::vector<Request> open_requests(Connection& db);
/// All of one member, newest first.
std::vector<Request> requests_of(Connection& db, MemberId member);
/// False when it was decided before.
bool decide_request(Connection& db, RequestId id, bool granted, std::string_view answer, MemberId by, Instant now);
/// Removes what was decided before that; returns how many.
std::int64_t forget_requests(Connection& db, Instant decided_before);

} // namespace tongbao::store
