#include "bot/erased_numbers.hpp"
#include "store/bindings.hpp"
#include "store/cards.hpp"
#include "store/requests.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandRequestsTest : public CommandsTest {
protected:
    std::string confirmed(const char* user, const std::string& text)
    {
        const auto preview = direct(user, text);
        const auto at = preview.find("确认 ");
        EXPECT_NE(at, std::string::npos) << preview;
        return at == std::string::npos ? preview : direct(user, "确认 " + preview.substr(at + std::strlen("确认 "), 4));
    }

    MemberId id_of(const char* code)
    {
        store::Connection db(file_.path);
        return store::find_member(db, code)->id;
    }

    /// 皇甫清扬 leaves on 19 September.
    void leave()
    {
        store::Connection db(file_.path);
        db.run("UPDATE membership SET end_day = $1 WHERE member = $2", day("2026-09-19"),
               store::find_member(db, member)->id);
    }
};

TEST_F(CommandRequestsTest, CorrectionGoesToTheUnitsAdministrator)
{
    EXPECT_EQ(direct(member, "我的数据 更正 9月18日我有学习记录，显示为0"),
              "已登记更正申请1，由本单位学习管理员在10月6日前答复。发“我的数据”可以看进展。");
    EXPECT_EQ(direct(administrator, "申请"),
              "等待答复的申请1条：\n"
              "1 更正（工号尾号M01，9月21日提出，10月6日前答复）：9月18日我有学习记录，显示为0\n"
              "答复请发“申请 办理 编号 同意/不同意 说明”。");
    EXPECT_EQ(direct(secretariat, "申请 列表"), "没有等待答复的申请。");
}

TEST_F(CommandRequestsTest, DecisionIsConfirmedOnceAndSeenByTheAsker)
{
    direct(member, "我的数据 更正 姓名写错了");
    EXPECT_THAT(direct(administrator, "申请 办理 1 同意 名册已改"),
                StartsWith("将答复“同意”（名册已改）：1 更正（工号尾号M01，9月21日提出，10月6日前答复）：姓名写错了\n"
                           "更正本身请在名册或数据里改好；这里只答复本人。\n回复“确认 "));
    EXPECT_EQ(confirmed(administrator, "申请 办理 1 同意 名册已改"), "已答复，本人发“我的数据”可以看到。");
    EXPECT_THAT(direct(member, "我的数据"), HasSubstr("您的更正1：已同意：名册已改。"));
    EXPECT_EQ(direct(administrator, "申请 办理 1 不同意"), "这条记录刚被他人修改，请重新查询后再试。");
    EXPECT_EQ(direct(administrator, "申请"), "没有等待答复的申请。");
}

TEST_F(CommandRequestsTest, OthersDecideNothing)
{
    direct(member, "我的数据 更正 姓名写错了");
    EXPECT_EQ(direct(secretariat, "申请 办理 1 同意"), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct(administrator, "申请 办理 9 同意"), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct(secretary, "申请 办理 1 同意"), "此操作需秘书处或学习管理员权限。");
    EXPECT_THAT(direct(administrator, "申请 办理 1"), StartsWith("格式：申请 办理 编号 同意/不同意 [说明]。"));
}

TEST_F(CommandRequestsTest, FeedbackReachesTheSecretariatAlsoFromStrangers)
{
    EXPECT_EQ(direct(stranger, "反馈 收不到校验码"), "谢谢，您的反馈（编号1）已转秘书处。");
    EXPECT_EQ(direct(member, "反馈：提醒太频繁"), "谢谢，您的反馈（编号2）已转秘书处。发“我的数据”可以看答复。");
    EXPECT_THAT(direct(secretariat, "申请"),
                AllOf(HasSubstr("1 反馈（未绑定的账号，"), HasSubstr("）：收不到校验码"), HasSubstr("）：提醒太频繁")));
    EXPECT_EQ(direct(administrator, "申请"), "没有等待答复的申请。");
}

