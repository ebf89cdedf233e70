#include "bot/import/layout.hpp"

#include "bot/import/date_mentions.hpp"
#include "bot/import/header_row.hpp"
#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t max_unused_listed = 20;
constexpr int days_of_week = 7;

std::string_view without_extension(std::string_view name)
{
    return name.substr(0, name.rfind('.'));
}

/// Gathers what the first rows say; each step may refuse the file through the report.
class LayoutFinder {
public:
    LayoutFinder(const std::vector<KeptRow>& top, std::string_view file_name, const ImportOptions& options, Day today,
                 ImportReport& report)
        : top_(top), file_name_(without_extension(file_name)), options_(options), report_(report)
    {
        layout_.columns.fill(-1);
        layout_.dates = {today, std::nullopt, options.date_format, !top.empty() && top.front().dates_from_1904};
    }

    std::optional<Layout> find()
    {
        find_year();
        const auto header = find_header_row(top_, layout_.dates);
        if (!header) {
            refuse(Code::HDR, "前 20 行中没有找到表头");
            return std::nullopt;
        }
        header_ = *header;
        layout_.data_begins = header_.last + 1;
        for (const auto& column : header_.columns)
            layout_.header_texts.push_back(column.joined());
        gather_mentions();
        find_day_columns();
        assign_columns();
        settle_points();
        find_kind();
        find_day();
        return report_.refused ? std::nullopt : std::optional(std::move(layout_));
    }

private:
    void refuse(Code code, std::string text, std::uint32_t column = 0)
    {
        const auto row = header_.columns.empty() ? 0 : top_[header_.last].number;
        report_.add({code, Severity::refusal, row, column, std::move(text)});
    }

    bool has(Field field) const { return layout_.column(field).has_value(); }

    /// A title is repeated in every cell that it is merged over: its first cell says it all.
    template <class Visit>
    void for_each_note(std::size_t rows, Visit visit) const
    {
        for (std::size_t row = 0; row < rows; ++row)
            for (const auto& cell : top_[row].cells)
                if (!cell.text.empty() && (!cell.merged_across || &cell == &top_[row].cells.front()))
                    visit(cell.text);
    }

    void find_year()
    {
        auto& year = layout_.dates.year;
        year = mentioned_year(file_name_);
        const auto rows = std::min(top_.size(), header_search_rows);
        if (options_.date && !year)
            year = static_cast<int>(std::chrono::year_month_day{*options_.date}.year());
        for (std::size_t row = 0; row < rows && !year; ++row)
            if (!top_[row].cells.empty())
                year = mentioned_year(top_[row].cells.front().text);
    }

    void gather_mentions()
    {
        for (const auto& mention : mentioned_dates(file_name_, layout_.dates))
            mentions_.push_back(mention);
        for_each_note(header_.first, [&](std::string_view text) {
            for (const auto& mention : mentioned_dates(text, layout_.dates))
                if (mention.in_words && !mention.about_export)
                    mentions_.push_back(mention);
        });
    }

    std::optional<Day> weekday_in_span(int weekday) const
    {
        std::optional<DateMention> span;
        if (options_.date) {
            const Day monday = *options_.date - (std::chrono::weekday(*options_.date) - std::chrono::Monday);
            span = DateMention{monday, monday + std::chrono::days{days_of_week - 1}, true, true, false};
        }
        for (const auto& mention : mentions_)
            if (!span && mention.from < mention.last && (mention.last - mention.from).count() < days_of_week)
                span = mention;
        for (Day day = span ? span->from : Day{}; span && day <= span->last; day += std::chrono::days{1})
            if (std::chrono::weekday(day).iso_encoding() == static_cast<unsigned>(weekday) + 1)
                return day;
        return std::nullopt;
    }

    /// A number cell loses its last zero: `9.2` behind 19 September is the twentieth.
    std::optional<Day> restored_zero(const ColumnHeader& header, Day read) const
    {
        using std::chrono::days;
        if (!header.number || layout_.day_columns.empty())
            return read;
        const std::chrono::year_month_day date{read};
        const Day next = layout_.day_columns.back().day + days{1};
        const std::chrono::year_month_day expected{next};
        const bool lost = static_cast<unsigned>(expected.day()) == static_cast<unsigned>(date.day()) * 10 &&
                          expected.month() == date.month();
        return lost ? next : read;
    }

    void find_day_columns()
    {
        for (std::size_t i = 0; i < header_.columns.size(); ++i) {
            const auto& header = header_.columns[i];
            if (header.parts.empty())
                continue;
            auto day = header_day(header, layout_.dates);
            if (day)
                day = restored_zero(header, *day);
            const auto weekday = day ? std::nullopt : read_weekday(header.parts.front());
            if (weekday) {
                day = weekday_in_span(*weekday);
                if (!day)
                    return refuse(Code::DATE, "列名只有星期，无法确定日期，请用 --date 指明该周的一天",
                                  column_number(i));
            }
            if (day && holds_points(header))
                add_day_column(i, *day);
        }
    }

    /// Under a day stand its points, unless a lower header says otherwise.
    static bool holds_points(const ColumnHeader& header)
    {
        const auto match = match_header(header.parts.back());
        return !match || match->field == Field::points || match->field == Field::ambiguous_points;
    }

    void add_day_column(std::size_t column, Day day)
    {
        for (const auto& other : layout_.day_columns)
            if (other.day == day)
                return refuse(Code::COL, "两列是同一天", column_number(column));
        layout_.day_columns.push_back({column, day});
    }

    static std::uint32_t column_number(std::size_t index) { return static_cast<std::uint32_t>(index + 1); }

