#pragma once

#include "store/vocabulary.hpp"

#include <optional>
#include <string_view>

/// Days as the cells of files write them (domain/exports.md §5). Pure; "today" is given.
namespace tongbao::bot {

/// `09/14/2026` and `14/09/2026` are read only when the person says which.
enum class DateFormat { none, month_first, day_first };

struct DateContext {
    Day today;               ///< a day without a year is the latest one that is not after it
    std::optional<int> year; ///< of the file, for `9月14日`
    DateFormat format = DateFormat::none;
    bool dates_from_1904 = false;
};

/// A whole cell: `2026-09-14`, `2026/9/14`, `2026.9.14`, `20260914`, `2026年9月14日`, `9月14日`, a serial number, each
/// with or without a time; a time with an offset is turned into the day in Shanghai.
std::optional<Day> read_date(std::string_view text, const DateContext& context);

/// A column's header in a wide table: read_date, and `9.14`, `9-14`, `9/14`.
std::optional<Day> read_header_date(std::string_view text, const DateContext& context);

/// 0 = Monday, for `周一`, `星期日`, `Mon`.
std::optional<int> read_weekday(std::string_view text);

} // namespace tongbao::bot
