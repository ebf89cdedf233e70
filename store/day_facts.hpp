#pragma once

#include "store/activity.hpp"

namespace tongbao::store {

/// The activity of one day, looked up in ascending order of members: a merge where nearly all members are asked for, a
/// search where few are. Nothing may write to the table meanwhile.
class DayFacts {
public:
    DayFacts(Connection& db, Day day);

    /// True when the member has a row, which the functions below read. Members must ascend.
    bool find(MemberId member);
    int points() const { return static_cast<int>(rows_.integer(1)); }
    bool active() const { return rows_.integer(2) != 0; }
    std::optional<int> points_raw() const;
    Source source() const { return static_cast<Source>(rows_.integer(4)); }
    BatchId batch() const { return rows_.id<BatchId>(5); }

private:
    Statement rows_;
    Day day_;
    bool begun_ = false;
    MemberId at_; ///< of the row that rows_ is on
};

} // namespace tongbao::store
