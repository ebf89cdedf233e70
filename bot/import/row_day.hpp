#pragma once

#include "bot/import/layout.hpp"

#include <unordered_map>

namespace tongbao::bot {

/// Says which day a row speaks of, and refuses days that cannot be. Reads each written date once: a file repeats few.
class RowDays {
public:
    RowDays(const Layout& layout, const ImportOptions& options, ImportReport& report);

    /// Of a table that is not wide. Empty: the row is rejected and the report says why.
    std::optional<Day> day_of(const adapters::Row& row);
    /// False: the day has not come yet, the row is rejected. A day of a closed period asks for consent (code OLD).
    bool accept(const adapters::Row& row, Day day, std::optional<std::size_t> column);

private:
    std::optional<Day> read(std::string_view written);

    const Layout& layout_;
    const ImportOptions& options_;
    ImportReport& report_;
    std::unordered_map<std::string, std::optional<Day>> read_days_;
    std::string last_text_;
    std::optional<Day> last_day_;
    bool old_reported_ = false;
};

} // namespace tongbao::bot
