// Cost of a circular at 10 thousand, 100 thousand and a million members over a month of facts. Rates, points and ranks
// come from the day rollups, so it must not grow with the members; the figures that need persons are scanned once and
// kept. Building the largest database takes about two minutes and 2 GB of disk; `bench_circular 10000 100000` leaves it
// out. The floor of each case is the bare query for the rows that the work has to read, in the same run.
#include "bot/circulars/circulars.hpp"
#include "store/schema.hpp"
#include "store/units.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using namespace tongbao;
using namespace tongbao::bot;
namespace fs = std::filesystem;

constexpr int units = 20, branches_per_unit = 10;
constexpr int runs = 9;
constexpr double allowed_growth = 2.0; ///< of the largest to the smallest organisation
const Window month = parse_window("2026-09").value();
const Window week = parse_window("2026-W38").value();

double milliseconds(const std::function<void()>& work)
{
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

double median_of_runs(const std::function<void()>& work)
{
    work(); // the first fills the caches
    std::vector<double> times;
    for (int i = 0; i < runs; ++i)
        times.push_back(milliseconds(work));
    std::ranges::nth_element(times, times.begin() + runs / 2);
    return times[runs / 2];
}

void print(const std::string& name, double value, double floor)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const nlohmann::ordered_json line{{"bench", "circular"},
                                      {"case", name},
                                      {"value", value},
                                      {"unit", "ms"},
                                      {"floor", floor},
                                      {"ratio", value / floor},
                                      {"rss_mb", usage.ru_maxrss / 1024}};
    std::cout << line.dump() << std::endl;
}

void add_units(store::Connection& db)
{
    const auto add = [&](std::string code, std::string name, UnitKind kind, UnitId parent) {
        Unit unit;
        unit.code = std::move(code);
        unit.name = std::move(name);
        unit.kind = kind;
        unit.parent = parent;
        unit.active_from = month.from - std::chrono::days{365};
        return store::save_unit(db, unit);
    };
    const auto school = add("XX", "示例大学", UnitKind::school, {});
    for (int u = 0; u < units; ++u) {
        const auto unit = add(fmt::format("U{:02}", u), fmt::format("第{}学院", u), UnitKind::party_committee, school);
        for (int b = 0; b < branches_per_unit; ++b)
            add(fmt::format("U{:02}-{:02}", u, b), fmt::format("第{}学院第{}党支部", u, b), UnitKind::branch, unit);
    }
}

/// Members, their facts of the whole month and the rollups.
void fill(store::Connection& db, int members)
{
    store::migrate(db);
    db.execute("PRAGMA synchronous = OFF"); // only while the data are made
    store::Transaction transaction(db);
    add_units(db);
    db.execute("INSERT INTO batch (id, sha256, file_name, kind, row_count, points, report, imported_at) "
               "VALUES (1, '', '', 0, 0, 0, '', 0)");
    db.run("WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < $1) "
           "INSERT INTO member (id, code, name, phone_tail) SELECT id, printf('%08d', id), '成员' || id, '' FROM n",
           members);
    const std::string place = fmt::format("2 + (m.id % {}) * {}", units, branches_per_unit + 1);
    db.run(fmt::format("INSERT INTO membership (member, start_day, unit, branch, category, party_status, cadre, "
                       "registered_on) SELECT m.id, $1, {0}, {0} + 1 + m.id / {1} % {2}, 0, 1, '', $1 FROM member m",
                       place, units, branches_per_unit),
           month.from - std::chrono::days{365});
    for (auto day = month.from; day < month.until; day += std::chrono::days{1}) {
        db.run("INSERT INTO activity (day, member, points, active, source, batch) "
               "SELECT $1, id, (id * 7 + $1 * 13) % 50, (id + $1) % 3 > 0, 1, 1 FROM member ORDER BY id",
               day);
        db.run("INSERT INTO coverage (day, unit, batch) SELECT $1, id, 1 FROM unit WHERE parent = 1", day);
    }
    store::rebuild_rollups(db, {});
    transaction.commit();
    db.execute("ANALYZE; PRAGMA synchronous = FULL");
}

