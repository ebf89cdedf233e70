#include "bot/commands/table.hpp"
#include "store/bindings.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

constexpr auto wrong_code = "确认码错误或已过期，请重新发起。";
constexpr auto wrong_bind_code = "校验码错误或已过期，请向本单位学习管理员索取新的校验码。";

/// The digits between `before` and the next other character.
std::string digits_after(const std::string& answer, std::string_view before)
{
    const auto at = answer.find(before);
    if (at == std::string::npos)
        return "none";
    const auto from = at + before.size();
    return answer.substr(from, answer.find_first_not_of("0123456789", from) - from);
}

} // namespace

class CommandBindingTest : public CommandsTest {
protected:
    CommandBindingTest() { rules_.user_id_is_member_id = false; }

    static constexpr auto account = "account-of-m01";

    void bind_account(const char* user, const char* code)
    {
        store::Connection db(file_.path);
        store::bind_member(db, "wecom", user, store::find_member(db, code)->id, now_);
    }
    std::string issued(const char* code)
    {
        bind_account("admin-account", administrator);
        return digits_after(direct("admin-account", std::string("校验码 ") + code), "的校验码：");
    }
    static std::string confirmation(const std::string& preview) { return "确认 " + digits_after(preview, "确认 "); }
};

TEST_F(CommandBindingTest, CodeOfTheAdministratorBindsAfterTheNotice)
{
    const auto code = issued(member);
    const auto preview = direct(account, "绑定 " + code);
    EXPECT_THAT(preview, AllOf(StartsWith("将把您的账号与名册中工号尾号M01的成员对应。\n隐私说明（第1版）"),
                               HasSubstr("5分钟内有效")));
    EXPECT_THAT(direct(account, "解绑"), StartsWith("请先私聊我"));
    EXPECT_THAT(direct(account, confirmation(preview)), StartsWith("绑定成功。"));
    EXPECT_THAT(direct(account, "查排行"), StartsWith("此操作需"));
}

TEST_F(CommandBindingTest, CodeBindsOnce)
{
    const auto code = issued(member);
    direct(account, confirmation(direct(account, "绑定 " + code)));
    EXPECT_EQ(direct("somebody-else", "绑定 " + code), wrong_bind_code);
}

TEST_F(CommandBindingTest, CodeExpiresAfterADay)
{
    const auto code = issued(member);
    now_ += 24h;
    EXPECT_EQ(direct(account, "绑定 " + code), wrong_bind_code);
}

TEST_F(CommandBindingTest, NewCodeReplacesTheOldOne)
{
    const auto old_code = issued(member);
    issued(member);
    EXPECT_EQ(direct(account, "绑定 " + old_code), wrong_bind_code);
}

TEST_F(CommandBindingTest, FiveWrongCodesLockTheAccountForADay)
{
    const auto code = issued(member);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(direct(account, "绑定 00000000x"), wrong_bind_code);
    EXPECT_THAT(direct(account, "绑定 " + code), StartsWith("校验码错误次数过多"));
    EXPECT_THAT(direct("another-account", "绑定 " + code), StartsWith("将把您的账号"));
    now_ += 24h + 1s;
    EXPECT_EQ(direct(account, "绑定 " + code), wrong_bind_code);
}

TEST_F(CommandBindingTest, CodeIsIssuedForOwnMembersOnly)
{
    bind_account("admin-account", administrator);
    {
        store::Connection db(file_.path);
        db.execute("UPDATE membership SET unit = (SELECT id FROM unit WHERE code = 'SL'), branch = NULL "
                   "WHERE member = (SELECT id FROM member WHERE code = 'L01')");
    }
    EXPECT_EQ(direct("admin-account", "校验码 L01"), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct("admin-account", "校验码 nobody"), "未找到，或不在您的管理范围内。");
    bind_account("member-account", member);
    EXPECT_EQ(direct("member-account", "校验码 M01"), "此操作需学习管理员权限。");
}

TEST_F(CommandBindingTest, BindingHappensInDirectChatOnly)
{
    EXPECT_EQ(group("admins", account, "绑定 12345678"), "请私聊我使用此命令。");
}

