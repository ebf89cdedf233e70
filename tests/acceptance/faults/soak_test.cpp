#include "tests/acceptance/faults/fault_test.hpp"
#include "tests/acceptance/faults/process_footprint.hpp"
#include "tests/acceptance/faults/soak.hpp"

/// A long run in short; `scripts/bench soak` is the long one.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;

class SoakTest : public FaultTest {
protected:
    Soak soak{place};
};

TEST_F(SoakTest, MemoryAndFilesStayFlatAndALongHistoryDoesNotSlowTheStart)
{
    soak.add_history(20000);
    const auto asked = std::chrono::steady_clock::now();
    auto service = place.start();
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 20s); // five on a quiet machine
    while (soak.rounds() < 4)
        ASSERT_TRUE(soak.round()) << place.log();
    const auto memory = resident_kb(service.process());
    const auto files = open_files(service.process());
    while (soak.rounds() < 8)
        ASSERT_TRUE(soak.round()) << place.log();
    EXPECT_LT(resident_kb(service.process()), memory + 8 * 1024);
    EXPECT_LE(open_files(service.process()), files + 4);
    EXPECT_EQ(static_cast<int>(platforms.received().size()), soak.sent());
    report(50, 1);
}

} // namespace
} // namespace tongbao::acceptance
