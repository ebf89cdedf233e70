#pragma once

#include "bot/calendar.hpp"

#include <boost/system/result.hpp>

/// Takes the arrangement of a year out of a public data set into the customer's calendar file (domain/calendar.md §2,
/// §3). Pure and offline: texts in, text out.
namespace tongbao::bot {

/// The days off and the worked weekends of one year, as a data set lists them.
struct Arrangement {
    std::map<std::string, std::set<Day>> off; ///< by festival
    std::set<Day> work;
    std::string source;
};

/// Reads the JSON of holiday-cn, chinese-days or holiday-calendar, told apart by their keys. A year without any day is
/// left out: silence does not mean that there is no holiday. The error says, in Chinese, what is wrong.
boost::system::result<std::map<int, Arrangement>, std::string> read_arrangements(std::string_view text);

/// What an import would change.
struct CalendarChange {
    std::string text;                      ///< the new file; the other parts are kept as they are
    std::vector<std::string> differences;  ///< Chinese lines; empty: the file would mean the same
    std::vector<CalendarFinding> findings; ///< about the new file
    bool usable = true;                    ///< false: the new file would have errors
};

/// Puts the arrangements of `years` into the calendar file as published. `current` must be a valid calendar file.
CalendarChange put_arrangements(const std::string& current, const std::map<int, Arrangement>& years, Day today);

} // namespace tongbao::bot