TEST_F(CommandBindingTest, WhoeverAFileBoundSeesTheNoticeWithTheFirstAnswer)
{
    bind_account(account, member);
    {
        store::Connection db(file_.path);
        store::owe_notice(db, "wecom", account);
    }
    EXPECT_THAT(group("literature", account, "帮助"), Not(HasSubstr("隐私说明")));
    EXPECT_THAT(direct(account, "帮助"), HasSubstr("隐私说明（第1版）"));
    EXPECT_THAT(direct(account, "帮助"), Not(HasSubstr("隐私说明")));
}

TEST_F(CommandBindingTest, UnbindingTakesConfirmation)
{
    bind_account(account, member);
    const auto preview = direct(account, "解绑");
    EXPECT_THAT(preview, StartsWith("将解除您的聊天账号与名册的对应"));
    EXPECT_THAT(direct(account, "帮助"), HasSubstr("解绑"));
    now_ += 1s;
    EXPECT_EQ(direct(account, confirmation(preview)), "已解绑。");
    EXPECT_THAT(direct(account, "查排行"), StartsWith("请先私聊我"));
}

TEST_F(CommandBindingTest, AccountsTheSchoolMatchesAreNotUnbound)
{
    rules_.user_id_is_member_id = true;
    EXPECT_THAT(direct(member, "解绑"), AllOf(StartsWith("您的账号由单位统一对应"), Not(HasSubstr("确认"))));
}

class CommandConfirmationTest : public CommandBindingTest {
protected:
    CommandConfirmationTest() { bind_account(account, member); }
    bool bound() { return !direct(account, "校验码 x").starts_with("请先私聊我"); }
    std::string preview_ = direct(account, "解绑");
};

TEST_F(CommandConfirmationTest, RunsOnce)
{
    EXPECT_EQ(direct(account, confirmation(direct(account, "解绑"))), "已解绑。");
    bind_account(account, member);
    EXPECT_EQ(direct(account, confirmation(preview_)), wrong_code);
}

TEST_F(CommandConfirmationTest, WrongCodeEndsThePlan)
{
    const auto preview = direct(account, "解绑");
    const auto wrong = confirmation(preview) == "确认 0000" ? "确认 0001" : "确认 0000";
    EXPECT_EQ(direct(account, wrong), wrong_code);
    EXPECT_EQ(direct(account, confirmation(preview)), wrong_code);
    EXPECT_TRUE(bound());
}

TEST_F(CommandConfirmationTest, ExpiresAfterFiveMinutes)
{
    const auto preview = direct(account, "解绑");
    now_ += 5min;
    EXPECT_EQ(direct(account, confirmation(preview)), wrong_code);
}

TEST_F(CommandConfirmationTest, BelongsToThePersonAndTheChat)
{
    const auto preview = direct(account, "解绑");
    bind_account("other-account", leader);
    EXPECT_EQ(direct("other-account", confirmation(preview)), wrong_code);
    EXPECT_EQ(group("admins", account, confirmation(preview)), wrong_code);
    EXPECT_EQ(direct(account, confirmation(preview)), "已解绑。");
}

TEST_F(CommandConfirmationTest, NewerPlanReplacesTheOlder)
{
    const auto older = direct(account, "解绑");
    auto newer = direct(account, "解绑");
    while (confirmation(newer) == confirmation(older))
        newer = direct(account, "解绑");
    EXPECT_EQ(direct(account, confirmation(older)), wrong_code);
}

TEST_F(CommandConfirmationTest, ChangedCircumstancesAreAConflict)
{
    const auto preview = direct(account, "解绑");
    {
        store::Connection db(file_.path);
        store::unbind_member(db, "wecom", account, now_);
    }
    rules_.user_id_is_member_id = true;
    EXPECT_EQ(direct(account, confirmation(preview)), "这条记录刚被他人修改，请重新查询后再试。");
}

TEST_F(CommandConfirmationTest, CancelDropsThePlan)
{
    const auto preview = direct(account, "解绑");
    EXPECT_EQ(direct(account, "取消"), "已取消。");
    EXPECT_EQ(direct(account, "取消"), "没有待确认的操作。");
    EXPECT_EQ(direct(account, confirmation(preview)), wrong_code);
    EXPECT_TRUE(bound());
}
