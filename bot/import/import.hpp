#pragma once

#include "adapters/files/opened_file.hpp"
#include "bot/import/activity_reader.hpp"
#include "bot/import/bindings_file.hpp"
#include "bot/import/organisation_files.hpp"
#include "bot/import/unit_summary.hpp"

/// Data in: file -> prepare (parse, match, preview) -> a person confirms -> commit, one transaction.
namespace tongbao::bot {

struct ImportSettings {
    adapters::FileLimits limits;
    ActivityRules activity;
    std::size_t sample_rows = 20; ///< shown in the preview
};

struct ImportProgress {
    std::uint64_t rows = 0; ///< read so far
};
/// Called now and then while a file is read, on the thread that reads it.
using OnProgress = std::function<void(const ImportProgress&)>;

/// A row as the preview shows it to the person who imports; never logged.
struct SampleRow {
    std::uint32_t row;
    std::vector<std::string> cells;
};

/// A file read and matched, nothing stored. Holds values only: neither the file nor the database.
struct PreparedImport {
    ImportReport report;
    std::vector<std::string> header; ///< of the sample rows
    std::vector<SampleRow> sample;
    ActivityDraft activity;
    std::vector<UnitRow> units;
    std::vector<store::RosterRow> roster;
    std::vector<UnitStatement> statements;
    std::vector<BindingRow> bindings;

    bool may_commit() const { return !report.refused && !report.needs_consent && !report.already_imported; }
};

/// `kind` activity also takes unit_summary files and tells them apart by their columns. Reads the database, changes
/// nothing. Faults of the file are in the report; throws only when the database is unavailable.
PreparedImport prepare_import(store::Connection& db, const adapters::FileContent& file, ImportKind kind,
                              const ImportOptions& options, const ImportSettings& settings, Day today,
                              const OnProgress& on_progress = {});

/// Stores what may be committed and completes the report. Call it in a transaction (Store::write): what throws leaves
/// nothing. A file that was imported meanwhile changes nothing.
ImportReport commit_import(store::Connection& db, PreparedImport prepared, Instant now,
                           const store::RollupRules& rules);

/// The report of a file that could not even be opened.
ImportReport refused_import(const std::string& file_name, ImportKind kind, const adapters::FileRefusal& refusal);

} // namespace tongbao::bot
