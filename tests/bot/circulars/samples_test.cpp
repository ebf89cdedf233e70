#include "bot/circulars/circulars.hpp"
#include "bot/figures/json.hpp"
#include "tests/bot/figures/example.hpp"
#include "tests/bot/import_support.hpp"
#include "tests/source_files.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace tongbao;
using namespace tongbao::bot;
using example::window;

namespace {

namespace fs = std::filesystem;

/// The sample organisation with its fourteen exports, imported once for all tests.
class SamplesTest : public testing::Test {
protected:
    struct Imported : ImportTest {
        using ImportTest::db;
        void TestBody() override {}
        void import_samples()
        {
            const fs::path samples = std::getenv("TONGBAO_SAMPLES");
            import(ImportKind::units, "units.csv", file_text(samples / "units.csv"));
            import(ImportKind::roster, "roster.csv", file_text(samples / "roster.csv"));
            std::vector<fs::path> files;
            for (const auto& entry : fs::directory_iterator(samples / "exports"))
                files.push_back(entry.path());
            std::ranges::sort(files);
            for (const auto& file : files)
                import(file.filename().string(), file_text(file));
        }
    };
    static void SetUpTestSuite()
    {
        imported_ = std::make_unique<Imported>();
        imported_->import_samples();
    }
    static void TearDownTestSuite() { imported_.reset(); }

    store::Connection& db() { return imported_->db; }

    static inline std::unique_ptr<Imported> imported_;
    const FiguresRules rules_;
};

/// Code, participation, rank, average, rank, registration, rank of worked example 2.
using Row = std::tuple<std::string, std::string, int, std::string, int, std::string, int>;

Row row_of(const UnitFigures& unit)
{
    return {unit.unit.code,
            text(unit.main.participation),
            unit.ranks.participation.value_or(0),
            text(unit.main.average),
            unit.ranks.points.value_or(0),
            text(unit.registration),
            unit.ranks.registration.value_or(0)};
}

} // namespace

TEST_F(SamplesTest, ImportedSamplesGiveWorkedExample2)
{
    const auto figures = load_figures(db(), window("2026-W38"), rules_).figures;
    std::vector<Row> rows;
    for (const auto& unit : figures.units)
        rows.push_back(row_of(unit));
    EXPECT_THAT(rows,
                testing::UnorderedElementsAre(
                    Row{"WX", "70.00", 1, "34.50", 1, "98.10", 2}, Row{"SL", "65.00", 2, "31.50", 2, "97.63", 4},
                    Row{"JG", "65.00", 2, "31.50", 2, "99.23", 1}, Row{"YY", "64.95", 4, "31.50", 2, "98.00", 3},
                    Row{"TY", "45.00", 5, "21.00", 5, "90.00", 5}, Row{"ZS", "89.29", 0, "37.00", 0, "100.00", 0}));
    EXPECT_EQ(text(figures.whole.main.participation), "64.84");
    EXPECT_EQ(text(figures.whole.main.average), "31.52");
    EXPECT_EQ(text(figures.whole.registration), "97.45");
    EXPECT_EQ(figures.branches.size(), 53u);
}

TEST_F(SamplesTest, ImportedSamplesGiveTheSampleCircularByteForByte)
{
    CircularSettings settings;
    settings.blocks = source() / "tests/bot/data";
    const auto calendar = parse_calendar(file_text(source() / "calendar.json")).calendar.value();
    const auto templates = std::move(Templates::load(source() / "templates/zh-CN").templates.value());
    const Circulars circulars(settings, rules_, calendar, templates, {});
    const auto draft = circulars.draft_weekly(db(), window("2026-W38"), day("2026-09-21"));
    EXPECT_EQ(draft.refused, "");
    EXPECT_EQ(draft.circular.text + "\n", file_text(source() / "tests/bot/data/weekly-2026-W38.txt"));
    EXPECT_TRUE(circulars.readiness(db(), window("2026-W38")).complete);
}

TEST_F(SamplesTest, ScanOfPersonsAgreesWithTheDayRollups)
{
    const auto loaded = load_figures(db(), window("2026-W38"), rules_, Persons::include);
    for (const auto* table : {&loaded.figures.units, &loaded.figures.branches})
        for (const auto& unit : *table) {
            const auto& persons = loaded.scanned.at(unit.unit.id);
            EXPECT_EQ(persons.active_days, unit.main.active) << unit.unit.code;
            EXPECT_EQ(persons.due_members * 7, unit.main.person_days) << unit.unit.code;
        }
    EXPECT_EQ(loaded.scanned.at(loaded.figures.whole.unit.id).active_days, 6055);
}

TEST_F(SamplesTest, PersonFiguresAreScannedOnceAndReusedUntilTheDataChange)
{
    const auto week = window("2026-W38");
    const auto first = load_figures(db(), week, rules_, Persons::include);
    EXPECT_FALSE(first.scanned.empty());
    save_scanned(db(), first, rules_);
    const auto second = load_figures(db(), week, rules_, Persons::include);
    EXPECT_TRUE(second.scanned.empty());
    EXPECT_EQ(figures_json(second.figures), figures_json(first.figures));
    db().execute("UPDATE data_version SET version = version + 1");
    EXPECT_FALSE(load_figures(db(), week, rules_, Persons::include).scanned.empty());
}

TEST_F(SamplesTest, ScanThatTheDataOutranIsNotKept)
{
    const auto week = window("2026-W37");
    const auto loaded = load_figures(db(), week, rules_, Persons::include);
    db().execute("UPDATE data_version SET version = version + 1");
    save_scanned(db(), loaded, rules_);
    EXPECT_FALSE(load_figures(db(), week, rules_, Persons::include).scanned.empty());
}
