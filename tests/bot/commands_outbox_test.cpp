#include "store/attempts.hpp"
#include "store/outbox_desk.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandOutboxTest : public CommandsTest {
protected:
    CommandOutboxTest()
    {
        rules_.forecast = [this](store::Connection&, const store::MessageRow& message) {
            const bool queued = message.state == store::MessageState::queued;
            return queued ? std::optional(now_ + 30s * message.id.value) : std::nullopt;
        };
    }

    std::string enqueue(const std::string& key)
    {
        store::Connection db(file_.path);
        store::NewMessage message;
        message.dedup_key = key;
        message.kind = "weekly_circular";
        message.target = "管理员群";
        message.parts = {"{}"};
        return std::to_string(store::enqueue(db, message, now_).id.value);
    }

    void settle(const std::string& id, store::After after, const std::string& reason)
    {
        store::Connection db(file_.path);
        const MessageId message{std::stoll(id)};
        auto parts = store::due_parts(db, "管理员群", now_, 10);
        const auto part = std::find_if(parts.begin(), parts.end(),
                                       [&](const store::DuePart& each) { return each.message == message; });
        const auto attempt = store::record_intent(db, {message, part->part, "lane-1", "boot", false}, now_).value();
        store::AttemptResult result;
        result.verdict = "refused";
        result.reason = reason;
        result.after = after;
        store::record_outcome(db, attempt, result, now_);
    }

    store::MessageState state(const std::string& id)
    {
        store::Connection db(file_.path);
        return store::find_message(db, MessageId{std::stoll(id)})->state;
    }

    /// Asks, and confirms with the code that the preview names.
    std::string confirmed(const std::string& text)
    {
        const auto preview = direct(secretariat, text);
        const auto at = preview.find("确认 ");
        EXPECT_NE(at, std::string::npos) << preview;
        return at == std::string::npos ? preview
                                       : direct(secretariat, "确认 " + preview.substr(at + std::strlen("确认 "), 4));
    }
};

TEST_F(CommandOutboxTest, EmptyOutboxSaysSo)
{
    EXPECT_EQ(direct(secretariat, "发件箱"), "发件箱是空的。\n没有需要处理的消息。");
}

TEST_F(CommandOutboxTest, QueueTellsWhenEachIsExpected)
{
    for (const auto* key : {"a", "b", "c"})
        enqueue(key);
    EXPECT_EQ(direct(secretariat, "发件箱 列表"),
              "发件箱：排队中3条。\n"
              "3 周通报→管理员群 排队中，预计 10:01\n"
              "2 周通报→管理员群 排队中，预计 10:01\n"
              "1 周通报→管理员群 排队中，预计 10:00\n"
              "处理请发“发件箱 重试/取消/放行/丢弃 编号”；来由请发“为什么 消息编号”。");
}

TEST_F(CommandOutboxTest, FailuresAreListedWithTheirReason)
{
    settle(enqueue("a"), store::After::die, "93000 invalid webhook");
    EXPECT_THAT(direct(secretariat, "发件箱 列表 失败"),
                HasSubstr("1 周通报→管理员群 发送失败：93000 invalid webhook（9月21日10:00）"));
    EXPECT_THAT(direct(secretariat, "发件箱 列表 待定"), HasSubstr("没有需要处理的消息。"));
}

TEST_F(CommandOutboxTest, DeadMessageIsRetriedAfterConfirmation)
{
    const auto id = enqueue("a");
    settle(id, store::After::die, "because");
    EXPECT_THAT(direct(secretariat, "发件箱 重试 " + id),
                StartsWith("消息1（周通报→管理员群，发送失败）将重新排队，从没有发出的部分开始再发。\n回复“确认 "));
    EXPECT_EQ(state(id), store::MessageState::dead);
    EXPECT_EQ(confirmed("发件箱 重试 " + id), "已重新排队。");
    EXPECT_EQ(state(id), store::MessageState::queued);
}

TEST_F(CommandOutboxTest, WaitingMessageIsCancelled)
{
    const auto id = enqueue("a");
    EXPECT_EQ(confirmed("发件箱 取消 " + id), "已取消。");
    EXPECT_EQ(state(id), store::MessageState::cancelled);
}

TEST_F(CommandOutboxTest, HeldMessageIsReleasedOrDropped)
{
    const auto first = enqueue("a");
    settle(first, store::After::hold, "no answer");
    EXPECT_THAT(direct(secretariat, "发件箱 放行 " + first), HasSubstr("对方会看到两遍"));
    EXPECT_EQ(confirmed("发件箱 放行 " + first), "已放行，将再发一次。");
    EXPECT_EQ(state(first), store::MessageState::queued);
    settle(first, store::After::hold, "no answer");
    EXPECT_EQ(confirmed("发件箱 丢弃 " + first), "已丢弃，不再发送。");
    EXPECT_EQ(state(first), store::MessageState::cancelled);
}

TEST_F(CommandOutboxTest, WrongStateIsRefused)
{
    const auto id = enqueue("a");
    EXPECT_EQ(direct(secretariat, "发件箱 重试 " + id), "只有发送失败或已过期的消息可以重试。");
    EXPECT_EQ(direct(secretariat, "发件箱 放行 " + id), "只有是否送达不明的消息可以放行。");
}

TEST_F(CommandOutboxTest, UnknownNumberIsNotFound)
{
    for (const auto* number : {"999", "x", "-1", "99999999999999999999"})
        EXPECT_EQ(direct(secretariat, std::string("发件箱 取消 ") + number), "未找到，或不在您的管理范围内。")
            << number;
}

TEST_F(CommandOutboxTest, OtherRolesAreRefused)
{
    for (const auto* user : {leader, partner, secretary, administrator, organiser, branch_secretary, member})
        EXPECT_EQ(direct(user, "发件箱"), "此操作需秘书处权限。") << user;
}

TEST_F(CommandOutboxTest, AdministratorsGroupMayAskOtherGroupsMayNot)
{
    enqueue("a");
    EXPECT_THAT(group("admins", secretariat, "发件箱"), StartsWith("发件箱：排队中1条。"));
    EXPECT_EQ(group("literature", secretariat, "发件箱"), "请私聊我使用此命令。");
    EXPECT_EQ(group("admins", administrator, "发件箱"), "此操作需秘书处权限。");
}
