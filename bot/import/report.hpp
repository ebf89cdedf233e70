#pragma once

#include "bot/windows.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>

namespace tongbao::bot {

/// domain/exports.md §6 and rulings 6, 27, 28; the last three are ours.
enum class Code {
    ENC,   ///< encoding
    FILE,  ///< unreadable, half-written, password-protected
    SIZE,  ///< a bomb, or over a limit
    HDR,   ///< no header row
    COL,   ///< a column is missing, doubled or ambiguous
    TRUNC, ///< declared count and rows differ
    DATE,
    NUM,
    NEG,
    CAP, ///< above sanity_max
    DUP,
    UNIT,
    NAME0, ///< nobody matches
    NAME2, ///< several match
    FUT,
    OLD,
    RESET, ///< a running total fell
    OVER,  ///< memberships overlap
    MANY,  ///< too many rejected rows
    FORM,  ///< a formula, or a text that would be one
    SUM,   ///< a check figure of the file differs
    REG,   ///< activation differs from the roster
    PART   ///< few members of a unit are in the file
};
std::string_view name_of(Code code);

/// What a finding does: the whole file, one row, or nothing but words.
enum class Severity { refusal, rejected, queued, warning, note };

/// Row and column are those of the file, 1-based; 0 = none. The text never holds a row's content.
struct Finding {
    Code code;
    Severity severity;
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    std::string text; ///< Chinese, for people
};

enum class ImportKind { units, roster, activity, unit_summary, bindings };
std::string_view name_of(ImportKind kind);

/// What an import found and did. The findings listed are the first few; the counts are of all.
struct ImportReport {
    std::string file;
    std::string sha256;
    ImportKind kind = ImportKind::activity;
    bool already_imported = false;
    bool committed = false;

    std::int64_t rows_read = 0; ///< below the header
    std::int64_t ready = 0;     ///< values to store
    std::int64_t added = 0;
    std::int64_t replaced = 0;
    std::int64_t unchanged = 0;
    std::int64_t outranked = 0; ///< a more trusted source has that day
    std::int64_t queued = 0;
    std::int64_t rejected = 0;
    std::map<std::string, std::int64_t> skipped; ///< reason -> rows
    std::vector<Day> days;
    std::vector<std::string> units_without_rows; ///< names
    std::int64_t members_without_rows = 0;       ///< of the units listed
    std::int64_t points = 0;
    std::vector<std::string> unused_columns;
    std::vector<Finding> findings;
    std::map<Code, std::int64_t> counts;

    /// The file is not imported; the reasons are the findings of severity refusal.
    bool refused = false;
    /// Only a person's word lets it through: too many rejected rows, or a closed period.
    bool needs_consent = false;

    void add(Finding finding, std::size_t max_listed = 200);
    /// The same, of a column counted from 0 or of none.
    void add(Code code, Severity severity, std::uint32_t row, std::optional<std::size_t> column, std::string text);
};

/// A file's name as reports and the database hold it: whatever its bytes, UTF-8 without control characters.
std::string shown_name(std::string_view file_name);

nlohmann::json to_json(const ImportReport& report);
/// Several Chinese lines for a terminal or a report file.
std::string to_text(const ImportReport& report);

} // namespace tongbao::bot
