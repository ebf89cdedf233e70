#include "bot/render/lint.hpp"

#include "tests/source_files.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;
namespace fs = std::filesystem;

namespace {

/// The first fault of `text` as a correction template; "" when there is none.
std::string fault_of(std::string_view text)
{
    const auto faults = lint(info(TextKind::correction), text);
    return faults.empty() ? "" : faults.front().text();
}

std::string weekly_fault(std::string_view text)
{
    const auto faults = lint(info(TextKind::weekly), text);
    return faults.empty() ? "" : faults.front().text();
}

/// A copy of the shipped templates that a test may change.
class RenderTest : public testing::Test {
protected:
    fs::path folder_ = fs::path(testing::TempDir()) / ("templates_" + std::to_string(getpid()));
    void SetUp() override
    {
        fs::remove_all(folder_);
        fs::copy(source() / "templates/zh-CN", folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const char* file, std::string_view text) { std::ofstream(folder_ / file, std::ios::binary) << text; }
    Templates load() { return std::move(Templates::load(folder_).templates.value()); }
    std::string only_fault(const TemplateLimits& limits = {})
    {
        const auto loaded = Templates::load(folder_, limits);
        EXPECT_FALSE(loaded.templates);
        EXPECT_EQ(loaded.faults.size(), 1u);
        return loaded.faults.empty() ? "" : loaded.faults.front().text();
    }
};

} // namespace

TEST_F(RenderTest, ShippedTemplatesPassTheLint)
{
    for (const auto& fault : Templates::load(folder_).faults)
        ADD_FAILURE() << fault.text();
}

TEST_F(RenderTest, SampleDataOfTheUnitAnswerGiveTheSampleAnswer)
{
    EXPECT_EQ(load().render(TextKind::unit, {{"name", "文学院"},
                                             {"period", "2026年第38周"},
                                             {"roster", 420},
                                             {"reg_rate", "98.10"},
                                             {"part", "70.00"},
                                             {"part_rank", 1},
                                             {"avg", "34.50"},
                                             {"avg_rank", 1},
                                             {"basis", "名册"},
                                             {"days_covered", 7},
                                             {"days_total", 7}}),
              "文学院 2026年第38周\n"
              "应学420人 注册率98.10% 参与度70.00%（第1位） 人均34.50分（第1位）\n"
              "数据7/7天 口径：名册");
}

TEST_F(RenderTest, SameInputGivesTheSameBytes)
{
    const auto templates = load();
    for (const auto& kind : text_kinds())
        EXPECT_EQ(templates.render(kind.kind, sample_data(kind.kind)),
                  templates.render(kind.kind, sample_data(kind.kind)));
}

TEST_F(RenderTest, MissingValuePrintsADashNeverItsPlaceholder)
{
    EXPECT_EQ(load().render(TextKind::correction, {{"unit", "文学院"}}),
              "更正：—中文学院—应为—（原—），系—，谨致歉意。");
}

TEST_F(RenderTest, DataIsNeverCompiledNorEscaped)
{
    const auto text = load().render(TextKind::correction, {{"unit", "{{reason}} {{#units}} <b>&\"*"}});
    EXPECT_THAT(text, HasSubstr("{{reason}} {{#units}} <b>&\"*"));
}

TEST_F(RenderTest, ForbiddenWordInTheDataIsRefusedInAGroupText)
{
    const auto templates = load();
    EXPECT_THROW(templates.render(TextKind::correction, {{"reason", "某单位垫底"}}), RenderError);
    EXPECT_NO_THROW(templates.render(TextKind::monthly, {{"task1", "请检讨"}}));
}

TEST_F(RenderTest, OutputIsBoundedWhateverTheData)
{
    EXPECT_THROW(load().render(TextKind::correction, {{"reason", std::string(100000, 'x')}}), RenderError);
}

TEST_F(RenderTest, OptionalPartOfAListItemDoesNotTakeTheOuterValue)
{
    auto values = sample_data(TextKind::weekly);
    for (auto& unit : values["units"])
        unit.erase("rank");
    EXPECT_THAT(load().render(TextKind::weekly, values), HasSubstr("\n文学院 参与度70.00%"));
}

TEST_F(RenderTest, SampleOverThePlatformsLimitNamesTheLargestPlaceholder)
{
    const auto loaded = Templates::load(folder_, {.max_bytes = 1000, .max_rendered_bytes = 65536});
    ASSERT_FALSE(loaded.faults.empty());
    EXPECT_THAT(loaded.faults.front().text(),
                testing::StartsWith("weekly.mustache:7: {{#units}}: the sample data give "));
    EXPECT_THAT(loaded.faults.front().text(), testing::EndsWith(" bytes, the platform takes 1000"));
}

TEST_F(RenderTest, MissingFileIsAFault)
{
    fs::remove(folder_ / "unit.mustache");
    EXPECT_THAT(only_fault(), HasSubstr("unit.mustache:1: cannot be read"));
}

TEST_F(RenderTest, FileInGbkIsAFault)
{
    write("hold.mustache", "\xB1\xBE\xC6\xDA");
    EXPECT_EQ(only_fault(), "hold.mustache:1: is not UTF-8: save it as UTF-8");
}

TEST_F(RenderTest, MarkAndLineEndsOfWindowsEditorsAreIgnored)
{
    write("hold.mustache", "\xEF\xBB\xBF{{period_no}}\r\n{{reason}}\r\n");
    EXPECT_EQ(load().render(TextKind::hold, {{"period_no", "甲"}, {"reason", "乙"}}), "甲\n乙");
}

TEST(TemplateLintTest, UnknownPlaceholderNamesFileLineAndPlaceholder)
{
    EXPECT_THAT(fault_of("一\n{{unit}}{{units_total}}"),
                HasSubstr("correction.mustache:2: {{units_total}}: unknown placeholder"));
}

TEST(TemplateLintTest, UnclosedSectionIsNamedWhereItOpens)
{
    EXPECT_EQ(fault_of("\n{{#unit}}x"), "correction.mustache:2: {{#unit}}: section is never closed: write {{/unit}}");
}

TEST(TemplateLintTest, SectionsMustNest)
{
    EXPECT_THAT(fault_of("{{#unit}}{{#new}}{{/unit}}{{/new}}"), HasSubstr("closes the wrong section"));
    EXPECT_THAT(fault_of("{{/unit}}"), HasSubstr("was not opened"));
}

TEST(TemplateLintTest, BracesThatNeverCloseAreAFault)
{
    EXPECT_THAT(fault_of("a\n\n{{unit"), HasSubstr(":3: {{unit: }} is missing"));
}

TEST(TemplateLintTest, ForbiddenWordIsNamedWithItsLine)
{
    EXPECT_EQ(fault_of("好\n末位"), "correction.mustache:2: 末位: must not be said in a group");
}

TEST(TemplateLintTest, ForbiddenWordsAreAllowedOneToOne)
{
    EXPECT_TRUE(lint(info(TextKind::monthly), "末位").empty());
}

TEST(TemplateLintTest, PlaceholderThatMayBeEmptyNeedsItsSection)
{
    EXPECT_THAT(weekly_fault("{{story}}"), HasSubstr("may be empty"));
    EXPECT_EQ(weekly_fault("{{#story}}{{story}}{{/story}}"), "");
}

TEST(TemplateLintTest, ListIsNoValueAndItsItemsExistOnlyInside)
{
    EXPECT_THAT(weekly_fault("{{units}}"), HasSubstr("is a list"));
    EXPECT_THAT(weekly_fault("{{name}}"), HasSubstr("unknown placeholder"));
    EXPECT_EQ(weekly_fault("{{#units}}{{name}}{{org}}{{/units}}"), "");
}

TEST(TemplateLintTest, ListInsideItselfIsRefused)
{
    EXPECT_THAT(weekly_fault("{{#units}}{{#units}}{{/units}}{{/units}}"), HasSubstr("inside itself"));
}

TEST(TemplateLintTest, IncludesAndOtherDelimitersAreRefused)
{
    EXPECT_THAT(fault_of("{{> /etc/passwd}}"), HasSubstr("not supported"));
    EXPECT_THAT(fault_of("{{=<% %>=}}"), HasSubstr("not supported"));
}

TEST(TemplateGuideTest, GuideIsTheOneGeneratedFromTheCode)
{
    EXPECT_EQ(file_text(source() / "docs/zh/模板指南.md"), template_guide());
}
