#include "bot/private_notes.hpp"
#include "store/bindings.hpp"
#include "store/outbox_desk.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

/// What people are told without having asked. Wednesday 2026-09-23 10:00.
class CommandNotesTest : public PeopleTest {
protected:
    struct Told {
        std::string code;
        PrivateNote note;
    };
    CommandNotesTest()
    {
        at("2026-09-23", 10h);
        rules_.tell = [this](store::Connection& db, MemberId whom, const PrivateNote& note, Instant) {
            told_.push_back({store::find_member(db, whom)->code, note});
            return true;
        };
    }
    std::vector<std::string> who()
    {
        std::vector<std::string> codes;
        for (const auto& each : told_)
            codes.push_back(each.code);
        return codes;
    }
    std::vector<Told> told_;
};

TEST_P(CommandNotesTest, CorrectionReachesTheUnitsAdministratorsAndItsAnswerTheAsker)
{
    EXPECT_EQ(direct(member, "我的数据 更正 9月18日显示为0"),
              "已登记更正申请1，已私信通知2位学习管理员，由本单位学习管理员在10月8日前答复。发“我的数据”可以看进展。");
    EXPECT_THAT(who(), UnorderedElementsAre(administrator, both));
    EXPECT_EQ(told_[0].note.text,
              "有一条申请等待您答复：\n1 更正（工号尾号M01，9月23日提出，10月8日前答复）：9月18日显示为0\n"
              "答复请发“申请 办理 1 同意/不同意 说明”。");
    told_.clear();
    EXPECT_EQ(done(administrator, "申请 办理 1 同意 已改"), "已答复，并私信告知本人；发“我的数据”也可以看到。");
    ASSERT_THAT(who(), ElementsAre(member));
    EXPECT_EQ(told_[0].note.text, "您的更正1：已同意：已改。");
}

TEST_P(CommandNotesTest, FeedbackAndErasureReachTheSecretariat)
{
    direct(member, "反馈 排版能否再短一些");
    EXPECT_THAT(who(), UnorderedElementsAre(secretariat, both));
    told_.clear();
    done(other_member, "我的数据 注销");
    EXPECT_THAT(who(), UnorderedElementsAre(secretariat, both));
}

TEST_P(CommandNotesTest, NobodyIsToldOfTheOwnRequest)
{
    direct(administrator, "我的数据 更正 错了");
    EXPECT_THAT(who(), ElementsAre(both));
}

TEST_P(CommandNotesTest, MoveReachesTheOtherAdministratorAndItsAnswerTheFirst)
{
    EXPECT_THAT(done(administrator, "名册 调动 M01 数理学院第1党支部 9月28日"),
                StartsWith("申请1已登记，7天内有效，已私信通知1位学习管理员。"));
    ASSERT_THAT(who(), ElementsAre(other_administrator));
    EXPECT_THAT(told_[0].note.text, AllOf(HasSubstr("请您同意一次调动：将把 皇甫清扬（M01）自9月28日起"),
                                          HasSubstr("同意请发“名册 同意 1”")));
    told_.clear();
    done(other_administrator, "名册 同意 1");
    ASSERT_THAT(who(), ElementsAre(administrator));
    EXPECT_THAT(told_[0].note.text, StartsWith("您的调动申请1已获同意："));
}

TEST_P(CommandNotesTest, RefusalOfAMoveIsToldToo)
{
    done(administrator, "名册 调动 M01 数理学院第1党支部 9月28日");
    told_.clear();
    direct(other_administrator, "名册 不同意 1");
    ASSERT_THAT(who(), ElementsAre(administrator));
    EXPECT_EQ(told_[0].note.text, "您的调动申请1未获同意：皇甫清扬（M01）仍在原支部。");
}

TEST_P(CommandNotesTest, WhereNobodyCanBeWrittenToNothingIsClaimed)
{
    rules_.tell = [](store::Connection&, MemberId, const PrivateNote&, Instant) { return false; };
    EXPECT_THAT(direct(member, "我的数据 更正 错了"), Not(HasSubstr("通知")));
    EXPECT_EQ(done(administrator, "申请 办理 1 同意"), "已答复，本人发“我的数据”可以看到。");
}

