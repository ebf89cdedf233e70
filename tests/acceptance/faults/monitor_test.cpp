#include "tests/acceptance/faults/http_call.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"

/// What operators see of a service that works, on a listener of its own.
namespace tongbao::acceptance {
namespace {

using testing::HasSubstr;
using testing::Not;

class MonitorTest : public MonitoredTest {
protected:
    static constexpr const char* group = "wecom-1";
    MonitorTest() { place.add_group(group); }
};

TEST_F(MonitorTest, TheNumbersAgreeWithTheLedgerAndHoldNothingPersonal)
{
    place.put_many(group, 3);
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(std::chrono::minutes(1))) << place.log();
    ASSERT_TRUE(becomes_ready()) << ask("/readyz").body;
    const auto numbers = ask("/metrics");
    EXPECT_EQ(numbers.status, 200);
    for (const auto* line : {"tongbao_attempt_outcomes_total{lane=\"wecom-1\",verdict=\"sent\"} 3\n",
                             "tongbao_queue_messages{lane=\"wecom-1\"} 0\n", "tongbao_auditor_satisfied 1\n",
                             "tongbao_store_commit_seconds_bucket", "process_resident_memory_bytes"})
        EXPECT_THAT(numbers.body, HasSubstr(line));
    EXPECT_THAT(numbers.body, Not(HasSubstr(read_ledger(place.database()).at(0).parts.at(0).body)));
    const auto status = nlohmann::json::parse(place.call({"status", "--json"}).output);
    EXPECT_EQ(status["service"]["audit"]["ready"], true);
}

TEST_F(MonitorTest, NeitherListenerAnswersForTheOther)
{
    const auto service = place.start();
    ASSERT_TRUE(becomes_ready()) << ask("/readyz").body;
    simulator::CallbackRequest request;
    request.method = "GET";
    for (const auto* path : {"/healthz", "/readyz", "/metrics"}) {
        request.url = service.url() + path;
        EXPECT_EQ(call(request).status, 404) << path;
    }
    EXPECT_EQ(ask("/wecom/bot").status, 404);
}

} // namespace
} // namespace tongbao::acceptance
