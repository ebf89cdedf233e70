#include "adapters/http_verdict.hpp"

#include "adapters/crypto.hpp"

#include <gtest/gtest.h>

using namespace tongbao::adapters;
using namespace std::chrono_literals;

namespace {

Exchange answered(int status, std::vector<std::pair<std::string, std::string>> headers = {})
{
    return HttpReply{status, std::move(headers), ""};
}

std::optional<std::chrono::seconds> wait_of(const std::string& value)
{
    return retry_after(*answered(429, {{"date", "Mon, 21 Sep 2026 01:00:00 GMT"}, {"retry-after", value}}));
}

} // namespace

TEST(HttpVerdict, AFailureBeforeTheFirstByteIsRetried)
{
    EXPECT_EQ(transport_verdict(HttpFailure{"host: connect: refused", false})->verdict, Verdict::retry);
}

TEST(HttpVerdict, AFailureAfterBytesLeftIsUncertain)
{
    EXPECT_EQ(transport_verdict(HttpFailure{"host: read: reset", true})->verdict, Verdict::uncertain);
}

TEST(HttpVerdict, TooManyRequestsAndUnavailableWereNotProcessed)
{
    EXPECT_EQ(transport_verdict(answered(429))->verdict, Verdict::retry);
    EXPECT_EQ(transport_verdict(answered(503))->verdict, Verdict::retry);
}

TEST(HttpVerdict, RetryAfterDefersWithoutSpendingAnAttempt)
{
    const auto outcome = transport_verdict(answered(429, {{"retry-after", "7"}}));
    EXPECT_EQ(outcome->verdict, Verdict::deferred);
    EXPECT_EQ(outcome->wait, 7s);
}

TEST(HttpVerdict, AnyOtherStatusThan200IsUncertain)
{
    for (const int status : {204, 301, 302, 307, 400, 401, 403, 404, 500, 502, 504})
        EXPECT_EQ(transport_verdict(answered(status))->verdict, Verdict::uncertain) << status;
}

TEST(HttpVerdict, Status200LeavesTheVerdictToTheBody)
{
    EXPECT_FALSE(transport_verdict(answered(200)));
}

TEST(HttpVerdict, RetryAfterIsObeyedBetweenASecondAndAnHour)
{
    EXPECT_EQ(wait_of("30"), 30s);
    EXPECT_EQ(wait_of("0"), 1s);
    EXPECT_EQ(wait_of("315360000"), 1h);
    EXPECT_EQ(wait_of("99999999999999999999999"), 1h);
}

TEST(HttpVerdict, RetryAfterAsADateCountsFromTheAnswersOwnDate)
{
    EXPECT_EQ(wait_of("Mon, 21 Sep 2026 01:02:00 GMT"), 2min);
    EXPECT_EQ(wait_of("Mon, 21 Sep 2036 01:02:00 GMT"), 1h);
    EXPECT_EQ(wait_of("Mon, 21 Sep 2026 00:59:00 GMT"), 1s);
}

TEST(HttpVerdict, SenselessRetryAfterWaitsAMinute)
{
    EXPECT_EQ(wait_of("-5"), 1min);
    EXPECT_EQ(wait_of("soon"), 1min);
}

TEST(HttpVerdict, OperatorsReadOneShortLineWithoutSecrets)
{
    const std::string key = "key+with/odd=letters";
    const auto line = for_operators(
        "x\n" + key + " " + percent_encode(key) + " " + base64_encode(key) + std::string(300, 'y'), {key});
    EXPECT_EQ(line.substr(0, 14), "x *** *** ***y");
    EXPECT_EQ(line.size(), 200u);
}

TEST(HttpVerdict, ACutLineEndsInAWholeCharacter)
{
    std::string text = "a";
    for (int i = 0; i < 100; ++i)
        text += "学";
    EXPECT_EQ(for_operators(text, {}).size(), 199u); // 1 + 66 * 3
}
