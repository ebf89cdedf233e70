#pragma once

#include "bot/calendar.hpp"

/// Hours of a day as people type them. Pure.
namespace tongbao::bot {

/// "21:00-8:00", also with `到`, `至` or `～` between and `点` for `:00`; past midnight where the end is the earlier
/// one. Empty for anything else and for an empty range.
std::optional<HourRange> parse_hours(std::string_view typed);

/// "21:00–8:00".
std::string hours_text(const HourRange& hours);

} // namespace tongbao::bot