TEST_F(CommandRequestsTest, TooMuchIsRefused)
{
    std::string text;
    for (int i = 0; i < 501; ++i)
        text += "长";
    EXPECT_EQ(direct(member, "反馈 " + text), "请控制在500字以内。");
    for (int i = 0; i < 5; ++i)
        direct(member, "反馈 意见");
    EXPECT_EQ(direct(member, "反馈 意见"), "还有申请没有答复，请等答复后再提。");
}

TEST_F(CommandRequestsTest, GroupsTakeNoRequests)
{
    for (const auto* text : {"我的数据 更正 错了", "我的数据 注销", "反馈 意见"})
        EXPECT_EQ(group("admins", member, text), "请私聊我使用此命令。") << text;
}

TEST_F(CommandRequestsTest, LeavingDeletesAccountAndCardsAtOnceAndAsksForTheRest)
{
    rules_.user_id_is_member_id = false;
    {
        store::Connection db(file_.path);
        store::bind_member(db, "wecom", "zhang", store::find_member(db, member)->id, now_ - 1h);
        store::bind_member(db, "wecom", "office", store::find_member(db, secretariat)->id, now_ - 1h);
    }
    direct("zhang", "打卡 学完第三讲");
    EXPECT_THAT(direct("zhang", "我的数据 注销"),
                AllOf(HasSubstr("立即删除：聊天账号与名册的对应"), HasSubstr("继续保留：名册登记和每日学习积分"),
                      HasSubstr("由秘书处决定")));
    EXPECT_EQ(confirmed("zhang", "我的数据 注销"),
              "已删除聊天账号的对应和您的打卡。注销申请1已转秘书处，10月6日前答复。");
    EXPECT_THAT(direct("zhang", "我的数据"), HasSubstr("绑定"));
    {
        store::Connection db(file_.path);
        EXPECT_TRUE(store::cards_of(db, store::find_member(db, member)->id).empty());
        EXPECT_TRUE(store::bindings_of(db, store::find_member(db, member)->id).empty());
    }
    EXPECT_THAT(direct("office", "申请"), HasSubstr("1 注销（工号尾号M01，"));
}

TEST_F(CommandRequestsTest, WhoIsOnTheRosterIsNotErased)
{
    confirmed(member, "我的数据 注销");
    EXPECT_EQ(direct(secretariat, "申请 办理 1 同意"), "本人仍在名册中，须先办理离岗，否则导入名册时会再次登记。");
    EXPECT_EQ(confirmed(secretariat, "申请 办理 1 不同意 仍在岗"), "已答复，本人发“我的数据”可以看到。");
}

TEST_F(CommandRequestsTest, WhoLeftIsErasedByTheSecretariatsWord)
{
    confirmed(member, "我的数据 注销");
    const auto id = id_of(member);
    leave();
    EXPECT_EQ(confirmed(secretariat, "申请 办理 1 同意"), "已答复，本人发“我的数据”可以看到。");
    store::Connection db(file_.path);
    EXPECT_EQ(store::find_member(db, id)->name, "（已注销）");
    EXPECT_FALSE(store::find_member(db, member));
    EXPECT_TRUE(still_erased(db, member, day("2025-09-01")));
    EXPECT_FALSE(still_erased(db, member, day("2026-10-01"))) << "who comes back is somebody new";
    EXPECT_FALSE(still_erased(db, leader, day("2025-09-01")));
}

TEST_F(CommandRequestsTest, WhereTheBasisIsConsentWithdrawingItErasesAtOnce)
{
    rules_.consent_basis = true;
    const auto id = id_of(member);
    EXPECT_THAT(direct(member, "我的数据 注销"), AllOf(StartsWith("将立即注销"), HasSubstr("无法恢复")));
    EXPECT_THAT(confirmed(member, "我的数据 注销"), StartsWith("已注销"));
    {
        store::Connection db(file_.path);
        EXPECT_EQ(store::find_member(db, id)->name, "（已注销）");
        EXPECT_FALSE(store::membership_on(db, id, local_day(now_)));
        EXPECT_TRUE(still_erased(db, member, day("2025-09-01"))) << "the next roster brings nobody back";
    }
    EXPECT_THAT(direct(member, "我的数据"), StartsWith("请先私聊我"));
    EXPECT_EQ(direct(secretariat, "申请"), "没有等待答复的申请。");
}
