#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Plain values every folder may use. The words are those of docs/design.md.
namespace tongbao {

/// A calendar day in Asia/Shanghai.
using Day = std::chrono::local_days;
/// A point in time, UTC, to the second.
using Instant = std::chrono::sys_seconds;
/// A point in time, UTC, to the millisecond: the resolution of DingTalk's time stamps.
using InstantMs = std::chrono::sys_time<std::chrono::milliseconds>;

/// A database id that cannot be mistaken for another's. Zero is "none".
template <class Tag>
struct Id {
    std::int64_t value = 0;
    explicit operator bool() const { return value != 0; }
    friend auto operator<=>(const Id&, const Id&) = default;
};
using UnitId = Id<struct UnitTag>;
using MemberId = Id<struct MemberTag>;
using BatchId = Id<struct BatchTag>;
using MessageId = Id<struct MessageTag>;
using PartId = Id<struct PartTag>;
using AttemptId = Id<struct AttemptTag>;
using CircularId = Id<struct CircularTag>;
using InboundId = Id<struct InboundTag>;

enum class WindowKind { week, month };

/// An ISO week or a calendar month: the days [from, until).
struct Window {
    WindowKind kind = WindowKind::week;
    Day from;
    Day until;
    friend bool operator==(const Window&, const Window&) = default;
    int days() const { return static_cast<int>((until - from).count()); }
};

enum class UnitKind { school, party_committee, general_branch, direct_branch, branch, department };

/// A node of the tree school -> second-level unit -> branch.
struct Unit {
    UnitId id;
    std::string code;
    std::string name;
    std::vector<std::string> short_names;
    UnitKind kind = UnitKind::branch;
    UnitId parent;          ///< none for the school
    std::string rank_group; ///< may be empty
    std::string secretary;  ///< member code, may be empty
    Day active_from;
    std::optional<Day> active_to; ///< first day on which the unit no longer exists
};

/// Where a chat stands; decides what may be said in it.
enum class ChannelKind { group, direct };

/// What a configured chat group is for.
enum class GroupKind { administrators, unit, branch };

} // namespace tongbao

template <class Tag>
struct std::hash<tongbao::Id<Tag>> {
    std::size_t operator()(const tongbao::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