struct Organisation {
    fs::path source = TONGBAO_SOURCE_FOLDER;
    CircularSettings settings;
    FiguresRules rules;
    Calendar calendar = parse_calendar(text_of(source / "calendar.json")).calendar.value();
    Templates templates = std::move(Templates::load(source / "templates/zh-CN").templates.value());
    Circulars circulars{settings, rules, calendar, templates,
                        [](const std::string&, const adapters::OutgoingText& text) { return std::vector{text.body}; }};

    Organisation() { settings.targets = {"group"}; }
    static std::string text_of(const fs::path& path)
    {
        std::ifstream file(path, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }
};

double read_rollups(store::Connection& db, const Window& window)
{
    return median_of_runs([&] {
        auto query = db.prepare("SELECT day, unit, roster, registered, base, active, points FROM unit_day "
                                "WHERE day >= $1 AND day < $2");
        query.bind(previous(window).from, window.until);
        std::int64_t sum = 0;
        while (query.step())
            sum += query.integer(6);
        if (sum == 0)
            throw std::runtime_error("no rollups");
    });
}

double scan_facts(store::Connection& db)
{
    return milliseconds([&] {
        auto query = db.prepare("SELECT sum(points) FROM activity WHERE day >= $1 AND day < $2");
        query.bind(month.from, month.until);
        query.step();
    });
}

/// Drafts, keeps and enqueues the weekly circular, then takes it back. Returns the median time.
double weekly(store::Connection& db, const Organisation& organisation, const std::string& size)
{
    const auto sign_day = drafting_day(organisation.calendar, week);
    const auto value = median_of_runs([&] {
        store::Transaction undone(db);
        auto draft = organisation.circulars.draft_weekly(db, week, sign_day);
        if (!draft.refused.empty())
            throw std::runtime_error(draft.refused);
        organisation.circulars.issue(db, std::move(draft.circular), at_local(sign_day, std::chrono::hours{9}));
    });
    print("members_" + size, value, read_rollups(db, week));
    return value;
}

void monthly(store::Connection& db, const Organisation& organisation, const std::string& size)
{
    LoadedFigures loaded;
    const auto scan = milliseconds([&] { loaded = load_figures(db, month, organisation.rules, Persons::include); });
    print("month_first_scan_" + size, scan, scan_facts(db));
    {
        store::Transaction keep(db);
        save_scanned(db, loaded, organisation.rules);
        keep.commit();
    }
    const auto value = median_of_runs([&] {
        const auto draft = organisation.circulars.draft_monthly(db, month, "U00", month.until);
        if (!draft.refused.empty())
            throw std::runtime_error(draft.refused);
    });
    print("month_members_" + size, value, read_rollups(db, month));
}

double bench(int members)
{
    const auto folder = fs::temp_directory_path() / fmt::format("bench_circular_{}_{}", getpid(), members);
    fs::create_directories(folder);
    double value = 0;
    {
        store::Connection db((folder / "bench.db").string());
        fill(db, members);
        const Organisation organisation;
        const auto size =
            members >= 1'000'000 ? fmt::format("{}m", members / 1'000'000) : fmt::format("{}k", members / 1000);
        value = weekly(db, organisation, size);
        monthly(db, organisation, size);
    }
    fs::remove_all(folder);
    return value;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<int> sizes;
    for (int i = 1; i < argc; ++i)
        sizes.push_back(std::stoi(argv[i]));
    if (sizes.empty())
        sizes = {10'000, 100'000, 1'000'000};
    std::vector<double> values;
    for (const auto size : sizes)
        values.push_back(bench(size));
    if (values.back() <= allowed_growth * values.front())
        return 0;
    std::cerr << fmt::format("a circular grew from {:.1f} to {:.1f} ms with the members\n", values.front(),
                             values.back());
    return 1;
}
