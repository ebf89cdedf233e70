#include "bot/clock.hpp"
#include "bot/delivery/lane_state.hpp"
#include "store/schema.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <random>

namespace tongbao::bot {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 4h};
constexpr MachineTime machine{7, 1h};

TEST(EndedAtLatest, IsExactWithinOneRunOfTheMachine)
{
    const store::AttemptEnd end{noon + 5h, MachineTime{7, 50min}}; // the clock was set since
    EXPECT_EQ(ended_at_latest(end, noon, machine), Uptime{50min});
}

TEST(EndedAtLatest, BelievesTheClockOverARestartOfTheMachineOnlyUpToItsUptime)
{
    const auto ago = [](Instant::duration time) { return store::AttemptEnd{noon - time, MachineTime{6, 50min}}; };
    EXPECT_EQ(ended_at_latest(ago(10min), noon, machine), Uptime{50min + 1s});
    EXPECT_EQ(ended_at_latest(ago(5h), noon, machine), Uptime{0});   // since the start for certain, before it perhaps
    EXPECT_EQ(ended_at_latest(ago(-5h), noon, machine), Uptime{1h}); // set back: it may have been just now
}

/// A program that paces itself by what it knows, and a platform that counts what arrives in true time.
class PacedProgram {
public:
    static constexpr adapters::Pace pace{5, 60s};

    explicit PacedProgram(unsigned seed) : random_(seed)
    {
        db_.execute("PRAGMA synchronous = OFF"); // what is tried here is no power loss
        start();
    }
    void live(int events)
    {
        for (int i = 0; i < events; ++i)
            one_event();
    }
    /// In true time, in order.
    std::vector<Uptime> arrivals() const
    {
        auto sorted = arrived_;
        std::ranges::sort(sorted);
        return sorted;
    }

private:
    struct InFlight {
        AttemptId attempt;
        bool arrived = false;
    };

    void one_event()
    {
        const auto dice = random_() % 100;
        if (dice < 55)
            pass(std::chrono::milliseconds{random_() % 6000});
        else if (dice < 75)
            begin();
        else if (dice < 95)
            end_one();
        else if (dice < 97)
            clock_.set(clock_.now_ms() + (random_() % 2 == 0 ? 1 : -1) * std::chrono::minutes{random_() % 90});
        else if (dice < 99)
            start();
        else
            reboot();
    }
    void pass(std::chrono::milliseconds time)
    {
        clock_.advance(time);
        true_time_ += time;
        for (auto& each : in_flight_)
            if (!each.arrived && random_() % 2 == 0)
                arrive(each);
    }
    void arrive(InFlight& each)
    {
        each.arrived = true;
        arrived_.push_back(true_time_);
    }
    void begin()
    {
        while (lane_.places(clock_.uptime()) > 0 && random_() % 3 != 0) {
            store::NewMessage message;
            message.dedup_key = std::to_string(++messages_);
            message.kind = "alert";
            message.target = "group-7";
            message.address = message.dedup_key;
            message.parts = {"body"};
            store::enqueue(db_, message, clock_.now());
            const auto part = store::due_parts(db_, "group-7", clock_.now() + 24h, 1).at(0);
            const auto attempt =
                store::record_intent(db_, {part.message, part.part, "lane-7", "boot", false}, clock_.now());
            lane_.begun();
            in_flight_.push_back({attempt.value(), false});
        }
    }
    void end_one()
    {
        if (in_flight_.empty())
            return;
        auto ended = in_flight_.front();
        in_flight_.erase(in_flight_.begin());
        if (!ended.arrived)
            arrive(ended);
        settle(ended.attempt);
        lane_.ended(clock_.uptime());
    }
    void settle(AttemptId attempt)
    {
        store::AttemptResult result;
        result.verdict = "sent";
        result.after = store::After::sent;
        store::record_outcome(db_, attempt, result, clock_.now(), clock_.machine_time());
    }
    /// The program starts, or is killed and starts again.
    void start()
    {
        for (auto& open : in_flight_) {
            if (!open.arrived)
                arrive(open);
            settle(open.attempt);
        }
        in_flight_.clear();
        lane_ = load_lane(db_, "lane-7", pace, clock_.now(), clock_.machine_time());
    }
    void reboot()
    {
        pass(std::chrono::milliseconds{random_() % 40000});
        clock_.reboot();
        start();
    }

    simulator::TemporaryFolder folder_;
    store::Connection db_ = store::open_database((folder_.path / "store.db").string());
    FakeClock clock_{noon};
    Uptime true_time_{0};
    std::mt19937 random_;
    Lane lane_;
    std::vector<InFlight> in_flight_;
    std::vector<Uptime> arrived_;
    int messages_ = 0;
};

TEST(Pace, IsNeverExceededInAnySlidingWindowOverRestartsAndClockSteps)
{
    for (unsigned seed = 1; seed <= 12; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        PacedProgram program(seed);
        program.live(1500);
        const auto seen = program.arrivals();
        const auto count = static_cast<std::size_t>(PacedProgram::pace.count);
        for (std::size_t i = count; i < seen.size(); ++i)
            ASSERT_GE(seen[i] - seen[i - count], PacedProgram::pace.period);
        EXPECT_GT(seen.size(), 50u); // and it does get on
    }
}

} // namespace
} // namespace tongbao::bot
