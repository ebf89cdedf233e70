#include "tests/acceptance/process.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace tongbao::acceptance;
using nlohmann::json;
using testing::HasSubstr;
namespace fs = std::filesystem;

/// A configured installation with the sample organisation imported.
class CommandLine : public testing::Test {
protected:
    void SetUp() override
    {
        const char* samples = std::getenv("TONGBAO_SAMPLES");
        ASSERT_TRUE(samples && fs::exists(samples)) << "TONGBAO_SAMPLES must name the folder of the samples";
        samples_ = samples;
        config_ = json::parse(std::ifstream(source_folder() / "config.example.json"));
        config_["calendar"] = (source_folder() / "calendar.json").string();
        config_["templates"] = (source_folder() / "templates/zh-CN").string();
        config_["groups"][0]["webhook_key"] = "0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0";
        config_["groups"][1]["access_token"] = "token";
        config_.erase("monitor");
        config_["groups"][1]["signing_secret"] = "SECsecret";
        config_["wecom"]["bots"][0]["token"] = "token";
        config_["wecom"]["bots"][0]["encoding_aes_key"] = std::string(43, 'k');
        config_["wecom"]["bots"][1]["secret"] = "secret";
        for (auto& robot : config_["dingtalk"]["robots"])
            robot["app_secret"] = "secret";
        config_["wecom"].erase("apps");
        config_["dingtalk"].erase("apps");
        config_["groups"].erase(2); // posts through an app
        write_config();
    }

    void write_config() { std::ofstream(folder_.path() / "config.json") << config_.dump(2); }

    Finished call(std::vector<std::string> words)
    {
        words.insert(words.begin(), program());
        words.insert(words.end(), {"--config", (folder_.path() / "config.json").string()});
        return run(words);
    }

    void import_samples()
    {
        ASSERT_EQ(call({"import", "units", (samples_ / "units.csv").string(), "--yes"}).code, 0);
        ASSERT_EQ(call({"import", "roster", (samples_ / "roster.csv").string(), "--yes"}).code, 0);
        std::vector<std::string> words{"import", "activity", "--yes"};
        for (const auto& file : fs::directory_iterator(samples_ / "exports"))
            words.push_back(file.path().string());
        ASSERT_EQ(call(words).code, 0);
    }

    Folder folder_;
    fs::path samples_;
    json config_;
};

TEST_F(CommandLine, PreviewOfTheSamplesIsTheCircularOfTheReference)
{
    import_samples();
    fs::create_directories(folder_.path() / "blocks");
    std::ofstream(folder_.path() / "blocks/2026-W38.json")
        << json{{"task1", "全校尚有34位同志未完成注册，请各单位协助核对名册，确有困难的可登记说明。"},
                {"task2", "9月新生支部组建，请于25日前完成名册更新。"}};
    const auto preview = call({"preview", "weekly", "--window", "2026-W38"});
    EXPECT_EQ(preview.code, 0);
    EXPECT_EQ(preview.output, R"(【学习管理员周通报】周通报〔2026〕第38期
各二级单位学习管理员：
现将9月14日至9月20日“学习强国”学习平台学习使用情况通报如下。
一、总体情况
全校应学1334人，已注册1300人，注册率97.45%；日人均参与度64.84%（较上周-0.11个百分点），日人均积分31.52分（较上周+0.01分）。
二、各单位情况
1. 文学院 参与度70.00%（+2.01） 人均34.50分（+1.00） 注册率98.10%
2. 机关党委 参与度65.00%（+1.98） 人均31.50分（+1.50） 注册率99.23%
2. 数理学院 参与度65.00%（-1.99） 人均31.50分（-1.00） 注册率97.63%
4. 音乐学院 参与度64.95%（-1.05） 人均31.50分（-0.50） 注册率98.00%
5. 体育学院 参与度45.00%（-5.00） 人均21.00分（-3.00） 注册率90.00%
不参与排名（人数较少）：直属支部。
三、本周亮点
进步较大：文学院、机关党委。
四、下周请协助
1. 全校尚有34位同志未完成注册，请各单位协助核对名册，确有困难的可登记说明。
2. 9月新生支部组建，请于25日前完成名册更新。
说明：数据截至9月20日24时，覆盖7/7天；口径：名册口径。9月20日（周日）为调休上班日。如有出入，请于23日前联系党委宣传部学习强国工作秘书处。
党委宣传部
2026年9月21日
)");
}

