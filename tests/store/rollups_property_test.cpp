#include "tests/store/organisation.hpp"

#include <cstdlib>
#include <random>

using namespace tongbao;
using namespace tongbao::store;
using std::chrono::days;

namespace {

const Day first_day = day(2026, 9, 1);
constexpr int period_days = 40;
constexpr int member_count = 30;

/// TONGBAO_SEED=n repeats a failure.
unsigned seed()
{
    const char* given = std::getenv("TONGBAO_SEED");
    return given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : 20260914u;
}

/// Does to the organisation what months of imports and commands would.
class RandomHistory : public OrganisationTest {
protected:
    std::mt19937 random_{seed()};

    int up_to(int last) { return std::uniform_int_distribution<int>(0, last)(random_); }
    bool one_in(int n) { return up_to(n - 1) == 0; }
    Day some_day() { return first_day + days{up_to(period_days - 1)}; }
    std::string some_code() { return std::to_string(1 + up_to(member_count - 1)); }

    void settle(RosterRow& stated)
    {
        const std::vector<std::pair<UnitId, UnitId>> places = {
            {wx_, wx01_}, {wx_, wx02_}, {sl_, sl01_}, {sl_, sl_}, {wx_, {}}};
        std::tie(stated.unit, stated.branch) = places[static_cast<std::size_t>(up_to(4))];
    }

    RosterRow restated(const Membership& membership, const std::string& code)
    {
        auto stated = row(code);
        stated.unit = membership.unit;
        stated.branch = membership.branch;
        stated.start = membership.start;
        stated.end = membership.end;
        stated.party_status = membership.party_status;
        stated.registered_on = membership.registered_on;
        return stated;
    }

    std::optional<RosterRow> latest_row(const std::string& code)
    {
        const auto known = find_member(db_, code);
        if (!known)
            return std::nullopt;
        return restated(memberships_of(db_, known->id).back(), code);
    }

    void join()
    {
        auto stated = row(some_code());
        stated.start = some_day() - days{up_to(20)};
        stated.registered_on = one_in(3) ? std::nullopt : std::optional(some_day());
        settle(stated);
        roster({stated}); // refused when it overlaps: that is part of the history
    }

    void leave()
    {
        if (auto stated = latest_row(some_code())) {
            stated->end = std::max(stated->start, some_day());
            roster({*stated});
        }
    }

    void transfer()
    {
        const auto code = some_code();
        if (auto old_row = latest_row(code)) {
            auto new_row = *old_row;
            new_row.start = old_row->start + days{1 + up_to(period_days)};
            settle(new_row);
            old_row->end = new_row.start;
            roster({*old_row, new_row});
        }
    }

    void register_member()
    {
        if (auto stated = latest_row(some_code())) {
            stated->registered_on = one_in(4) ? std::nullopt : std::optional(some_day());
            roster({*stated});
        }
    }

    void exempt()
    {
        const auto known = find_member(db_, some_code());
        if (!known)
            return;
        const Day start = some_day();
        const auto end = one_in(4) ? std::nullopt : std::optional(start + days{1 + up_to(9)});
        if (one_in(3))
            for (const auto& exemption : exemptions_of(db_, known->id))
                end_exemption(db_, known->id, exemption.start, rules_);
        else
            add_exemption(db_, {known->id, start, end, "OTHER"}, rules_);
    }

    void exempt_by_roster()
    {
        if (auto stated = latest_row(some_code())) {
            stated->exempt = !one_in(3);
            if (!one_in(3))
                stated->exempt_until = some_day();
            roster({*stated});
        }
    }

    void import_file()
    {
        std::vector<ActivityRow> rows;
        std::vector<Covered> covered;
        const Day from = some_day();
        for (Day at = from; at < from + days{1 + up_to(2)}; at += days{1}) {
            for (const UnitId unit : {wx_, sl_})
                if (!one_in(4))
                    covered.push_back({at, unit});
            for (int number = 1; number <= member_count; ++number)
                if (const auto known = find_member(db_, std::to_string(number)); known && !one_in(5))
                    rows.push_back({at, known->id, one_in(2) ? 0 : up_to(60), std::nullopt, one_in(2)});
        }
        const auto source = static_cast<Source>(up_to(3));
        import(rows, covered, source);
    }

    void correct_one()
    {
        if (const auto known = find_member(db_, some_code()))
            import({{ some_day(), known->id, up_to(60), std::nullopt, one_in(2) }}, {}, Source::manual);
    }

    void state_party_status()
    {
        if (auto stated = latest_row(some_code())) {
            stated->party_status = static_cast<PartyStatus>(up_to(4));
            roster({*stated});
        }
    }

