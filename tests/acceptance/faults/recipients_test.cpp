#include "tests/acceptance/faults/apps.hpp"
#include "tests/acceptance/faults/fault_test.hpp"

/// One call to several people, of whom not all can be reached.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

/// A minute of the service passes in a second.
class RecipientsTest : public FaultTest {
protected:
    RecipientsTest() : FaultTest({.clock_rate = 60}) {}

    static constexpr const char* text = "请于周五前完成学习";
    void write_to(const std::string& app, const std::vector<std::string>& members)
    {
        std::vector<Letter> letters;
        for (const auto& member : members)
            letters.push_back({app, member, text});
        apps.put(letters);
    }
    LedgerMessage to(const std::string& app, const std::string& member) const
    {
        return message(Letter{app, member, text}.key());
    }
    /// How often each read it.
    std::map<std::string, int> read_by(const std::string& app) const
    {
        std::map<std::string, int> times;
        for (const auto& receipt : platforms.received(app))
            if (receipt.fate == simulator::Fate::accepted)
                for (const auto& member : receipt.notified)
                    ++times[member];
        return times;
    }
    Apps apps{place, {.members = {"good1", "good2", "good3", "slow", "unlicensed"}, .unlicensed = {"unlicensed"}}};
    const std::map<std::string, int> good_ones_once{{"good1", 1}, {"good2", 1}, {"good3", 1}};
};

TEST_F(RecipientsTest, OfAWecomCallEachEndsByHimselfAndTheGoodOnesAreWrittenToOnce)
{
    write_to(Apps::wecom, {"good1", "gone", "good2", "unlicensed", "good3"});
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    for (const auto* good : {"good1", "good2", "good3"})
        EXPECT_EQ(to(Apps::wecom, good).state, "sent") << good;
    for (const auto* bad : {"gone", "unlicensed"}) {
        EXPECT_EQ(to(Apps::wecom, bad).state, "dead") << bad;
        EXPECT_FALSE(to(Apps::wecom, bad).reason.empty()) << bad;
        EXPECT_EQ(to(Apps::wecom, bad).parts.at(0).attempts, 1) << bad;
    }
    EXPECT_EQ(read_by(Apps::wecom), good_ones_once);
    EXPECT_EQ(platforms.received(Apps::wecom).size(), 1u) << "one call for equal texts";
    EXPECT_EQ(reconcile_and_report(24, 1).repeated, 0);
}

TEST_F(RecipientsTest, OfADingtalkCallTheThrottledOneIsTriedAgainAloneAndTheGoodOnesNever)
{
    apps.order(Apps::dingtalk, "throttle", {{"users", {"slow"}}});
    write_to(Apps::dingtalk, {"good1", "gone", "slow", "good2", "good3"});
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return to(Apps::dingtalk, "good3").state == "sent"; })) << place.log();
    EXPECT_EQ(to(Apps::dingtalk, "gone").state, "dead");
    EXPECT_EQ(read_by(Apps::dingtalk), good_ones_once);
    apps.order(Apps::dingtalk, "throttle", {{"users", nlohmann::json::array()}});
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(to(Apps::dingtalk, "slow").state, "sent");
    auto everybody = good_ones_once;
    everybody["slow"] = 1;
    EXPECT_EQ(read_by(Apps::dingtalk), everybody);
    EXPECT_EQ(reconcile_and_report(24, 1).repeated, 0);
}

TEST_F(RecipientsTest, ACallThatReachesNobodyEndsEveryMessageWithItsReason)
{
    for (const auto* app : {Apps::wecom, Apps::dingtalk})
        write_to(app, {"gone1", "gone2"});
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    for (const auto* app : {Apps::wecom, Apps::dingtalk})
        for (const auto* gone : {"gone1", "gone2"}) {
            EXPECT_EQ(to(app, gone).state, "dead") << app << gone;
            EXPECT_FALSE(to(app, gone).reason.empty());
        }
    EXPECT_THAT(read_by(Apps::wecom), IsEmpty());
    EXPECT_EQ(reconcile_and_report(24, 2).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
