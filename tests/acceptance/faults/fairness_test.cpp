#include "tests/acceptance/faults/apps.hpp"
#include "tests/acceptance/faults/fault_test.hpp"

/// Groups that share one credential's pace, after the platform failed for all of them.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> ten_groups()
{
    std::vector<std::string> names;
    for (int number = 0; number < 10; ++number)
        names.push_back("dingtalk-cid" + std::to_string(number));
    return names;
}

/// A minute of the service passes in three seconds.
class FairnessTest : public FaultTest {
protected:
    static constexpr int each = 20;

    FairnessTest() : FaultTest({.clock_rate = 20}) {}

    /// The groups in the order in which people read the messages.
    std::vector<std::string> readers() const
    {
        std::vector<std::string> chats;
        for (const auto& entry : platforms.received(Apps::dingtalk))
            if (entry.fate == simulator::Fate::accepted)
                chats.push_back(entry.chat);
        return chats;
    }
    const std::vector<std::string> groups = ten_groups();
    Apps apps{place, {.groups = groups}};
};

/// The largest lead of one group over another, in messages, while each of them has some that wait: from when the last
/// group has come back until the first one has got all of its own.
int largest_lead(const std::vector<std::string>& readers, std::size_t groups, int each)
{
    std::map<std::string, int> seen;
    std::map<std::string, int> counted;
    int lead = 0;
    for (const auto& reader : readers) {
        const bool all_are_back = seen.size() == groups;
        if (++seen[reader] == each)
            break;
        if (!all_are_back)
            continue;
        ++counted[reader];
        int least = each;
        int most = 0;
        for (const auto& [group, count] : seen) {
            least = std::min(least, counted[group]);
            most = std::max(most, counted[group]);
        }
        lead = std::max(lead, most - least);
    }
    return lead;
}

TEST_F(FairnessTest, NoGroupGetsAheadOfTheOthersOfItsLaneAfterAStormOfFailures)
{
    std::vector<Letter> letters; // all of the first group are older than all of the second, and so on
    for (const auto& group : groups)
        for (int number = 1; number <= each; ++number)
            letters.push_back({group, "", "致" + group + "的第" + std::to_string(number) + "条"});
    apps.put(letters);
    constexpr int failures = 12;
    apps.misbehave(Apps::group_path_of_dingtalk, "http_error", 503, failures);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    const auto order = readers();
    ASSERT_EQ(order.size(), groups.size() * each);
    // One for the turn in which a group was served and another not yet, the rest for calls that take longer than
    // others. By age alone the first group would have all of its own before the last one has its second.
    EXPECT_LE(largest_lead(order, groups.size(), each), each / 4);
    reconcile_and_report(22, failures);
}

TEST(Lead, IsCountedOnlyWhileEachHasSomeThatWait)
{
    EXPECT_EQ(largest_lead({"a", "a", "b", "a", "b"}, 2, 9), 1);
    EXPECT_EQ(largest_lead({"a", "b", "a", "a", "a"}, 2, 9), 3);
    EXPECT_EQ(largest_lead({"a", "b", "a", "b", "b", "b"}, 2, 2), 0);
}

} // namespace
} // namespace tongbao::acceptance
