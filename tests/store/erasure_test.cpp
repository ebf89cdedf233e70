#include "store/erasure.hpp"

#include "store/attempts.hpp"
#include "store/audit.hpp"
#include "store/bindings.hpp"
#include "store/cards.hpp"
#include "store/outbox_desk.hpp"
#include "store/queued_rows.hpp"
#include "store/requests.hpp"
#include "tests/store/organisation.hpp"

#include <algorithm>

using namespace tongbao;
using namespace tongbao::store;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21}};

std::string digest(std::string_view text)
{
    return "digest of " + std::string(text);
}

/// 甲 and 乙 studied from Monday to Sunday, all days are covered.
class ErasureTest : public OrganisationTest {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(roster({row("甲"), row("乙")}).errors.empty());
        std::vector<ActivityRow> rows;
        std::vector<Covered> covered;
        for (int i = 0; i < 7; ++i) {
            covered.push_back({monday + days{i}, wx_});
            rows.push_back(points("甲", monday + days{i}, 40));
            rows.push_back(points("乙", monday + days{i}, 20));
        }
        import(rows, covered);
    }

    std::int64_t count(const std::string& from)
    {
        auto query = db_.prepare("SELECT count(*) FROM " + from);
        query.step();
        return query.integer(0);
    }

    MessageId say(const std::string& key, const std::string& address)
    {
        NewMessage message;
        message.dedup_key = key;
        message.kind = "reminder";
        message.target = "direct";
        message.address = address;
        message.parts = {"提醒内容"};
        return enqueue(db_, message, now).id;
    }

    void finish(MessageId id)
    {
        auto parts = due_parts(db_, "direct", now, 10);
        const auto part =
            std::find_if(parts.begin(), parts.end(), [&](const DuePart& each) { return each.message == id; });
        const auto attempt = record_intent(db_, {id, part->part, "lane", "boot", false}, now).value();
        AttemptResult result;
        result.verdict = "sent_to_some";
        result.after = After::sent_to_some;
        result.recipients = {{"zhangsan", "refused", "not in range"}, {"lisi", "refused", "left"}};
        record_outcome(db_, attempt, result, now);
    }
};

} // namespace

TEST_F(ErasureTest, RecordsGoAndCountsStay)
{
    const auto before = unit_days(db_, {WindowKind::week, monday, monday + days{7}});
    EXPECT_EQ(forget_activity(db_, monday + days{3}, 100), 6);
    EXPECT_EQ(count("activity"), 8);
    EXPECT_EQ(unit_days(db_, {WindowKind::week, monday, monday + days{7}}), before);
    EXPECT_EQ(first_kept_day(db_), monday + days{3});
}

TEST_F(ErasureTest, NothingIsLeftForASecondRun)
{
    forget_activity(db_, monday + days{3}, 100);
    EXPECT_EQ(forget_activity(db_, monday + days{3}, 100), 0);
}

TEST_F(ErasureTest, OneBiteTakesSoManyDays)
{
    EXPECT_EQ(forget_activity(db_, monday + days{7}, 2), 4);
    EXPECT_EQ(first_kept_day(db_), monday + days{2});
    EXPECT_EQ(forget_activity(db_, monday + days{7}, 2), 4);
}

TEST_F(ErasureTest, RebuildKeepsTheCountsOfDaysWithoutRecords)
{
    const auto before = unit_days(db_, {WindowKind::week, monday, monday + days{7}});
    forget_activity(db_, monday + days{3}, 100);
    rebuild_rollups(db_, rules_);
    EXPECT_EQ(unit_days(db_, {WindowKind::week, monday, monday + days{7}}), before);
}

TEST_F(ErasureTest, RosterCorrectionKeepsTheCountsOfDaysWithoutRecords)
{
    forget_activity(db_, monday + days{3}, 100);
    auto later = row("乙");
    later.end = monday + days{1};
    ASSERT_TRUE(roster({later}).errors.empty());
    EXPECT_EQ(unit_day(wx_, monday + days{2})->points, 60);
    EXPECT_EQ(unit_day(wx_, monday + days{4})->points, 40);
}

