#include "bot/monitor/audit.hpp"

#include "bot/monitor/pulses.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

const Instant looked_at{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21}};

std::vector<std::string> words(const AuditFacts& facts)
{
    std::vector<std::string> found;
    for (const auto& finding : audit(facts, {}, looked_at))
        found.push_back(finding.what);
    return found;
}

} // namespace

TEST(Audit, NothingOldMeansNothingFound)
{
    AuditFacts facts;
    facts.open_attempt = looked_at - 10s;
    facts.question = looked_at - 10s;
    facts.waiting_run = looked_at - 24h;
    facts.file = looked_at - 60s;
    EXPECT_THAT(audit(facts, {}, looked_at), IsEmpty());
}

TEST(Audit, EachThingThatStoodStillTooLongIsFound)
{
    AuditFacts facts;
    facts.open_attempt = looked_at - 121s;
    facts.question = looked_at - 121s;
    facts.missing_run = looked_at - 3601s;
    facts.file = looked_at - 1201s;
    EXPECT_THAT(words(facts), ElementsAre("attempt_open", "question_unanswered", "run_missing", "file_left"));
}

TEST(Audit, FindingsNameWhatTheyAreAbout)
{
    AuditFacts facts;
    facts.silent_loops = {"schedule"};
    facts.stuck_targets = {"wecom-admins"};
    const auto found = audit(facts, {}, looked_at);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_THAT(found[0].text, HasSubstr("the schedule loop"));
    EXPECT_THAT(found[1].text, HasSubstr("wecom-admins"));
    EXPECT_THAT(chinese(found[1]), HasSubstr("“wecom-admins”"));
}

TEST(Audit, ABotIsFoundDeafAfterAQuarterOfAnHourWithoutItsConnection)
{
    AuditFacts facts;
    facts.deaf_bots = {{"evicted", looked_at - 901s}, {"just-lost", looked_at - 900s}};
    const auto found = audit(facts, {}, looked_at);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].what, "bot_deaf");
    EXPECT_THAT(chinese(found[0]), HasSubstr("“evicted”"));
}

TEST(Audit, UnconfirmedRestoreIsFoundUntilAPersonHasLooked)
{
    AuditFacts facts;
    facts.restored = looked_at;
    EXPECT_THAT(words(facts), ElementsAre("restore_unconfirmed"));
}

TEST(Pulses, LoopIsSilentOnlyAfterItsLongestPause)
{
    Pulses pulses;
    const Pulses::Steady::time_point start{};
    pulses.expect("delivery", 5s, start);
    pulses.expect("schedule", 60s, start);
    EXPECT_THAT(pulses.silent(start + 5s), IsEmpty());
    EXPECT_THAT(pulses.silent(start + 6s), ElementsAre("delivery"));
    pulses.beat("delivery", start + 6s);
    EXPECT_THAT(pulses.silent(start + 7s), IsEmpty());
    EXPECT_THAT(pulses.silent(start + 61s), ElementsAre("delivery", "schedule"));
}
