#include "tests/acceptance/faults/fault_test.hpp"

/// What a platform, or something on the way that passes itself off as one, may answer.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

struct Answer {
    const char* behaviour;
    const char* argument;
};

class AnswersTest : public FaultTest {
protected:
    /// A group of `kind` (wecom or dingtalk) for each answer, with one message that is held when it is uncertain.
    void give_each_a_group(const std::string& kind, const std::vector<Answer>& answers)
    {
        for (const auto& answer : answers) {
            const auto group = kind + "-" + std::to_string(++groups_);
            place.add_group(group);
            platforms.always_misbehave(group, answer.behaviour, answer.argument);
            put_.push_back({.key = group, .group = group, .texts = {"通报 " + group}, .resend = false});
        }
    }
    void deliver()
    {
        place.put(put_);
        const auto service = place.start();
        ASSERT_TRUE(all_end_within(90s)) << place.log();
    }
    int groups_ = 0;
    std::vector<Seed> put_;
};

TEST_F(AnswersTest, NoUnreadableAnswerCountsAsSent)
{
    const std::vector<Answer> answers{{"accept_then_reset", ""}, {"reset_before_acceptance", ""},
                                      {"accept_then_close", ""}, {"half_answer", ""},
                                      {"html_login_page", ""},   {"without_errcode", ""},
                                      {"http_error", "502"},     {"accept_then_http_error", "500"}};
    give_each_a_group("wecom", answers);
    give_each_a_group("dingtalk", answers);
    deliver();
    for (const auto& seed : put_) {
        const auto ended = message(seed.key);
        EXPECT_EQ(ended.state, "uncertain_held") << seed.key << " " << ended.reason;
        EXPECT_THAT(ended.reason, Not(HasSubstr(place.secret_of(seed.group)))) << "a secret in a reason";
        EXPECT_THAT(place.log(), Not(HasSubstr(place.secret_of(seed.group)))) << "a secret in the log";
    }
    reconcile_and_report(16, groups_);
}

TEST_F(AnswersTest, AnUncertainMessageThatMayBeResentIsCopiedOnceAndFlagged)
{
    place.add_group("wecom-1");
    platforms.misbehave("wecom-1", "accept_then_reset");
    place.put({{.key = "one", .group = "wecom-1", .texts = {"通报"}}});
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(60s)) << place.log();
    EXPECT_EQ(message("one").state, "sent");
    const auto seen = reconcile_and_report(16, 1);
    EXPECT_EQ(seen.repeated, 1);
    EXPECT_EQ(seen.flagged, 1);
}

TEST_F(AnswersTest, AnEndlessAnswerIsCutOff)
{
    give_each_a_group("wecom", {{"endless_body", ""}});
    give_each_a_group("dingtalk", {{"endless_body", ""}});
    deliver();
    for (const auto& seed : put_)
        EXPECT_EQ(message(seed.key).state, "uncertain_held");
    reconcile_and_report(17, groups_);
}

TEST_F(AnswersTest, ARedirectIsNotFollowed)
{
    Folder folder;
    const Platforms elsewhere(folder.path());
    elsewhere.order("/add", {{"kind", "wecom_robot"}, {"name", "trap"}, {"key", "k"}});
    const std::string trap = elsewhere.base_url() + "/cgi-bin/webhook/send?key=k";
    give_each_a_group("wecom", {{"redirect", trap.c_str()}, {"redirect", "https://localhost/cgi-bin/webhook/send"}});
    give_each_a_group("dingtalk", {{"redirect", trap.c_str()}, {"redirect", "http://169.254.169.254/latest"}});
    deliver();
    for (const auto& seed : put_)
        EXPECT_NE(message(seed.key).state, "sent");
    EXPECT_TRUE(elsewhere.received().empty()) << "the redirect was followed";
    reconcile_and_report(18, groups_);
}

} // namespace
} // namespace tongbao::acceptance