TEST_F(ErasureTest, BodiesLeaveTheirDigestAndTheirOutcomes)
{
    const auto id = say("reminder:1", "lisi");
    finish(id);
    EXPECT_EQ(erase_bodies(db_, now, 10, digest), 0) << "not over yet";
    EXPECT_EQ(erase_bodies(db_, now + 1s, 10, digest), 1);
    EXPECT_EQ(bodies_of(db_, id).at(0), "");
    EXPECT_EQ(count("part WHERE body_sha256 = 'digest of 提醒内容'"), 1);
    EXPECT_EQ(attempts_of(db_, id).at(0).verdict, "sent_to_some");
    EXPECT_EQ(count("attempt_recipient WHERE recipient IN ('erased-1', 'erased-2')"), 2);
    EXPECT_EQ(count("message WHERE address = 'lisi'"), 0);
    EXPECT_EQ(erase_bodies(db_, now + 1s, 10, digest), 0);
}

TEST_F(ErasureTest, WaitingBodiesStay)
{
    const auto id = say("reminder:1", "lisi");
    EXPECT_EQ(erase_bodies(db_, now + 24h, 10, digest), 0);
    EXPECT_EQ(bodies_of(db_, id).at(0), "提醒内容");
}

TEST_F(ErasureTest, MessageWithoutItsTextIsNotSentAgain)
{
    const auto id = say("reminder:1", "lisi");
    end_waiting(db_, id, MessageState::expired, "too late", now);
    erase_bodies(db_, now + 1s, 10, digest);
    db_.run("UPDATE message SET address = 'lisi' WHERE id = $1", id);
    EXPECT_EQ(retry(db_, id, "tester", now), DeskResult::text_erased);
}

TEST_F(ErasureTest, PersonIsErasedFromEveryTable)
{
    const auto person = member("甲");
    bind_member(db_, "wecom", "zhangsan", person, now);
    finish(say("reminder:1", "zhangsan"));
    add_card(db_, {{}, person, now, "学完第三讲"});
    Request request;
    request.member = person;
    request.text = "我的姓名写错了";
    request.due = monday;
    add_request(db_, request);
    QueuedRow queued;
    queued.batch = new_batch();
    queued.name = "成员甲";
    queued.day = monday;
    queue_row(db_, queued);
    erase_person(db_, person, "digest", digest, now);
    const auto left = find_member(db_, person);
    EXPECT_EQ(left->name, "（已注销）");
    EXPECT_EQ(left->code, "erased-" + std::to_string(person.value));
    for (const auto* gone :
         {"member WHERE name LIKE '%甲%' OR code LIKE '%甲%'", "binding", "card", "request WHERE text <> ''",
          "queued_row", "part WHERE body <> ''", "message WHERE address = 'zhangsan'"})
        EXPECT_EQ(count(gone), 0) << gone;
    EXPECT_TRUE(erased_at(db_, "digest"));
}

TEST_F(ErasureTest, FiguresStayWithoutAName)
{
    const auto before = unit_day(wx_, monday);
    erase_person(db_, member("甲"), "digest", digest, now);
    rebuild_rollups(db_, rules_);
    EXPECT_EQ(unit_day(wx_, monday), before);
}

TEST_F(ErasureTest, OnlyWhoLeftLongAgoIsToBeErased)
{
    auto left = row("甲");
    left.left = true;
    left.end = monday;
    ASSERT_TRUE(roster({left}).errors.empty());
    EXPECT_TRUE(members_left(db_, monday - days{1}, 10).empty());
    EXPECT_EQ(members_left(db_, monday, 10), std::vector{member("甲")});
    erase_person(db_, member("甲"), "digest", digest, now);
    EXPECT_TRUE(members_left(db_, monday, 10).empty());
}

TEST_F(ErasureTest, EndedBindingsAreForgottenAndLiveOnesStay)
{
    bind_member(db_, "wecom", "old", member("甲"), now - 48h);
    unbind_member(db_, "wecom", "old", now - 24h);
    bind_member(db_, "wecom", "new", member("甲"), now - 48h);
    EXPECT_EQ(forget_accounts(db_, now, monday), 1);
    EXPECT_EQ(bindings_of(db_, member("甲")).size(), 1u);
}

TEST_F(ErasureTest, LogKeepsThatSomebodyLookedAndNothingOfThePerson)
{
    AuditEntry entry;
    entry.at = now;
    entry.member = member("乙");
    entry.command = "名册 修改";
    entry.object = "甲（0001）";
    entry.subject = member("甲");
    entry.before = "旧名";
    entry.after = "新名";
    record_audit(db_, entry);
    erase_person(db_, member("甲"), "digest", digest, now);
    const auto kept = audit_entries(db_, {});
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].command, "名册 修改");
    EXPECT_EQ(kept[0].object + kept[0].before + kept[0].after, "");
}
