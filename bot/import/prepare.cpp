#include "bot/import/import.hpp"

#include "adapters/files/read_table.hpp"
#include "bot/erased_numbers.hpp"
#include "store/units.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::uint64_t rows_between_progress = 4'096;

Code code_of(adapters::FileFault fault)
{
    switch (fault) {
    case adapters::FileFault::encoding:
        return Code::ENC;
    case adapters::FileFault::size:
        return Code::SIZE;
    case adapters::FileFault::unreadable:
        break;
    }
    return Code::FILE;
}

void add_refusal(ImportReport& report, const adapters::FileRefusal& refusal)
{
    report.add({code_of(refusal.fault), Severity::refusal, refusal.row, refusal.column, refusal.reason});
}

/// Reads one file of one kind; the parts it needs live as long as it does.
class Preparation {
public:
    Preparation(store::Connection& db, const adapters::FileContent& file, const ImportOptions& options,
                const ImportSettings& settings, Day today, const OnProgress& on_progress)
        : db_(db), file_(file), options_(options), settings_(settings), today_(today), on_progress_(on_progress)
    {
        prepared_.report.file = shown_name(file.name);
        prepared_.report.sha256 = file.sha256;
    }

    PreparedImport run(ImportKind kind)
    {
        report().kind = kind;
        if (!file_.sha256.empty() && store::find_batch(db_, file_.sha256)) {
            report().already_imported = true;
            return std::move(prepared_);
        }
        if (kind == ImportKind::units)
            read_units();
        else if (kind == ImportKind::roster)
            read_roster();
        else if (kind == ImportKind::bindings)
            read_bindings();
        else
            read_activity();
        return std::move(prepared_);
    }

private:
    ImportReport& report() { return prepared_.report; }

    /// False: the file is refused, the reasons are in the report.
    bool read(const adapters::RowSink& sink)
    {
        std::uint64_t rows = 0;
        const auto counting = [&](const adapters::Row& row) {
            if (++rows % rows_between_progress == 0 && on_progress_)
                on_progress_({rows});
            return sink(row);
        };
        const auto facts = adapters::read_table(file_, settings_.limits, counting);
        if (!facts) {
            add_refusal(report(), facts.error());
            return false;
        }
        if (facts->declared_rows && *facts->declared_rows != facts->rows)
            report().add(
                {Code::TRUNC, Severity::refusal, 0, 0,
                 fmt::format("声明 {} 条，实有 {} 条，导出可能被分页截断", *facts->declared_rows, facts->rows)});
        for (const auto& sheet : facts->sheets_not_read)
            report().add({Code::COL, Severity::note, 0, 0, fmt::format("未读取工作表“{}”", sheet)});
        if (rows == 0)
            report().add({Code::HDR, Severity::refusal, 0, 0, "文件没有内容"});
        return !report().refused;
    }

    void sample(const adapters::Row& row)
    {
        if (prepared_.sample.size() >= settings_.sample_rows)
            return;
        SampleRow copy{row.number, {}};
        for (const auto& cell : row.cells)
            copy.cells.emplace_back(cell.text);
        prepared_.sample.push_back(std::move(copy));
    }

    void sample_canonical(const adapters::Row& row)
    {
        if (!prepared_.header.empty())
            return sample(row);
        for (const auto& cell : row.cells)
            prepared_.header.emplace_back(cell.text);
    }

    void read_units()
    {
        UnitsReader reader(report());
        const bool whole = read([&](const adapters::Row& row) {
            sample_canonical(row);
            return reader.take(row);
        });
        if (whole)
            prepared_.units = reader.finish();
    }

    void read_roster()
    {
        const UnitNames units(store::all_units(db_));
        RosterReader reader(units, report());
        const bool whole = read([&](const adapters::Row& row) {
            sample_canonical(row);
            return reader.take(row);
        });
        if (!whole)
            return;
        prepared_.roster = reader.finish();
        leave_out_erased();
        for (const auto& error : store::check_roster(db_, prepared_.roster))
            report().add(finding_of(error));
    }

    /// The file still lists who was erased (domain/commands.md §7): that must not bring the person back.
    void leave_out_erased()
    {
        std::erase_if(prepared_.roster, [&](const store::RosterRow& row) {
            const bool erased = still_erased(db_, row.code, row.start);
            if (erased)
                report().add({Code::OLD, Severity::warning, static_cast<std::uint32_t>(row.row), 0,
                              "这一行的人已注销，没有导入"});
            return erased;
        });
    }