TEST_P(CommandNotesTest, NotesWaitForTheEndOfQuietHours)
{
    at("2026-09-23", 22h);
    direct(member, "反馈 一");
    EXPECT_EQ(told_.back().note.not_before, at_local(day("2026-09-24"), 8h));
    EXPECT_EQ(direct(secretariat, "设置 免打扰 18:00-9:30"), "已设置：免打扰由“默认”改为“18:00–9:30”，立即生效。");
    at("2026-09-23", 19h);
    direct(member, "反馈 二");
    EXPECT_EQ(told_.back().note.not_before, at_local(day("2026-09-24"), 9h + 30min));
}

TEST_P(CommandNotesTest, AdministratorSetsTheQuietHoursOfTheOwnUnit)
{
    EXPECT_EQ(direct(other_administrator, "设置 免打扰 9:00-15:00"),
              "已设置（数理学院）：免打扰由“默认”改为“9:00–15:00”，立即生效。");
    done(administrator, "名册 调动 M01 数理学院第1党支部 9月28日");
    EXPECT_EQ(told_.back().note.not_before, at_local(day("2026-09-23"), 15h)) << "theirs";
    direct(member, "我的数据 更正 错了");
    EXPECT_EQ(told_.back().note.not_before, now_) << "others' stay";
    EXPECT_EQ(direct(other_administrator, "设置 免打扰 默认"),
              "已设置（数理学院）：免打扰由“9:00–15:00”改为“默认”，立即生效。");
}

INSTANTIATE_TEST_SUITE_P(Rankings, CommandNotesTest, testing::Bool());

/// The outbox rows that notes become.
class PrivateNotesTest : public CommandsTest {
protected:
    PrivateNotesTest()
    {
        config_.user_id_is_member_id = true;
        WecomAppConfig app;
        app.name = "app";
        config_.wecom_apps.push_back(app);
    }
    bool tell(const char* code, Instant now)
    {
        store::Connection db(file_.path);
        const Channels channels(io_.get_executor(), config_, clock_);
        const PrivateNotes notes(config_, channels);
        return notes.tell(db, store::find_member(db, code)->id, {"request:1:waits", "内容", now + 1h, now + 2h}, now);
    }
    std::vector<store::MessageRow> messages()
    {
        store::Connection db(file_.path);
        return store::list_messages(db, {});
    }
    boost::asio::io_context io_;
    SystemClock clock_;
    Config config_;
};

TEST_F(PrivateNotesTest, ANoteIsOneMessageForThatPersonHoweverOftenItIsTold)
{
    EXPECT_TRUE(tell(member, now_));
    EXPECT_TRUE(tell(member, now_));
    ASSERT_THAT(messages(), SizeIs(1));
    const auto row = messages()[0];
    EXPECT_EQ(row.target, "app");
    EXPECT_EQ(row.next_at, now_ + 1h);
    EXPECT_EQ(row.not_after, now_ + 2h);
    store::Connection db(file_.path);
    const auto addressee = store::addressee_of(db, row.id);
    ASSERT_TRUE(addressee);
    EXPECT_EQ(addressee->user_id, member);
    EXPECT_EQ(addressee->member, store::find_member(db, member)->id);
}

TEST_F(PrivateNotesTest, ABoundAccountGoesBeforeTheMembersCode)
{
    {
        store::Connection db(file_.path);
        store::bind_member(db, "wecom", "zhangsan", store::find_member(db, member)->id, now_);
    }
    EXPECT_TRUE(tell(member, now_));
    ASSERT_THAT(messages(), SizeIs(1));
    store::Connection db(file_.path);
    EXPECT_EQ(store::addressee_of(db, messages()[0].id)->user_id, "zhangsan");
}

TEST_F(PrivateNotesTest, WithoutAWayNothingIsQueued)
{
    config_.wecom_apps.clear();
    EXPECT_FALSE(tell(member, now_));
    config_.user_id_is_member_id = false;
    EXPECT_FALSE(tell(member, now_));
    EXPECT_THAT(messages(), IsEmpty());
}
