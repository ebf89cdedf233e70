#include "store/batches.hpp"
#include "store/queued_rows.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// 数据 导入 by sending a file.
class CommandImportTest : public PeopleTest {
protected:
    static constexpr auto elsewhere = "文件里有不属于您管理范围的记录、名册里没有的人，或者角色，没有导入。"
                                      "请只发本单位在册成员的数据；角色请用“角色 授予”，全校的文件请交秘书处导入。";
    static constexpr auto roster_header = "member_id,name,unit_code,branch_code,category,party_status,registered_on,"
                                          "start,end,status,phone_tail,role\n";

    CommandImportTest()
    {
        rules_.per_minute = 1000;
        rules_.fetch_file = [this](const adapters::InboundMessage&) { return give(*this); };
        lasting_.emplace(store_, calendar_, *templates_.templates, rules_);
    }
    static boost::asio::awaitable<adapters::Downloaded> give(CommandImportTest& test)
    {
        ++test.fetched_;
        co_return test.platform_;
    }

    std::string send(const char* user, std::string name, std::string bytes, std::string chat = "")
    {
        platform_ = adapters::DownloadedFile{std::move(bytes), ""};
        adapters::InboundMessage message;
        message.platform = "wecom";
        message.receiver = "bot";
        message.message_id = "file" + std::to_string(++sent_);
        message.sender = user;
        message.where = chat.empty() ? ChannelKind::direct : ChannelKind::group;
        message.chat = std::move(chat);
        message.file = adapters::SentFile{std::move(name), "https://example.invalid/file", ""};
        return ask(message);
    }
    std::vector<store::ActivityRow> activity(const char* code)
    {
        store::Connection db(file_.path);
        return store::activity_of(db, store::find_member(db, code)->id, day("2026-09-18"), day("2026-09-19"));
    }
    /// "文件3FA2C0" in an answer.
    static std::string number_in(const std::string& answer)
    {
        const auto at = answer.find("文件", answer.find("数据 导入 "));
        return at == std::string::npos ? "" : answer.substr(at, std::strlen("文件") + 6);
    }

    adapters::Downloaded platform_ = adapters::DownloadedFile{};
    int fetched_ = 0;
    int sent_ = 0;
};

TEST_P(CommandImportTest, FileIsPreviewedAndImportedOnceAfterTheCode)
{
    const auto preview = send(administrator, "学员20260918.csv", "工号,计入年度积分\nM01,38\n");
    EXPECT_THAT(preview, AllOf(StartsWith("学员20260918.csv"), HasSubstr("回复“确认 ")));
    EXPECT_THAT(activity(member), IsEmpty()) << "nothing before the code";
    EXPECT_EQ(direct(secretary, confirmation_in(preview)), "确认码错误或已过期，请重新发起。") << "not theirs";
    EXPECT_THAT(confirmed(administrator, preview), StartsWith("学员20260918.csv"));
    ASSERT_THAT(activity(member), SizeIs(1));
    EXPECT_EQ(activity(member)[0].points, 38);
    ASSERT_THAT(audit("数据 导入"), SizeIs(1));
    EXPECT_EQ(audit("数据 导入")[0].object, "学员20260918.csv");
    EXPECT_EQ(direct(administrator, confirmation_in(preview)), "确认码错误或已过期，请重新发起。");
    EXPECT_THAT(send(administrator, "学员20260918.csv", "工号,计入年度积分\nM01,38\n"), Not(HasSubstr("确认 ")))
        << "the same file again";
}

TEST_P(CommandImportTest, OthersAreRefusedBeforeAnythingIsFetched)
{
    for (const auto* user : {leader, partner, secretary, organiser, branch_secretary, member})
        EXPECT_EQ(send(user, "学员20260918.csv", "工号,计入年度积分\nM01,38\n"), "此操作需秘书处或学习管理员权限。");
    EXPECT_THAT(send(stranger, "a.csv", "x"), StartsWith("请先私聊我"));
    EXPECT_EQ(send(administrator, "学员20260918.csv", "工号,计入年度积分\nM01,38\n", "admins"), "请私聊我使用此命令。");
    EXPECT_EQ(fetched_, 0);
}

TEST_P(CommandImportTest, AdministratorCannotTellPeopleElsewhereFromNobody)
{
    for (const auto* code : {"M04", "M99"})
        EXPECT_EQ(send(administrator, "学员20260918.csv", std::string("工号,计入年度积分\nM01,38\n") + code + ",5\n"),
                  elsewhere)
            << code;
    EXPECT_THAT(activity(member), IsEmpty());
}

TEST_P(CommandImportTest, RefusedFileOfAnAdministratorNamesNoRowThatMatchesNobody)
{
    const std::string rows = "\nM01,38\nM99,5\n";
    EXPECT_THAT(send(administrator, "没有日期.csv", "工号,计入年度积分" + rows), Not(HasSubstr("NAME0")));
}