TEST_F(CommandLine, FiguresOfAUnitAreThoseOfTheWorkedExample)
{
    import_samples();
    const auto result = call({"figures", "--window", "2026-W38", "--unit", "TY", "--json"});
    ASSERT_EQ(result.code, 0) << result.output;
    const auto text = json::parse(result.output).dump();
    for (const auto* figure : {"\"45.00\"", "\"21.00\"", "\"90.00\"", "-5.00", "-3.00"})
        EXPECT_THAT(text, HasSubstr(figure));
}

TEST_F(CommandLine, SameFileAgainChangesNothing)
{
    import_samples();
    const auto again = call({"import", "units", (samples_ / "units.csv").string(), "--yes"});
    EXPECT_EQ(again.code, 0);
    EXPECT_THAT(again.output, HasSubstr("已导入"));
}

TEST_F(CommandLine, NobodyToAskMeansNotImported)
{
    const auto result = call({"import", "units", (samples_ / "units.csv").string()});
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.output, HasSubstr("--yes"));
}

TEST_F(CommandLine, RefusedFileLeavesExitCodeFourAndItsReason)
{
    std::ofstream(folder_.path() / "broken.xlsx") << "PK\003\004 half of an archive";
    const auto result = call({"import", "activity", (folder_.path() / "broken.xlsx").string(), "--yes"});
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.output, HasSubstr("FILE"));
}

TEST_F(CommandLine, CheckConfigNamesEveryMistakeWithItsPath)
{
    config_["listen"]["port"] = "eight";
    config_["groups"][0]["kind"] = "群";
    config_["circular"].erase("org");
    config_["operators"] = "nobody";
    write_config();
    const auto result = call({"check-config"});
    EXPECT_EQ(result.code, 3);
    for (const auto* path : {"$.listen.port", "$.groups[0].kind", "$.circular.org", "$.operators"})
        EXPECT_THAT(result.output, HasSubstr(path));
}

TEST_F(CommandLine, CheckConfigNamesTheFileLineAndPlaceholderOfABrokenTemplate)
{
    const auto templates = folder_.path() / "texts";
    fs::copy(source_folder() / "templates/zh-CN", templates);
    config_["templates"] = templates.string();
    write_config();
    EXPECT_EQ(call({"check-config"}).code, 0);
    std::ofstream(templates / "hold.mustache", std::ios::app) << "\n{{stori}}\n点名批评\n{{#small}}";
    const auto result = call({"check-config"});
    EXPECT_EQ(result.code, 3);
    for (const auto* fault : {"{{stori}}: unknown placeholder", "点名批评: must not be said in a group", "{{#small}}"})
        EXPECT_THAT(result.output, HasSubstr(fault));
    EXPECT_THAT(result.output, HasSubstr("hold.mustache:"));
}

TEST_F(CommandLine, WrongWindowIsAUsageError)
{
    EXPECT_EQ(call({"figures", "--window", "2026-W99"}).code, 2);
    EXPECT_EQ(call({"preview", "weekly", "--window", "2026-09"}).code, 2);
}

TEST_F(CommandLine, FiguresWithoutDataSayWhatToDo)
{
    const auto result = call({"figures", "--window", "2026-W38"});
    EXPECT_EQ(result.code, 5);
    EXPECT_THAT(result.output, HasSubstr("import"));
}

TEST_F(CommandLine, StatusShowsFreshnessOfEveryUnit)
{
    import_samples();
    const auto result = call({"status", "--json"});
    ASSERT_EQ(result.code, 0) << result.output;
    const auto data = json::parse(result.output)["data"];
    ASSERT_EQ(data.size(), 6u);
    for (const auto& unit : data)
        EXPECT_EQ(unit["last_day"], "2026-09-20");
}

TEST_F(CommandLine, StatusListsWhatAPersonShouldLookInto)
{
    import_samples();
    auto roster = std::ifstream(samples_ / "roster.csv");
    std::string line;
    std::getline(roster, line);
    std::getline(roster, line);
    const auto member = line.substr(0, line.find(','));
    std::ofstream(folder_.path() / "a.csv") << "工号,日期,计入年度积分,激活状态\n"
                                            << member << ",2026-09-20,1,未激活\n不在名册,2026-09-20,1,激活\n";
    ASSERT_EQ(call({"import", "activity", (folder_.path() / "a.csv").string(), "--yes"}).code, 0);
    const auto list = json::parse(call({"status", "--json"}).output)["to_check"];
    EXPECT_EQ(list["activation_doubts"], 1);
    EXPECT_EQ(list["members"][0]["member"], member);
    EXPECT_EQ(list["queued_rows"], 1);
    EXPECT_THAT(call({"status"}).output, HasSubstr(member));
}

