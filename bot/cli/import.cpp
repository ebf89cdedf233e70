#include "bot/import/import.hpp"

#include "bot/circulars/circulars.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/confirmation.hpp"
#include "bot/cli/opening.hpp"
#include "bot/clock.hpp"

#include <chrono>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace tongbao::bot::cli {
namespace {

using std::chrono::steady_clock;

ImportKind import_kind_of(const std::string& name)
{
    return name == "units"          ? ImportKind::units
           : name == "roster"       ? ImportKind::roster
           : name == "unit_summary" ? ImportKind::unit_summary
           : name == "bindings"     ? ImportKind::bindings
                                    : ImportKind::activity;
}

ImportOptions options_of(const ImportArguments& arguments)
{
    ImportOptions options;
    options.date = parse_iso_date(arguments.date);
    options.points = arguments.points == "annual"  ? PointsMeaning::annual
                     : arguments.points == "raw"   ? PointsMeaning::raw
                     : arguments.points == "total" ? PointsMeaning::total
                                                   : PointsMeaning::unstated;
    options.date_format = arguments.date_format == "mdy"   ? DateFormat::month_first
                          : arguments.date_format == "dmy" ? DateFormat::day_first
                                                           : DateFormat::none;
    options.consent = arguments.accept_rejected;
    return options;
}

/// A line on the terminal that counts rows once the reading has taken a second; silent elsewhere.
class ProgressLine {
public:
    void show(const ImportProgress& progress)
    {
        const auto now = steady_clock::now();
        if (!terminal_ || now - begun_ < std::chrono::seconds(1) || now - shown_ < std::chrono::milliseconds(100))
            return;
        shown_ = now;
        drawn_ = true;
        fmt::print(stderr, "\r读取 {} 行，{:.0f} 秒 ", progress.rows,
                   std::chrono::duration<double>(now - begun_).count());
    }
    ~ProgressLine()
    {
        if (drawn_)
            fmt::print(stderr, "\r\033[K");
    }

private:
    bool terminal_ = isatty(STDERR_FILENO) == 1;
    bool drawn_ = false;
    steady_clock::time_point begun_ = steady_clock::now();
    steady_clock::time_point shown_{};
};

void print_sample(const PreparedImport& prepared)
{
    fmt::print("{}\n", fmt::join(prepared.header, " | "));
    for (const auto& row : prepared.sample)
        fmt::print("{:>5}  {}\n", row.row, fmt::join(row.cells, " | "));
}

/// One file: preview, question, one transaction.
class FileImport {
public:
    FileImport(store::Connection& db, const Config& config, const ImportArguments& arguments)
        : db_(db), config_(config), arguments_(arguments), options_(options_of(arguments))
    {
        settings_.activity.sanity_max = config.sanity_max;
        options_.earliest_open = first_open_day(db);
    }

    ImportReport run(const std::filesystem::path& file)
    {
        const auto content = adapters::read_file(file.string(), settings_.limits);
        if (!content)
            return refused_import(file.filename().string(), import_kind_of(arguments_.kind), content.error());
        auto prepared = prepare(*content);
        if (!prepared.may_commit())
            return std::move(prepared.report);
        if (!arguments_.yes && !preview(prepared))
            return std::move(prepared.report);
        store::Transaction transaction(db_);
        auto report = commit_import(db_, std::move(prepared), now_, config_.figures.rollup);
        transaction.commit();
        return report;
    }

private:
    PreparedImport prepare(const adapters::FileContent& content)
    {
        ProgressLine line;
        return prepare_import(db_, content, import_kind_of(arguments_.kind), options_, settings_, local_day(now_),
                              [&](const ImportProgress& progress) { line.show(progress); });
    }

    static bool preview(const PreparedImport& prepared)
    {
        print_sample(prepared);
        fmt::print("{}\n", to_text(prepared.report));
        return confirmed("导入以上内容？");
    }

    store::Connection& db_;
    const Config& config_;
    const ImportArguments& arguments_;
    ImportOptions options_;
    ImportSettings settings_;
    Instant now_ = SystemClock().now();
};

} // namespace

int import(const ImportArguments& arguments)
{
    if (!arguments.date.empty() && !parse_iso_date(arguments.date)) {
        fmt::print(stderr, "--date {}: write a day like 2026-09-14\n", arguments.date);
        return usage;
    }
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    auto db = open_database(*config);
    FileImport one(db, *config, arguments);
    auto reports = nlohmann::json::array();
    int code = done;
    for (const auto& file : arguments.files) {
        const auto report = one.run(file);
        if (!report.committed && !report.already_imported)
            code = refused;
        if (arguments.json)
            reports.push_back(to_json(report));
        else
            fmt::print("{}\n", to_text(report));
    }
    if (arguments.json)
        fmt::print("{}\n", reports.dump(2));
    return code;
}

} // namespace tongbao::bot::cli
