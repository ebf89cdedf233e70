#include "store/batches.hpp"
#include "store/rollups.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;

/// What one Commands answers, question after question.
class KeptFiguresTest : public CommandsTest {
protected:
    KeptFiguresTest() { lasting_.emplace(store_, calendar_, *templates_.templates, rules_); }

    std::string ranking(const char* period) { return direct(secretariat, std::string("查排行 参与 ") + period); }
    /// As if nobody of the unit had been active, behind the back of whoever keeps figures.
    static void empty_unit(store::Connection& db, const char* code)
    {
        db.run("UPDATE unit_day SET active = 0 WHERE unit = $1", store::find_unit(db, code)->id);
    }
};

TEST_F(KeptFiguresTest, FiguresAreNotComputedAgainWhileTheDataAreTheSame)
{
    const auto before = ranking("第38周");
    store::Connection db(file_.path);
    empty_unit(db, "WX");
    EXPECT_EQ(ranking("第38周"), before);
}

TEST_F(KeptFiguresTest, FiguresAreComputedAgainOnceTheDataChanged)
{
    EXPECT_THAT(ranking("第38周"), HasSubstr("1 文学院 70.00%"));
    store::Connection db(file_.path);
    empty_unit(db, "WX");
    store::raise_data_version(db);
    EXPECT_THAT(ranking("第38周"), HasSubstr("文学院 0.00%"));
}

TEST_F(KeptFiguresTest, ARenamedUnitIsCalledByItsNewNameAtOnce)
{
    EXPECT_THAT(ranking("第38周"), HasSubstr("文学院"));
    store::Connection db(file_.path);
    auto unit = *store::find_unit(db, "WX");
    unit.name = "文学与传媒学院";
    store::save_unit(db, unit);
    store::Batch units_file;
    units_file.sha256 = "renamed";
    store::add_batch(db, units_file);
    EXPECT_THAT(ranking("第38周"), HasSubstr("文学与传媒学院"));
}

TEST_F(KeptFiguresTest, AnotherPeriodAndAnotherGroupingAreOtherQuestions)
{
    const auto week = ranking("第38周");
    EXPECT_NE(ranking("第37周"), week);
    EXPECT_NE(direct(secretariat, "查排行 参与 第38周 学院"), week);
    EXPECT_EQ(ranking("第38周"), week);
}

TEST_F(KeptFiguresTest, MoreQuestionsThanAreKeptAreAllAnsweredRightly)
{
    const auto week = ranking("第38周");
    for (int day = 1; day <= 12; ++day)
        EXPECT_NE(ranking(("2026-09-" + std::to_string(100 + day).substr(1)).c_str()), week);
    EXPECT_EQ(ranking("第38周"), week);
}
