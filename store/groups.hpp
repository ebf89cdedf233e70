#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// What a chat group is for: bound with a code that somebody typed in it.
struct BoundGroup {
    std::string platform;
    std::string chat; ///< the platform's id
    GroupKind kind = GroupKind::unit;
    UnitId unit;
    std::string target; ///< configured group whose robot posts into this chat; may be empty
    MemberId bound_by;
    Instant since;
    friend bool operator==(const BoundGroup&, const BoundGroup&) = default;
};

/// The groups bound at this time, by platform and chat.
std::vector<BoundGroup> bound_groups(Connection& db);
std::optional<BoundGroup> bound_group(Connection& db, std::string_view platform, std::string_view chat);
/// Binds the chat from `since` on; a binding that it already has ends, and the target is no
/// longer linked with another chat.
void bind_group(Connection& db, const BoundGroup& group);
/// Ends the chat's binding. False when it has none.
bool unbind_group(Connection& db, std::string_view platform, std::string_view chat, Instant now);

/// What a chat becomes in which the code is typed; only the code's digest is stored.
struct GroupCode {
    std::string digest;
    GroupKind kind = GroupKind::unit;
    UnitId unit;
    std::string target;
    Instant issued_at;
    Instant expires;
};

/// Forgets the codes that have expired.
void issue_group_code(Connection& db, const GroupCode& code);
/// None when it is unknown, spent or expired.
std::optional<GroupCode> find_group_code(Connection& db, std::string_view digest, Instant now);
void spend_group_code(Connection& db, std::string_view digest);

} // namespace tongbao::store
