#include "tests/bot/import_support.hpp"

#include "adapters/files/opened_file.hpp"

#include <sys/resource.h>

#include <cstdlib>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

std::filesystem::path samples()
{
    const char* folder = std::getenv("TONGBAO_SAMPLES");
    if (!folder || !std::filesystem::is_directory(folder))
        throw std::runtime_error("TONGBAO_SAMPLES names no folder");
    return folder;
}

struct Sums {
    std::int64_t person_days = 0, active = 0, points = 0;
    int roster = 0, registered = 0;
    friend bool operator==(const Sums&, const Sums&) = default;
};

void PrintTo(const Sums& sums, std::ostream* out)
{
    *out << sums.person_days << ' ' << sums.active << ' ' << sums.points << ' ' << sums.roster << ' '
         << sums.registered;
}

} // namespace

class ImportSamples : public ImportTest {
protected:
    ImportReport import_file(ImportKind kind, const std::filesystem::path& path)
    {
        const auto file = adapters::read_file(path.string(), settings.limits);
        if (!file)
            throw std::runtime_error(file.error().reason);
        return import(kind, file->name, file->bytes);
    }

    std::vector<ImportReport> import_all()
    {
        std::vector<ImportReport> reports;
        import_file(ImportKind::units, samples() / "units.csv");
        import_file(ImportKind::roster, samples() / "roster.csv");
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(samples() / "exports"))
            files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const auto& path : files)
            reports.push_back(import_file(ImportKind::activity, path));
        return reports;
    }

    Sums sums(const std::string& unit, Day from)
    {
        Sums total;
        const Window week{WindowKind::week, from, from + std::chrono::days{7}};
        for (const auto& figures : store::unit_days(db, store::find_unit(db, unit)->id, week)) {
            total.person_days += figures.base;
            total.active += figures.active;
            total.points += figures.points;
            total.roster = figures.roster;
            total.registered = figures.registered;
        }
        return total;
    }
};

TEST_F(ImportSamples, AllFourteenFilesAreImportedWhole)
{
    const auto reports = import_all();
    ASSERT_EQ(reports.size(), 14u);
    auto expected = day(2026, 9, 7);
    for (const auto& report : reports) {
        EXPECT_TRUE(report.committed) << to_text(report);
        EXPECT_EQ(report.added, 1334) << to_text(report);
        EXPECT_EQ(report.queued, 0);
        EXPECT_EQ(report.rejected, 0);
        EXPECT_THAT(report.days, testing::ElementsAre(expected));
        EXPECT_TRUE(report.units_without_rows.empty());
        EXPECT_EQ(report.members_without_rows, 0);
        EXPECT_TRUE(report.findings.empty()) << to_text(report);
        expected += std::chrono::days{1};
    }
}

/// domain/metrics.md §7, worked example 2.
TEST_F(ImportSamples, DayRollupsSumToTheWorkedExample)
{
    import_all();
    const auto last = day(2026, 9, 14);
    EXPECT_EQ(sums("WX", last), (Sums{2940, 2058, 101430, 420, 412}));
    EXPECT_EQ(sums("SL", last), (Sums{2660, 1729, 83790, 380, 371}));
    EXPECT_EQ(sums("JG", last), (Sums{1820, 1183, 57330, 260, 258}));
    EXPECT_EQ(sums("XX", last), (Sums{9338, 6055, 294301, 1334, 1300}));
    const auto before = day(2026, 9, 7);
    EXPECT_EQ(sums("WX", before).points, 98490);
    EXPECT_EQ(sums("SL", before).active, 1782);
    EXPECT_EQ(sums("JG", before).points, 54600);
    EXPECT_EQ(sums("XX", before).active, 6065);
    EXPECT_EQ(sums("XX", before).points, 294280);
}

TEST_F(ImportSamples, RosterImportedAgainChangesNothing)
{
    import_all();
    const auto roster = adapters::read_file((samples() / "roster.csv").string(), {});
    const auto report = import(ImportKind::roster, "roster2.csv", roster->bytes + "\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(report.unchanged, 1334);
    EXPECT_EQ(report.added + report.replaced, 0);
}

TEST_F(ImportSamples, TheWholeImportStaysSmall)
{
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer multiplies memory; the bound holds in the build without it";
#endif
    import_all();
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    EXPECT_LT(usage.ru_maxrss, 150 << 10);
}
