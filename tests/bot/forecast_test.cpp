#include "bot/forecast.hpp"
#include "store/attempts.hpp"
#include "tests/bot/delivery/delivery_fixture.hpp"

namespace tongbao::bot {

class ForecastTest : public DeliveryTest {
protected:
    std::optional<Instant> expected(MessageId id)
    {
        const std::vector<Target> targets{{"group-7", "wecom-7", &*wecom}};
        return in_store([&](store::Connection& c) {
            return Forecast(c, targets, clock).begin(store::find_message(c, id).value());
        });
    }
};

TEST_F(ForecastTest, AMessageWaitsForThoseAheadInItsLane)
{
    MessageId last;
    for (int i = 0; i < 19; ++i)
        last = enqueue("m" + std::to_string(i));
    EXPECT_EQ(expected(last), clock.now() + 60s);
    deliver_due();
    advance(20s);
    EXPECT_EQ(expected(last), clock.now() + 40s);
}

TEST_F(ForecastTest, AThrottleAndANextTryCount)
{
    robot.answer_next(R"({"errcode":45009,"errmsg":"api freq out of limit"})");
    const auto id = enqueue("周通报");
    deliver_due();
    EXPECT_EQ(expected(id), clock.now() + 60s);
}

TEST_F(ForecastTest, SaysNothingOfWhatIsNotQueuedOrGoesNowhere)
{
    const auto sent = enqueue("周通报");
    deliver_due();
    EXPECT_FALSE(expected(sent));
    EXPECT_FALSE(expected(enqueue("a", "nowhere")));
}

TEST(QueuedText, NamesTheDayOnlyWhenItIsAnother)
{
    const Instant morning{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h};
    EXPECT_EQ(queued_text(morning + 14min, morning), "排队中，预计 9:14");
    EXPECT_EQ(queued_text(morning + 23h + 5min, morning), "排队中，预计 9月22日 8:05");
}

} // namespace tongbao::bot
