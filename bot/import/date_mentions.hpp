#pragma once

#include "bot/import/dates.hpp"

#include <string_view>
#include <vector>

namespace tongbao::bot {

/// Days found inside a text: one day, or a span of days.
struct DateMention {
    Day from;
    Day last; ///< inclusive
    bool with_year;
    bool in_words;     ///< written with 年 or 月, or with a year: not a version number
    bool about_export; ///< 导出时间, 生成日期 …: when the file was made
};
std::vector<DateMention> mentioned_dates(std::string_view text, const DateContext& context);

/// The year of the first mention that states one.
std::optional<int> mentioned_year(std::string_view text);

} // namespace tongbao::bot
