#include "store/day_facts.hpp"

#include <limits>

namespace tongbao::store {
namespace {

constexpr MemberId past_all{std::numeric_limits<std::int64_t>::max()};
constexpr int max_steps = 8; ///< further away, a search is cheaper

} // namespace

DayFacts::DayFacts(Connection& db, Day day)
    : rows_(db.prepare("SELECT member, points, active, points_raw, source, batch FROM activity "
                       "WHERE day = $1 AND member >= $2 ORDER BY member")),
      day_(day)
{
}

bool DayFacts::find(MemberId member)
{
    for (int steps = begun_ ? 0 : max_steps; at_ < member; ++steps) {
        if (steps == max_steps) {
            rows_.reset();
            rows_.bind(day_, member);
        }
        at_ = rows_.step() ? rows_.id<MemberId>(0) : past_all;
    }
    begun_ = true;
    return at_ == member;
}

std::optional<int> DayFacts::points_raw() const
{
    return rows_.null(3) ? std::nullopt : std::optional(static_cast<int>(rows_.integer(3)));
}

} // namespace tongbao::store
