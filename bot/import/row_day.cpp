#include "bot/import/row_day.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_dates = 4'096; ///< a file may write a different text in each row

/// `09/14/2026`: a day for whoever knows which number is the month.
bool needs_date_format(std::string_view text, DateContext dates)
{
    dates.format = DateFormat::month_first;
    const bool month_first = read_date(text, dates).has_value();
    dates.format = DateFormat::day_first;
    return month_first || read_date(text, dates);
}

} // namespace

RowDays::RowDays(const Layout& layout, const ImportOptions& options, ImportReport& report)
    : layout_(layout), options_(options), report_(report)
{
}

std::optional<Day> RowDays::read(std::string_view written)
{
    if (written == last_text_ && last_day_)
        return last_day_;
    last_text_ = written;
    if (read_days_.size() >= most_dates)
        read_days_.clear();
    const auto [place, is_new] = read_days_.try_emplace(last_text_);
    if (is_new)
        place->second = read_date(written, layout_.dates);
    last_day_ = place->second;
    return last_day_;
}

std::optional<Day> RowDays::day_of(const adapters::Row& row)
{
    const auto column = layout_.column(Field::date);
    if (!column)
        return layout_.file_day && accept(row, *layout_.file_day, {}) ? layout_.file_day : std::nullopt;
    const auto written = row.text(*column);
    const auto day = read(written);
    if (day)
        return accept(row, *day, column) ? day : std::nullopt;
    report_.add(Code::DATE, Severity::rejected, row.number, column,
                needs_date_format(written, layout_.dates) ? "日期的月、日次序不明，请用 --date-format mdy|dmy 指明"
                                                          : "日期无法识别");
    return std::nullopt;
}

bool RowDays::accept(const adapters::Row& row, Day day, std::optional<std::size_t> column)
{
    if (day > layout_.dates.today) {
        report_.add(Code::FUT, Severity::rejected, row.number, column, "日期在今天之后");
        return false;
    }
    if (options_.earliest_open && day < *options_.earliest_open && !old_reported_) {
        old_reported_ = true;
        report_.needs_consent = report_.needs_consent || !options_.consent;
        report_.add(
            Code::OLD, Severity::warning, row.number, column,
            fmt::format("含有已发通报期间的数据（早于 {}），须由秘书处确认", iso_date(*options_.earliest_open)));
    }
    return true;
}

} // namespace tongbao::bot
