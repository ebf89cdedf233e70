#include "store/queued_rows.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class CommandQueuedTest : public CommandsTest {
protected:
    std::string queue(const char* name, const char* unit, const char* day)
    {
        store::Connection db(file_.path);
        store::QueuedRow row;
        row.batch = BatchId{1};
        row.row = 5;
        row.code = "NAME0";
        row.name = name;
        row.unit_text = unit;
        row.day = tongbao::day(day);
        row.points = 33;
        row.active = true;
        return std::to_string(store::queue_row(db, row).value);
    }

    std::string confirmed(const char* user, const std::string& text)
    {
        const auto preview = direct(user, text);
        const auto at = preview.find("确认 ");
        EXPECT_NE(at, std::string::npos) << preview;
        return at == std::string::npos ? preview : direct(user, "确认 " + preview.substr(at + std::strlen("确认 "), 4));
    }

    std::size_t waiting()
    {
        store::Connection db(file_.path);
        return store::queued_rows(db).size();
    }

    int points_of(const char* code, const char* day)
    {
        store::Connection db(file_.path);
        const auto on = tongbao::day(day);
        const auto rows = store::activity_of(db, store::find_member(db, code)->id, on, on + std::chrono::days{1});
        return rows.empty() ? -1 : rows[0].points;
    }
};

TEST_F(CommandQueuedTest, NothingWaits)
{
    EXPECT_EQ(direct(secretariat, "数据 待认"), "没有待认的记录。");
}

TEST_F(CommandQueuedTest, ListIsForWhomItConcerns)
{
    queue("黄甫清扬", "文学院", "2026-09-18");
    queue("赵钱", "体育学院", "2026-09-18");
    EXPECT_EQ(direct(secretariat, "数据 待认"),
              "待认的记录2条：\n"
              "1 黄甫清扬（文学院），9月18日，名册里没有\n"
              "2 赵钱（体育学院），9月18日，名册里没有\n"
              "认给一个人请发“数据 待认 编号 工号”；不属于任何人请发“数据 待认 编号 无”。");
    EXPECT_THAT(direct(administrator, "数据 待认"), AllOf(HasSubstr("黄甫清扬"), Not(HasSubstr("赵钱"))));
}

TEST_F(CommandQueuedTest, OneDecisionSettlesAllRowsInTheSameWords)
{
    const auto id = queue("黄甫清扬", "文学院", "2026-09-18");
    queue("黄甫清扬", "文学院", "2026-09-19");
    queue("赵钱", "文学院", "2026-09-18");
    EXPECT_THAT(direct(administrator, "数据 待认 " + id + " → M01"),
                StartsWith("将把“1 黄甫清扬（文学院），9月18日，名册里没有”等写法相同的2条认给工号M01（皇甫清扬），"
                           "计入这些天的统计。\n回复“确认 "));
    EXPECT_EQ(confirmed(administrator, "数据 待认 " + id + " M01"), "已处理2条。");
    EXPECT_EQ(points_of(member, "2026-09-18"), 33);
    EXPECT_EQ(points_of(member, "2026-09-19"), 33);
    EXPECT_EQ(waiting(), 1u);
}

TEST_F(CommandQueuedTest, RowMayBeNobodys)
{
    const auto id = queue("赵钱", "文学院", "2026-09-18");
    EXPECT_EQ(confirmed(secretariat, "数据 待认 " + id + " 无"), "已处理1条。");
    EXPECT_EQ(waiting(), 0u);
}

TEST_F(CommandQueuedTest, OtherUnitsRowsAndUnknownNumbersLookAlike)
{
    const auto id = queue("赵钱", "体育学院", "2026-09-18");
    EXPECT_EQ(direct(administrator, "数据 待认 " + id + " M01"), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct(administrator, "数据 待认 99 M01"), "未找到，或不在您的管理范围内。");
    EXPECT_EQ(direct(secretariat, "数据 待认 " + id + " 20990101"), "未找到，或不在您的管理范围内。");
}

TEST_F(CommandQueuedTest, NumberAloneIsNotEnough)
{
    const auto id = queue("赵钱", "文学院", "2026-09-18");
    EXPECT_THAT(direct(secretariat, "数据 待认 " + id), StartsWith("格式：数据 待认 [编号] [工号/无]。"));
}

TEST_F(CommandQueuedTest, OnlyTheSecretariatAndAdministratorsInADirectChat)
{
    EXPECT_EQ(direct(secretary, "数据 待认"), "此操作需秘书处或学习管理员权限。");
    EXPECT_EQ(group("admins", secretariat, "数据 待认"), "请私聊我使用此命令。");
    EXPECT_THAT(direct(administrator, "数据 导入"), StartsWith("请把平台后台导出的文件"));
}
