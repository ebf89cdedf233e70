#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// The counts of one unit and window that were scanned from person-days (domain/rulings.md 11).
struct PersonFiguresRow {
    UnitId unit;
    std::int64_t due_members = 0;
    std::int64_t active_members = 0;
    std::int64_t regular_members = 0;
    std::int64_t active_days = 0;
    std::int64_t cadres = 0;
    std::int64_t cadre_days = 0;
    std::int64_t cadre_active_days = 0;
    std::int64_t cadres_leading = 0;
    friend bool operator==(const PersonFiguresRow&, const PersonFiguresRow&) = default;
};

/// What was saved for the window under the same rules and data version, by unit; empty when that was never saved.
std::vector<PersonFiguresRow> saved_person_figures(Connection& db, std::string_view window, std::string_view rules,
                                                   std::int64_t data_version);

/// Replaces what is saved for the window and rules. Call it in a transaction.
void save_person_figures(Connection& db, std::string_view window, std::string_view rules, std::int64_t data_version,
                         const std::vector<PersonFiguresRow>& rows);

} // namespace tongbao::store