    void happen()
    {
        using Event = void (RandomHistory::*)();
        const std::vector<Event> events = {&RandomHistory::join,
                                           &RandomHistory::join,
                                           &RandomHistory::leave,
                                           &RandomHistory::transfer,
                                           &RandomHistory::register_member,
                                           &RandomHistory::exempt,
                                           &RandomHistory::exempt_by_roster,
                                           &RandomHistory::import_file,
                                           &RandomHistory::import_file,
                                           &RandomHistory::correct_one};
        if (one_in(25))
            state_party_status();
        else
            (this->*events[static_cast<std::size_t>(up_to(static_cast<int>(events.size()) - 1))])();
    }

    bool states_party_status() { return db_.prepare("SELECT 1 FROM membership WHERE party_status <> 0").step(); }

    /// Domain/metrics.md §3 read aloud, one member after the other.
    UnitDay count_by_hand(UnitId unit, Day at)
    {
        UnitDay sum;
        sum.day = at;
        sum.unit = unit;
        const bool party_only = states_party_status();
        for (int number = 1; number <= member_count; ++number) {
            const auto known = find_member(db_, std::to_string(number));
            const auto membership = known ? membership_on(db_, known->id, at) : std::nullopt;
            if (!membership || membership->unit != unit)
                continue;
            const bool in_party =
                membership->party_status == PartyStatus::full || membership->party_status == PartyStatus::probationary;
            if (party_only && !in_party)
                continue;
            bool registered = false;
            std::optional<Day> first;
            for (const auto& stay : memberships_of(db_, known->id)) {
                if (stay.end == stay.start)
                    continue;
                registered |= stay.registered_on && *stay.registered_on <= at;
                first = first.value_or(stay.start);
            }
            bool due = at >= *first + days{rules_.grace_days};
            for (const auto& exemption : exemptions_of(db_, known->id))
                due &= at < exemption.start || (exemption.end && at >= *exemption.end);
            const auto rows = activity_of(db_, known->id, at, at + days{1});
            const bool active = !rows.empty() && rows[0].active;
            const int scored = rows.empty() ? 0 : rows[0].points;
            sum.roster += 1;
            sum.registered += registered;
            sum.base += due;
            sum.active += due && active;
            sum.points += due ? scored : 0;
            sum.base_registered += due && registered;
            sum.active_registered += due && registered && active;
            sum.points_registered += due && registered ? scored : 0;
        }
        return sum;
    }

    /// The rows as they lie in the table.
    std::vector<std::vector<std::int64_t>> table(const char* sql)
    {
        auto query = db_.prepare(sql);
        std::vector<std::vector<std::int64_t>> rows;
        while (query.step()) {
            auto& row_of = rows.emplace_back();
            for (int column = 0; column < 11; ++column)
                row_of.push_back(query.integer(column));
        }
        return rows;
    }
};

TEST_F(RandomHistory, RollupsAlwaysEqualTheOnesRebuiltFromFacts)
{
    SCOPED_TRACE("TONGBAO_SEED=" + std::to_string(seed()));
    const char* all = "SELECT * FROM unit_day ORDER BY day, unit, within";
    std::size_t most = 0;
    for (int event = 0; event < 400; ++event) {
        happen();
        const auto kept = table(all);
        rebuild_rollups(db_, rules_);
        ASSERT_EQ(kept, table(all)) << "after event " << event;
        most = std::max(most, kept.size());
    }
    EXPECT_GT(most, 100u); // the history was not an empty one
}

TEST_F(RandomHistory, RollupsEqualACountByHand)
{
    SCOPED_TRACE("TONGBAO_SEED=" + std::to_string(seed()));
    for (int event = 0; event < 200; ++event) {
        happen();
        if (event % 20 != 19)
            continue;
        for (const auto& [at, unit] : coverage(db_, {WindowKind::week, first_day, first_day + days{2 * period_days}}))
            ASSERT_EQ(unit_day(unit, at), count_by_hand(unit, at)) << "after event " << event;
    }
}

TEST_F(RandomHistory, LastActiveAlwaysEqualsTheOneOfTheFacts)
{
    SCOPED_TRACE("TONGBAO_SEED=" + std::to_string(seed()));
    for (int event = 0; event < 300; ++event) {
        happen();
        const auto kept =
            table("SELECT member, day, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM member_last_active ORDER BY member");
        ASSERT_EQ(kept, table("SELECT member, max(day), 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM activity WHERE active = 1 "
                              "GROUP BY member ORDER BY member"))
            << "after event " << event;
    }
}

TEST_F(RandomHistory, MembershipsNeverOverlap)
{
    SCOPED_TRACE("TONGBAO_SEED=" + std::to_string(seed()));
    for (int event = 0; event < 300; ++event)
        happen();
    EXPECT_FALSE(db_.prepare("SELECT 1 FROM membership a JOIN membership b ON a.member = b.member "
                             "AND a.start_day < b.start_day AND (a.end_day IS NULL OR a.end_day > b.start_day) "
                             "WHERE b.end_day IS NULL OR b.end_day > b.start_day")
                     .step());
}

} // namespace
