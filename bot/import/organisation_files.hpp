#pragma once

#include "adapters/files/table.hpp"
#include "bot/import/dates.hpp"
#include "bot/import/matching.hpp"
#include "store/roster.hpp"

/// units.csv and roster.csv (domain/exports.md §3, rulings 1, 2, 22, 30). Any fault refuses the file: half an
/// organisation is worse than yesterday's.
namespace tongbao::bot {

/// A unit as the file states it: the parent by its code.
struct UnitRow {
    std::uint32_t row = 0;
    Unit unit;
    std::string parent_code;
};

/// Reads the canonical columns by name, in any order; unknown columns are named in the report.
class CanonicalTable {
public:
    CanonicalTable(std::vector<std::string_view> known, std::vector<std::string_view> required, ImportReport& report);

    /// The first row is the header. False: the file is refused, read no further.
    bool take_header(const adapters::Row& row);
    /// The cell of a named column, normalised: NFKC, trimmed.
    std::string text(const adapters::Row& row, std::string_view column) const;
    /// Adds a refusal at this cell.
    void fault(const adapters::Row& row, std::string_view column, Code code, std::string words) const;
    /// An optional date; a fault when it is not readable.
    std::optional<Day> date(const adapters::Row& row, std::string_view column) const;
    /// Faults texts that a spreadsheet would run.
    void refuse_formulas(const adapters::Row& row) const;

private:
    std::optional<std::size_t> index(std::string_view column) const;

    std::vector<std::string_view> known_;
    std::vector<std::string_view> required_;
    ImportReport& report_;
    std::unordered_map<std::string, std::size_t> columns_;
};

class UnitsReader {
public:
    explicit UnitsReader(ImportReport& report);
    bool take(const adapters::Row& row);
    /// Parents before children; exactly one root, of kind 学校. Check the report for refusals.
    std::vector<UnitRow> finish();

private:
    ImportReport& report_;
    CanonicalTable table_;
    bool header_taken_ = false;
    std::vector<UnitRow> rows_;
};

class RosterReader {
public:
    RosterReader(const UnitNames& units, ImportReport& report);
    bool take(const adapters::Row& row);
    std::vector<store::RosterRow> finish();

private:
    void read_unit(const adapters::Row& row, store::RosterRow& target) const;
    void read_status(const adapters::Row& row, store::RosterRow& target) const;
    void read_person(const adapters::Row& row, store::RosterRow& target) const;

    const UnitNames& units_;
    ImportReport& report_;
    CanonicalTable table_;
    bool header_taken_ = false;
    std::vector<store::RosterRow> rows_;
};

/// The finding for what the store says against a roster.
Finding finding_of(const store::RosterError& error);

} // namespace tongbao::bot