    bool is_day_column(std::size_t index) const
    {
        return header_day(header_.columns[index], layout_.dates).has_value() ||
               std::any_of(layout_.day_columns.begin(), layout_.day_columns.end(),
                           [&](const DayColumn& column) { return column.column == index; });
    }

    void assign_columns()
    {
        std::array<HeaderMatch, static_cast<std::size_t>(Field::ambiguous_points) + 1> taken{};
        for (std::size_t i = 0; i < header_.columns.size(); ++i) {
            if (header_.columns[i].parts.empty() || is_day_column(i))
                continue;
            const auto match = match_header(layout_.header_texts[i]);
            if (!match) {
                if (report_.unused_columns.size() < max_unused_listed)
                    report_.unused_columns.push_back(layout_.header_texts[i]);
                continue;
            }
            if (match->field == Field::ignored)
                continue;
            const auto place = static_cast<std::size_t>(match->field);
            auto& column = layout_.columns[place];
            const bool better = column < 0 || preferred(*match, taken[place]);
            if (column >= 0)
                report_two_columns(better ? i : static_cast<std::size_t>(column),
                                   better ? static_cast<std::size_t>(column) : i);
            if (better) {
                column = static_cast<int>(i);
                taken[place] = *match;
            }
        }
    }

    static bool preferred(const HeaderMatch& left, const HeaderMatch& right)
    {
        return left.exact != right.exact ? left.exact : left.alias < right.alias;
    }

    void report_two_columns(std::size_t used, std::size_t unused)
    {
        if (layout_.header_texts[used] == layout_.header_texts[unused] && header_.columns[used].parts.size() > 1)
            return; // one merged header over both
        report_.add(
            {Code::COL, Severity::warning, top_[header_.last].number, column_number(unused),
             fmt::format("“{}”与“{}”含义相同，采用前者", layout_.header_texts[used], layout_.header_texts[unused])});
    }

    void settle_points()
    {
        auto& columns = layout_.columns;
        const auto at = [&](Field field) -> int& { return columns[static_cast<std::size_t>(field)]; };
        if (!layout_.day_columns.empty() || has(Field::points))
            return;
        if (const auto ambiguous = layout_.column(Field::ambiguous_points)) {
            if (options_.points == PointsMeaning::annual || options_.points == PointsMeaning::raw)
                at(Field::points) = static_cast<int>(*ambiguous);
            else if (options_.points == PointsMeaning::total)
                at(Field::total) = static_cast<int>(*ambiguous);
            else
                refuse(Code::COL, "“积分”一列含义不明，请用 --points annual|raw|total 指明", column_number(*ambiguous));
        } else if (has(Field::points_raw) && options_.points == PointsMeaning::raw) {
            at(Field::points) = at(Field::points_raw);
        }
    }

    bool has_unit_counts() const
    {
        return has(Field::count_total) || has(Field::count_activated) || has(Field::count_active) ||
               has(Field::participation) || has(Field::points_sum) || has(Field::average_points);
    }

    void find_kind()
    {
        const bool person = has(Field::member_id) || has(Field::platform_id) || has(Field::name);
        if (!person && has(Field::unit) && has_unit_counts()) {
            layout_.kind = TableKind::unit_summary;
            auto& sum = layout_.columns[static_cast<std::size_t>(Field::points_sum)];
            if (sum < 0) // a unit's 总积分 is the sum of its members
                sum = layout_.columns[static_cast<std::size_t>(Field::total)];
            return;
        }
        if (!person)
            refuse(Code::COL, "缺少人员列（工号、平台ID 或姓名）");
        if (layout_.day_columns.empty() && !has(Field::points))
            layout_.series = has(Field::total)   ? std::optional(store::Series::all_time)
                             : has(Field::month) ? std::optional(store::Series::month)
                                                 : std::nullopt;
        const bool points = !layout_.day_columns.empty() || has(Field::points) || layout_.series;
        if (!points && !has(Field::ambiguous_points))
            refuse(Code::COL,
                   has(Field::points_raw) ? "只有计入总积分；如以其为积分，请用 --points raw" : "缺少积分列");
    }

    void find_day()
    {
        if (!layout_.day_columns.empty() || has(Field::date))
            return; // ruling 29: whatever range a title names
        if (options_.date) {
            layout_.file_day = options_.date;
            return;
        }
        for (const auto& mention : mentions_) {
            if (mention.from != mention.last)
                return refuse(Code::DATE, "文件是一段时间的合计，不能按日导入；请按日导出");
            if (layout_.file_day && *layout_.file_day != mention.from)
                return refuse(Code::DATE, fmt::format("文件名与说明中的日期不一致（{}、{}），请用 --date 指明",
                                                      iso_date(*layout_.file_day), iso_date(mention.from)));
            layout_.file_day = mention.from;
        }
        if (!layout_.file_day)
            refuse(Code::DATE, "无法确定数据日期，请用 --date 指明");
    }

    const std::vector<KeptRow>& top_;
    std::string_view file_name_;
    const ImportOptions& options_;
    ImportReport& report_;
    HeaderRow header_;
    std::vector<DateMention> mentions_;
    Layout layout_;
};

} // namespace

KeptRow kept(const adapters::Row& row)
{
    KeptRow copy{row.number, {}, row.dates_from_1904};
    copy.cells.reserve(row.cells.size());
    for (const auto& cell : row.cells)
        copy.cells.push_back({std::string(cell.text), cell.number, cell.formula, cell.merged_across, cell.carried});
    return copy;
}

std::optional<Layout> find_layout(const std::vector<KeptRow>& top, std::string_view file_name,
                                  const ImportOptions& options, Day today, ImportReport& report)
{
    return LayoutFinder(top, file_name, options, today, report).find();
}

} // namespace tongbao::bot