    void read_bindings()
    {
        BindingsReader reader(db_, report());
        const bool whole = read([&](const adapters::Row& row) {
            sample_canonical(row);
            return reader.take(row);
        });
        if (whole)
            prepared_.bindings = reader.finish();
    }

    void read_activity()
    {
        if (settings_.limits.max_rows == 0)
            return;
        const bool whole = read([this](const adapters::Row& row) { return take_activity_row(row); });
        if (whole && !layout_)
            begin_table();
        if (!whole || report().refused)
            return; // reading ends early where a row refuses the file
        if (people_)
            prepared_.activity = people_->finish(
                [this](store::Series series, Day day) { return store::totals_before(db_, series, day); });
        else
            finish_summary();
        if (report().rows_read == 0)
            report().add({Code::HDR, Severity::refusal, 0, 0, "表头之下没有数据行"});
    }

    /// The first rows wait until the header is known.
    bool take_activity_row(const adapters::Row& row)
    {
        if (!layout_) {
            top_.push_back(kept(row));
            return top_.size() <= header_search_rows || begin_table();
        }
        return take_data_row(row);
    }

    /// False: the file is refused, read no further.
    bool take_data_row(const adapters::Row& row)
    {
        sample(row);
        return people_ ? people_->take(row) : summary_->take(row);
    }

    bool begin_table()
    {
        layout_ = find_layout(top_, file_.name, options_, today_, report());
        if (!layout_)
            return false;
        prepared_.header = layout_->header_texts;
        if (layout_->kind == TableKind::activity) {
            matcher_.emplace(roster_for(*layout_), store::all_units(db_));
            people_.emplace(*layout_, *matcher_, settings_.activity, options_, report());
        } else {
            report().kind = ImportKind::unit_summary;
            unit_names_.emplace(store::all_units(db_));
            summary_.emplace(*layout_, *unit_names_, report());
        }
        return replay_top();
    }

    /// A date column may name any day, so all memberships are needed.
    std::vector<store::RosterMember> roster_for(const Layout& layout)
    {
        using std::chrono::days;
        if (layout.file_day)
            return store::roster_between(db_, *layout.file_day, *layout.file_day + days{1});
        return store::roster_between(db_, Day{}, today_ + days{1});
    }

    bool replay_top()
    {
        bool more = true;
        for (std::size_t i = layout_->data_begins; i < top_.size() && more; ++i) {
            std::vector<adapters::Cell> cells;
            for (const auto& cell : top_[i].cells)
                cells.push_back({cell.text, cell.number, cell.formula, cell.merged_across, cell.carried});
            more = take_data_row({top_[i].number, cells, top_[i].dates_from_1904});
        }
        top_.clear();
        return more;
    }

    void finish_summary()
    {
        prepared_.statements = summary_->finish();
        if (report().days.empty())
            return;
        const Window days{WindowKind::week, report().days.front(), report().days.back() + std::chrono::days{1}};
        compare_file(prepared_.statements, store::unit_days(db_, days), *unit_names_, report());
    }

    store::Connection& db_;
    const adapters::FileContent& file_;
    const ImportOptions& options_;
    const ImportSettings& settings_;
    Day today_;
    const OnProgress& on_progress_;
    PreparedImport prepared_;
    std::vector<KeptRow> top_;
    std::optional<Layout> layout_;
    std::optional<MemberMatcher> matcher_;
    std::optional<ActivityReader> people_;
    std::optional<UnitNames> unit_names_;
    std::optional<UnitSummaryReader> summary_;
};

} // namespace

PreparedImport prepare_import(store::Connection& db, const adapters::FileContent& file, ImportKind kind,
                              const ImportOptions& options, const ImportSettings& settings, Day today,
                              const OnProgress& on_progress)
{
    return Preparation(db, file, options, settings, today, on_progress).run(kind);
}

ImportReport refused_import(const std::string& file_name, ImportKind kind, const adapters::FileRefusal& refusal)
{
    ImportReport report;
    report.file = shown_name(file_name);
    report.kind = kind;
    add_refusal(report, refusal);
    return report;
}

} // namespace tongbao::bot