TEST_P(CommandImportTest, SecretariatImportsForEverybody)
{
    done(secretariat, "帮助");
    confirmed(secretariat, send(secretariat, "学员20260918.csv", "工号,计入年度积分\nM01,38\nM04,5\nM99,5\n"));
    EXPECT_THAT(activity(member), SizeIs(1));
    EXPECT_THAT(activity(other_member), SizeIs(1));
    store::Connection db(file_.path);
    EXPECT_EQ(store::count_queued_rows(db), 1);
}

TEST_P(CommandImportTest, MissingDateCanBeAdded)
{
    const auto refused = send(administrator, "积分.csv", "工号,计入年度积分\nM01,38\n");
    EXPECT_THAT(refused, AllOf(HasSubstr("[DATE]"), HasSubstr("补上日期请发“数据 导入 文件")));
    const auto number = number_in(refused);
    EXPECT_EQ(direct(secretary, "数据 导入 " + number + " 9月18日"), "此操作需秘书处或学习管理员权限。");
    EXPECT_THAT(direct(both, "数据 导入 " + number + " 9月18日"), StartsWith("没有这个文件")) << "not theirs";
    EXPECT_THAT(done(administrator, "数据 导入 " + number + " 9月18日"), StartsWith("积分.csv"));
    ASSERT_THAT(activity(member), SizeIs(1));
}

TEST_P(CommandImportTest, FileIsForgottenAfterTenMinutes)
{
    const auto number = number_in(send(administrator, "积分.csv", "工号,计入年度积分\nM01,38\n"));
    now_ += 10min;
    EXPECT_EQ(direct(administrator, "数据 导入 " + number + " 9月18日"),
              "没有这个文件，或已超过10分钟，请重新发送文件。");
}

TEST_P(CommandImportTest, AdministratorImportsRosterRowsOfTheOwnUnitWithoutRoles)
{
    const std::string header = roster_header;
    const std::string own = "M10,宇文朗,WX,WX-01,教工,正式,,2026-09-01,,active,,\n";
    EXPECT_EQ(send(administrator, "名册1.csv", header + own + "M11,百里奚,SL,SL-01,教工,正式,,2026-09-01,,active,,\n"),
              elsewhere);
    EXPECT_EQ(
        send(administrator, "名册2.csv", header + own + "M04,钟离长风,WX,WX-01,教工,正式,,2026-09-01,,active,,\n"),
        elsewhere)
        << "a number of another unit's";
    EXPECT_EQ(send(administrator, "名册3.csv", header + "M10,宇文朗,WX,WX-01,教工,正式,,2026-09-01,,active,,书记\n"),
              elsewhere);
    EXPECT_EQ(branch_of("A01", "2026-09-21"), "WX-01");
    confirmed(administrator, send(administrator, "名册4.csv", header + own));
    EXPECT_EQ(branch_of("M10", "2026-09-21"), "WX-01");
}

TEST_P(CommandImportTest, UnitsAreTheSecretariats)
{
    const std::string units = "unit_code,name,short_names,kind,parent_code,rank_group,secretary_id,active_from,"
                              "active_to\nXX,示例大学,全校,学校,,,,2020-09-01,\n"
                              "MY,美术学院,美术,分党委,XX,,,2026-09-01,\n";
    EXPECT_EQ(send(administrator, "单位.csv", units), "此操作需秘书处权限。");
    confirmed(secretariat, send(secretariat, "单位.csv", units));
    store::Connection db(file_.path);
    EXPECT_TRUE(store::find_unit(db, "MY"));
}

TEST_P(CommandImportTest, WhatCannotBeFetchedOrReadIsSaid)
{
    EXPECT_THAT(send(administrator, "20260918.xlsx", "no workbook"), HasSubstr("[FILE]"));
    rules_.fetch_file = [](const adapters::InboundMessage&) -> boost::asio::awaitable<adapters::Downloaded> {
        adapters::DownloadFailure failure{"HTTP 404"};
        co_return failure;
    };
    lasting_.emplace(store_, calendar_, *templates_.templates, rules_);
    EXPECT_THAT(send(administrator, "20260918.csv", ""), StartsWith("没有收到文件"));
}

TEST_P(CommandImportTest, WithoutAFileItSaysHowToImport)
{
    EXPECT_THAT(direct(administrator, "数据 导入"), HasSubstr("也可以把文件直接私聊发给我"));
    rules_.fetch_file = nullptr;
    lasting_.emplace(store_, calendar_, *templates_.templates, rules_);
    EXPECT_THAT(direct(administrator, "数据 导入"), Not(HasSubstr("私聊发给我")));
}

INSTANTIATE_TEST_SUITE_P(Rankings, CommandImportTest, testing::Bool());
