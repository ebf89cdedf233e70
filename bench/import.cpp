// Rows per second of an activity import, from the CSV file to the committed transaction, beside a bare SQLite upsert
// loop over the same parsed rows in the same run.
#include "bot/import/import.hpp"
#include "store/schema.hpp"

#include <sys/resource.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace tongbao;
using namespace tongbao::bot;

constexpr int units = 20;
constexpr int members = 20'000;
constexpr int days_in_file = 10;
constexpr int runs = 5;
constexpr double floor_ratio = 0.6;

const Day first_day = std::chrono::local_days{std::chrono::year{2026} / 9 / 1};
const Day today = first_day + std::chrono::days{30};
const Instant now = std::chrono::sys_days{today.time_since_epoch()};

double seconds_of(const std::function<void()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

std::string units_csv()
{
    std::string text = "unit_code,name,kind,parent_code,active_from\nXX,示例大学,学校,,2020-09-01\n";
    for (int i = 0; i < units; ++i)
        text += fmt::format("U{0:02},第{0}学院,分党委,XX,2020-09-01\n", i);
    return text;
}

std::string roster_csv()
{
    std::string text = "member_id,name,unit_code,party_status,registered_on,start\n";
    for (int i = 0; i < members; ++i)
        text += fmt::format("{:08},成员{},U{:02},正式,2025-09-10,2025-09-01\n", i, i, i % units);
    return text;
}

std::string activity_csv()
{
    std::string text = "工号,日期,计入年度积分\n";
    for (int d = 0; d < days_in_file; ++d)
        for (int i = 0; i < members; ++i)
            text += fmt::format("{:08},{},{}\n", i, iso_date(first_day + std::chrono::days{d}), (i * 7 + d) % 60);
    return text;
}

class Bench {
public:
    explicit Bench(std::filesystem::path folder) : folder_(std::move(folder))
    {
        std::filesystem::create_directories(folder_);
        write("units.csv", units_csv());
        write("roster.csv", roster_csv());
        write("activity.csv", activity_csv());
    }
    std::size_t rows() const { return parsed_.size(); }
    ~Bench() { std::filesystem::remove_all(folder_); }

    /// Seconds of one import into a database that knows the roster.
    double import_once(int run)
    {
        store::Connection db((folder_ / fmt::format("import{}.db", run)).string());
        store::migrate(db);
        import(db, ImportKind::units, "units.csv");
        import(db, ImportKind::roster, "roster.csv");
        if (run == 0)
            parsed_ = prepare(db, ImportKind::activity, "activity.csv").activity.rows;
        return seconds_of([&] { import(db, ImportKind::activity, "activity.csv"); });
    }

    /// Seconds of upserting the rows into a table of the same shape, nothing else.
    double upsert_once(int run)
    {
        store::Connection db((folder_ / fmt::format("bare{}.db", run)).string());
        db.execute("CREATE TABLE activity (day INTEGER, member INTEGER, points INTEGER, points_raw INTEGER, "
                   "active INTEGER, source INTEGER, batch INTEGER, PRIMARY KEY (day, member)) STRICT, WITHOUT ROWID");
        return seconds_of([&] {
            store::Transaction transaction(db);
            auto upsert = db.prepare("INSERT INTO activity VALUES ($1, $2, $3, $4, $5, 1, 1) ON CONFLICT (day, member) "
                                     "DO UPDATE SET points = excluded.points, points_raw = excluded.points_raw, "
                                     "active = excluded.active, source = excluded.source, batch = excluded.batch");
            for (const auto& row : parsed_) {
                upsert.bind(row.day, row.member, row.points, row.points_raw, row.active);
                upsert.run();
            }
            transaction.commit();
        });
    }

private:
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

    PreparedImport prepare(store::Connection& db, ImportKind kind, const std::string& name) const
    {
        const auto file = adapters::read_file((folder_ / name).string(), {});
        auto prepared = prepare_import(db, *file, kind, {}, {}, today);
        if (!prepared.may_commit())
            throw std::runtime_error(to_text(prepared.report));
        return prepared;
    }

    void import(store::Connection& db, ImportKind kind, const std::string& name) const
    {
        auto prepared = prepare(db, kind, name);
        store::Transaction transaction(db);
        const auto report = commit_import(db, std::move(prepared), now, {});
        transaction.commit();
        if (!report.committed)
            throw std::runtime_error(to_text(report));
    }

    std::filesystem::path folder_;
    std::vector<store::ActivityRow> parsed_;
};

} // namespace

int main()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "tongbao-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        return EXIT_FAILURE;
    Bench bench(pattern);
    double import_seconds = 1e9;
    double bare_seconds = 1e9;
    for (int run = 0; run < runs; ++run) { // the best of each: other processes only ever slow a run down
        import_seconds = std::min(import_seconds, bench.import_once(run));
        bare_seconds = std::min(bare_seconds, bench.upsert_once(run));
    }
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    const auto per_second = [&](double seconds) { return std::round(static_cast<double>(bench.rows()) / seconds); };
    const auto rss_mb = usage.ru_maxrss / 1024;
    const auto ratio = std::round(bare_seconds / import_seconds * 100) / 100;
    const auto name = fmt::format("csv_{}_rows", bench.rows());
    std::cout << nlohmann::json{{"bench", "import"}, {"case", name},         {"value", per_second(import_seconds)},
                                {"unit", "rows/s"},  {"floor", floor_ratio}, {"ratio", ratio},
                                {"rss_mb", rss_mb}}
              << '\n'
              << nlohmann::json{{"bench", "import"}, {"case", "bare_upsert"}, {"value", per_second(bare_seconds)},
                                {"unit", "rows/s"},  {"floor", nullptr},      {"ratio", 1.0},
                                {"rss_mb", rss_mb}}
              << '\n';
    return EXIT_SUCCESS;
}