TEST_F(CommandLine, CalendarImportShowsTheDifferenceAndWritesOnlyWhenConfirmed)
{
    fs::copy_file(source_folder() / "calendar.json", folder_.path() / "calendar.json");
    config_["calendar"] = "calendar.json";
    write_config();
    const auto before = json::parse(std::ifstream(folder_.path() / "calendar.json"));
    const auto file = (folder_.path() / "2027.json").string();
    std::ofstream(file) << R"({"year":2027,"papers":[],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},
        {"name":"元旦","date":"2027-01-03","isOffDay":false}]})";
    const auto asked = call({"calendar", "import", file, "--year", "2027"});
    EXPECT_EQ(asked.code, 4);
    EXPECT_THAT(asked.output, HasSubstr("2027-01-03：照常 → 调休上班"));
    EXPECT_EQ(json::parse(std::ifstream(folder_.path() / "calendar.json")), before);
    const auto written = call({"calendar", "import", file, "--year", "2027", "--yes"});
    EXPECT_EQ(written.code, 0) << written.output;
    const auto after = json::parse(std::ifstream(folder_.path() / "calendar.json"));
    EXPECT_EQ(after["years"]["2027"]["status"], "published");
    EXPECT_EQ(after["years"]["2026"], before["years"]["2026"]);
    EXPECT_EQ(call({"check-config"}).code, 0);
    EXPECT_THAT(call({"calendar", "import", file, "--year", "2027"}).output, HasSubstr("未作更改"));
    EXPECT_FALSE(fs::exists(folder_.path() / "calendar.json.new"));
}

TEST_F(CommandLine, CalendarImportRefusesAYearThatIsNotPublished)
{
    const auto file = (folder_.path() / "2027.json").string();
    std::ofstream(file) << R"({"year":2027,"papers":[],"days":[]})";
    const auto result = call({"calendar", "import", file, "--year", "2027", "--yes"});
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.output, HasSubstr("尚未公布"));
}

TEST_F(CommandLine, EverySubcommandHasHelp)
{
    for (const auto* name : {"serve", "demo", "import", "figures", "preview", "calendar", "check-config", "status",
                             "backup", "restore", "doctor"}) {
        const auto help = run({program(), name, "--help"});
        EXPECT_EQ(help.code, 0) << name;
        EXPECT_THAT(help.output, HasSubstr("--help")) << name;
    }
}

TEST_F(CommandLine, GroupCodeIsIssuedForAKnownUnitAndRobot)
{
    ASSERT_EQ(call({"import", "units", (samples_ / "units.csv").string(), "--yes"}).code, 0);
    const auto issued = call({"group-code", "WX"});
    EXPECT_EQ(issued.code, 0);
    EXPECT_THAT(issued.output, testing::ContainsRegex("群 绑定 [0-9]{8}"));
    EXPECT_EQ(call({"group-code", "NOWHERE"}).code, 4);
    EXPECT_EQ(call({"group-code", "WX", "--kind", "branch"}).code, 4);
    EXPECT_EQ(call({"group-code", "WX", "--target", "no such group"}).code, 4);
}

TEST_F(CommandLine, BindingsAreRefusedWholeWhenARowIsWrong)
{
    ASSERT_EQ(call({"import", "units", (samples_ / "units.csv").string(), "--yes"}).code, 0);
    ASSERT_EQ(call({"import", "roster", (samples_ / "roster.csv").string(), "--yes"}).code, 0);
    const auto file = (folder_.path() / "accounts.csv").string();
    std::ofstream(file) << "platform,user_id,member_id\nwecom,hou,20180001\nwecom,nobody,1\n";
    EXPECT_EQ(call({"import", "bindings", file, "--yes"}).code, 4);
    std::ofstream(file) << "platform,user_id,member_id\nwecom,hou,20180001\n";
    EXPECT_EQ(call({"import", "bindings", file, "--yes"}).code, 0);
}
