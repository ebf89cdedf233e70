#include "store/fence.hpp"
#include "tests/bot/delivery/delivery_fixture.hpp"

namespace tongbao::bot {
namespace {

/// The run of before, which stood still while another one began.
class FenceTest : public DeliveryTest {
protected:
    void begin_another_run()
    {
        in_store([](store::Connection& c) {
            store::take_over(c, "another");
            return 0;
        });
    }
};

TEST_F(FenceTest, ARunThatAnotherHasReplacedSendsNothingMore)
{
    enqueue("one");
    deliver_due();
    ASSERT_EQ(robot.received().size(), 1u);
    begin_another_run();
    const auto waiting = enqueue("two");
    EXPECT_THROW(run(delivery->step(clock.now())), store::TakenOver);
    EXPECT_EQ(robot.received().size(), 1u);
    EXPECT_EQ(field(waiting, "state"), "queued");
}

TEST_F(FenceTest, TheRunThatBeginsLastIsInCharge)
{
    begin_another_run();
    start();
    enqueue("one");
    deliver_due();
    EXPECT_EQ(robot.received().size(), 1u);
}

} // namespace
} // namespace tongbao::bot
