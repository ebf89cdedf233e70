#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

struct ActiveDay {
    MemberId member;
    Day day;
    friend auto operator<=>(const ActiveDay&, const ActiveDay&) = default;
};
using ActiveDays = std::vector<ActiveDay>;

/// The last day with any activity.
std::optional<Day> last_active(Connection& db, MemberId member);

/// The members were active on these days.
void raise_last_active(Connection& db, ActiveDays active);
/// The members turned out not to have been active on these days. The facts already say so.
void lower_last_active(Connection& db, const ActiveDays& withdrawn);

} // namespace tongbao::store
