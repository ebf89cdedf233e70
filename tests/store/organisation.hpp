#pragma once

#include "store/activity.hpp"
#include "store/roster.hpp"
#include "store/units.hpp"
#include "tests/store/database_file.hpp"

namespace tongbao::store {

/// A school (XX) with the units WX (branches WX-01, WX-02) and SL (branch SL-01), and no members yet.
class OrganisationTest : public testing::Test {
protected:
    OrganisationTest()
    {
        db_.execute("PRAGMA synchronous = OFF");
    } // every statement commits: too many fsyncs for tests

    DatabaseFile file_;
    Connection db_ = open_database(file_.path);
    RollupRules rules_;
    UnitId school_ = add_unit("XX", UnitKind::school, {});
    UnitId wx_ = add_unit("WX", UnitKind::party_committee, school_);
    UnitId wx01_ = add_unit("WX-01", UnitKind::branch, wx_);
    UnitId wx02_ = add_unit("WX-02", UnitKind::branch, wx_);
    UnitId sl_ = add_unit("SL", UnitKind::party_committee, school_);
    UnitId sl01_ = add_unit("SL-01", UnitKind::branch, sl_);

    UnitId add_unit(const std::string& code, UnitKind kind, UnitId parent)
    {
        Unit unit;
        unit.code = code;
        unit.name = "单位" + code;
        unit.kind = kind;
        unit.parent = parent;
        unit.active_from = day(2020, 9, 1);
        return save_unit(db_, unit);
    }

    /// A member of WX-01, registered, since long ago.
    RosterRow row(const std::string& code) const
    {
        RosterRow found;
        found.row = 2;
        found.code = code;
        found.name = "成员" + code;
        found.unit = wx_;
        found.branch = wx01_;
        found.start = day(2025, 9, 1);
        found.registered_on = day(2025, 9, 10);
        return found;
    }

    RosterOutcome roster(const std::vector<RosterRow>& rows) { return apply_roster(db_, rows, rules_); }

    MemberId member(const std::string& code) { return find_member(db_, code)->id; }

    BatchId new_batch()
    {
        Batch batch;
        batch.sha256 = "sha-" + std::to_string(++batches_);
        return add_batch(db_, batch);
    }

    ActivityRow points(const std::string& code, Day on, int value)
    {
        return {on, member(code), value, std::nullopt, value > 0};
    }

    ActivityOutcome import(const std::vector<ActivityRow>& rows, const std::vector<Covered>& covered,
                           Source source = Source::export_file)
    {
        return apply_activity(db_, new_batch(), source, rows, covered, rules_);
    }

    std::optional<UnitDay> unit_day(UnitId unit, Day on)
    {
        const auto found = unit_days(db_, unit, {WindowKind::week, on, on + std::chrono::days{1}});
        return found.empty() ? std::nullopt : std::optional(found.front());
    }

private:
    int batches_ = 0;
};

} // namespace tongbao::store
