#include "tests/acceptance/faults/apps.hpp"
#include "tests/acceptance/faults/monitored_test.hpp"

#include <csignal>

/// Access tokens that stop being taken while many messages are on their way.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

struct Platform {
    const char* name;
    const char* app;
    const char* token_path;
    const char* send_path;
};

constexpr Platform both[] = {
    {"Wecom", Apps::wecom, Apps::token_path_of_wecom, Apps::send_path_of_wecom},
    {"Dingtalk", Apps::dingtalk, Apps::token_path_of_dingtalk, Apps::send_path_of_dingtalk},
};

std::vector<std::string> numbered_members(int count)
{
    std::vector<std::string> members;
    for (int number = 1; number <= count; ++number)
        members.push_back("member" + std::to_string(number));
    return members;
}

class TokenTest : public MonitoredTest, public testing::WithParamInterface<Platform> {
protected:
    static constexpr int people = 24;

    /// Each gets a text of their own, so that each is a call of its own.
    void write_to_all(const std::string& round)
    {
        std::vector<Letter> letters;
        for (const auto& member : members)
            letters.push_back({GetParam().app, member, round + member});
        apps.put(letters);
    }
    int tokens_fetched() const { return apps.calls(GetParam().token_path); }
    int sent() const { return count_in(ledger(), "sent"); }
    void keep(const std::string& secret) { secrets_.push_back(secret); }
    void keep_token() { keep(apps.token_of(GetParam().app)); }
    void expect_no_secret_told() const
    {
        ASSERT_FALSE(secrets_.empty());
        const std::string all = place.log() + ask("/metrics").body + place.call({"status", "--json"}).output;
        for (const auto& secret : secrets_) {
            ASSERT_FALSE(secret.empty());
            EXPECT_THAT(all, Not(HasSubstr(secret)));
        }
    }
    const std::vector<std::string> members = numbered_members(people);
    Apps apps{place, {.members = members}};

private:
    std::vector<std::string> secrets_;
};

TEST_P(TokenTest, ManyWaitForOneRequestAndAnExpiredOneIsRenewedOnceForAll)
{
    apps.misbehave(GetParam().token_path, "delayed", "1500");
    write_to_all("第一轮");
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    EXPECT_EQ(tokens_fetched(), 1);
    EXPECT_EQ(apps.calls(GetParam().send_path), people) << "sent before there was a token";
    keep_token();
    apps.order(GetParam().app, "expire_token");
    apps.misbehave(GetParam().token_path, "delayed", "1500");
    write_to_all("第二轮");
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    EXPECT_EQ(tokens_fetched(), 2) << "more than one renewal for one expiry";
    keep_token();
    EXPECT_EQ(sent(), 2 * people);
    for (const auto& each : ledger())
        EXPECT_EQ(each.parts.at(0).attempts, 1) << each.key << " paid for the renewal";
    expect_no_secret_told();
    EXPECT_EQ(reconcile_and_report(23, 1).repeated, 0);
}

TEST_P(TokenTest, TokensThatStopBeingTakenUnderLoadLoseNothing)
{
    const auto service = place.start();
    constexpr int rounds = 4;
    for (int round = 1; round <= rounds; ++round) {
        write_to_all("第" + std::to_string(round) + "轮");
        const int half = (2 * round - 1) * people / 2;
        ASSERT_TRUE(holds_soon([&] { return sent() >= half; })) << place.log();
        keep_token();
        apps.order(GetParam().app, round % 2 == 0 ? "expire_token" : "forget_token");
    }
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    EXPECT_EQ(sent(), rounds * people);
    EXPECT_LE(tokens_fetched(), rounds + 1);
    expect_no_secret_told();
    EXPECT_EQ(reconcile_and_report(23, rounds).repeated, 0);
}

TEST_P(TokenTest, AResetSecretStopsTheAppTellsTheOperatorsAndWorksAfterAReload)
{
    write_to_all("重置前");
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    keep_token();
    const std::string fresh = "second+secret/of=" + std::string(GetParam().app);
    keep(apps.secret_of(GetParam().app));
    keep(fresh);
    apps.order(GetParam().app, "change_secret", {{"secret", fresh}});
    const int before = tokens_fetched();
    write_to_all("重置后");
    ASSERT_TRUE(holds_soon([&] { return !platforms.received(operators).empty(); })) << place.log();
    EXPECT_THAT(platforms.received(operators)[0].content, HasSubstr(GetParam().app));
    EXPECT_LE(tokens_fetched(), before + 3) << "a hot loop";
    EXPECT_EQ(sent(), people + 1); // those before, and the alert
    apps.write_secret(GetParam().app, fresh);
    service.process().send(SIGHUP);
    ASSERT_TRUE(all_end_within(120s)) << place.log();
    keep_token();
    const int dead = count_in(ledger(), "dead");
    EXPECT_EQ(sent(), 2 * people + 1 - dead);
    EXPECT_LE(dead, 1) << "one tries, the others wait for the credential";
    expect_no_secret_told();
    EXPECT_EQ(reconcile_and_report(23, 1).repeated, 0);
}

INSTANTIATE_TEST_SUITE_P(Both, TokenTest, testing::ValuesIn(both), [](const auto& each) { return each.param.name; });

} // namespace
} // namespace tongbao::acceptance
