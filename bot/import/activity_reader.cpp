#include "bot/import/activity_reader.hpp"

#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::int64_t most_points = 1'000'000'000;
constexpr std::array identity_fields = {Field::name, Field::member_id, Field::platform_id, Field::unit, Field::branch};

std::string_view first_filled(const adapters::Row& row)
{
    for (const auto& cell : row.cells)
        if (!cell.text.empty())
            return cell.text;
    return {};
}

bool is_missing(std::string_view text)
{
    std::string buffer;
    return says_missing(cleaned(text, buffer));
}

/// The backend lists the department `-1` before the others (domain/exports.md §1).
bool is_platform_root(std::string_view departments)
{
    return departments == "-1" || departments.starts_with("-1,");
}

bool belongs_on(const store::RosterMember& member, Day day)
{
    return member.start <= day && (!member.end || day < *member.end);
}

const char* words_for(NumberFault fault)
{
    switch (fault) {
    case NumberFault::negative:
        return "积分为负数";
    case NumberFault::too_large:
        return "积分超出可记录的范围";
    case NumberFault::not_a_number:
        break;
    }
    return "积分不是整数";
}

/// `09/14/2026`: a day for whoever knows which number is the month.
bool needs_date_format(std::string_view text, DateContext dates)
{
    dates.format = DateFormat::month_first;
    const bool month_first = read_date(text, dates).has_value();
    dates.format = DateFormat::day_first;
    return month_first || read_date(text, dates);
}

} // namespace

ActivityReader::ActivityReader(const Layout& layout, const MemberMatcher& matcher, const ActivityRules& rules,
                               const ImportOptions& options, ImportReport& report)
    : layout_(layout),
      matcher_(matcher),
      rules_(rules),
      options_(options),
      report_(report),
      seen_(matcher.roster().size(), false)
{
}

std::string_view ActivityReader::text(const adapters::Row& row, Field field) const
{
    const auto column = layout_.column(field);
    return column ? row.text(*column) : std::string_view();
}

void ActivityReader::finding(Code code, Severity severity, std::uint32_t row, std::optional<std::size_t> column,
                             std::string words)
{
    report_.add({code, severity, row, column ? static_cast<std::uint32_t>(*column + 1) : 0, std::move(words)});
}

void ActivityReader::take(const adapters::Row& row)
{
    ++report_.rows_read;
    if (skip(row) || reject_formulas(row))
        return;
    if (!layout_.day_columns.empty()) {
        for (const auto& column : layout_.day_columns)
            if (accept_day(row, column.day, static_cast<std::uint32_t>(column.column + 1)))
                take_day(row, column.day, column.column);
        return check_sums(row);
    }
    const auto day = day_of(row);
    const auto column = layout_.column(layout_.cumulative ? Field::total : Field::points);
    if (day && column)
        take_day(row, *day, *column);
}

/// Totals, notes, a repeated header and rows without a person are no data.
bool ActivityReader::skip(const adapters::Row& row)
{
    const auto skipped = [this](const char* reason) {
        ++report_.skipped[reason];
        ++skipped_;
        return true;
    };
    const auto name = text(row, Field::name);
    if (ends_the_people(first_filled(row)) || ends_the_people(name))
        return skipped("合计、平均或备注行");
    bool somebody = false;
    bool header = true;
    for (const auto field : {Field::member_id, Field::platform_id, Field::name}) {
        const auto column = layout_.column(field);
        if (!column)
            continue;
        somebody = somebody || !is_missing(row.text(*column));
        header = header && row.text(*column) == layout_.header_texts[*column];
    }
    if (!somebody)
        return skipped("没有人员信息的行");
    return header && skipped("重复的表头");
}

bool ActivityReader::reject_formulas(const adapters::Row& row)
{
    for (const auto field : identity_fields) {
        const auto column = layout_.column(field);
        if (!column || !looks_like_formula(row.text(*column)) || is_platform_root(row.text(*column)))
            continue;
        finding(Code::FORM, Severity::rejected, row.number, column, "内容形似公式");
        return true;
    }
    return false;
}

std::optional<Day> ActivityReader::day_of(const adapters::Row& row)
{
    const auto column = layout_.column(Field::date);
    if (!column)
        return layout_.file_day && accept_day(row, *layout_.file_day, 0) ? layout_.file_day : std::nullopt;
    const auto written = row.text(*column);
    if (written != last_day_text_ || !last_day_) {
        last_day_text_ = written;
        const auto [place, is_new] = read_days_.try_emplace(last_day_text_);
        if (is_new)
            place->second = read_date(written, layout_.dates);
        last_day_ = place->second;
    }
    if (!last_day_) {
        finding(Code::DATE, Severity::rejected, row.number, column,
                needs_date_format(written, layout_.dates) ? "日期的月、日次序不明，请用 --date-format mdy|dmy 指明"
                                                          : "日期无法识别");
        return std::nullopt;
    }
    return accept_day(row, *last_day_, static_cast<std::uint32_t>(*column + 1)) ? last_day_ : std::nullopt;
}

bool ActivityReader::accept_day(const adapters::Row& row, Day day, std::uint32_t column)
{
    if (day > layout_.dates.today) {
        report_.add({Code::FUT, Severity::rejected, row.number, column, "日期在今天之后"});
        return false;
    }
    if (options_.earliest_open && day < *options_.earliest_open && !old_reported_) {
        old_reported_ = true;
        report_.needs_consent = report_.needs_consent || !options_.consent;
        report_.add(
            {Code::OLD, Severity::warning, row.number, column,
             fmt::format("含有已发通报期间的数据（早于 {}），须由秘书处确认", iso_date(*options_.earliest_open))});
    }
    return true;
}

PersonClues ActivityReader::clues_of(const adapters::Row& row) const
{
    return {text(row, Field::member_id), text(row, Field::platform_id), text(row, Field::name),
            text(row, Field::unit),      text(row, Field::branch),      text(row, Field::phone)};
}

void ActivityReader::take_day(const adapters::Row& row, Day day, std::size_t value_column)
{
    const auto match = matcher_.match(clues_of(row), day);
    bool rejected = false;
    const auto value = value_of(row, value_column, rejected);
    if (!layout_.cumulative)
        list(day, match.listed_unit); // ruling 26: also without a value
    if (match.member)
        seen_[static_cast<std::size_t>(match.member - matcher_.roster().data())] = true;
    if (!rejected)
        store_value(row, day, match, value);
}

std::optional<std::int64_t> ActivityReader::value_of(const adapters::Row& row, std::size_t column, bool& rejected)
{
    const bool formula = column < row.cells.size() && row.cells[column].formula;
    if (formula && row.cells[column].text.empty()) {
        rejected = true;
        finding(Code::FORM, Severity::rejected, row.number, column, "公式没有计算结果");
        return std::nullopt;
    }
    if (formula && !formulas_reported_) {
        formulas_reported_ = true;
        finding(Code::FORM, Severity::warning, row.number, column, "积分列含公式，采用文件中保存的结果，未重新计算");
    }
    auto number = read_integer(row.text(column));
    if (number.value && *number.value > most_points)
        number = {std::nullopt, NumberFault::too_large};
    if (!number.fault)
        return number.value;
    rejected = true;
    const bool negative = *number.fault == NumberFault::negative;
    finding(negative ? Code::NEG : Code::NUM, Severity::rejected, row.number, column, words_for(*number.fault));
    return std::nullopt;
}

bool ActivityReader::active_flag(const adapters::Row& row, std::int64_t points) const
{
    const auto flag = layout_.day_columns.empty() ? read_flag(text(row, Field::active)) : std::nullopt;
    return points > 0 || flag.value_or(false);
}

std::optional<int> ActivityReader::raw_points(const adapters::Row& row) const
{
    const auto column = layout_.column(Field::points_raw);
    if (!column || !layout_.day_columns.empty())
        return std::nullopt;
    const auto number = read_integer(row.text(*column));
    return number.value && *number.value <= most_points ? std::optional(static_cast<int>(*number.value)) : std::nullopt;
}

void ActivityReader::store_value(const adapters::Row& row, Day day, const Match& match,
                                 std::optional<std::int64_t> value)
{
    const bool active = active_flag(row, value.value_or(0));
    if (!value && !active) {
        ++report_.skipped["没有积分值"];
        return;
    }
    const auto points = value.value_or(0);
    if (!match.member)
        return queue(row, day, match, points, active);
    if (layout_.cumulative) {
        totals_.push_back({{match.member->member, day, points}, match.member->unit, row.number});
        return;
    }
    if (points > rules_.sanity_max)
        finding(Code::CAP, Severity::warning, row.number, layout_.column(Field::points),
                fmt::format("当日积分超过 {}", rules_.sanity_max));
    entries_.push_back({{day, match.member->member, static_cast<int>(points), raw_points(row), active}, row.number});
    doubt_activation(row, day, *match.member);
    std::string buffer;
    const auto id = cleaned(text(row, Field::platform_id), buffer);
    if (match.by_name && !says_missing(id) && learned_ids_.emplace(id).second)
        draft_.learned.push_back({std::string(id), match.member->member});
}

void ActivityReader::queue(const adapters::Row& row, Day day, const Match& match, std::int64_t points, bool active)
{
    const auto why = match.why.value_or(Code::NAME0);
    const auto* words = why == Code::NAME2  ? "名册中有多人符合"
                        : why == Code::UNIT ? "单位无法识别"
                                            : "名册中当日没有此人";
    const auto column = layout_.column(why == Code::UNIT ? Field::unit : Field::name);
    if (layout_.cumulative) // a running total waiting for a person would later be taken for one day's points
        return finding(why, Severity::rejected, row.number, column, words);
    finding(why, Severity::queued, row.number, column, words);
    store::QueuedRow queued;
    queued.row = static_cast<int>(row.number);
    queued.code = name_of(why);
    queued.name = read_name(text(row, Field::name)).display;
    queued.unit_text = nfkc_trimmed(text(row, Field::unit));
    std::string buffer;
    queued.platform_id = cleaned(text(row, Field::platform_id), buffer);
    queued.phone_tail = phone_tail(text(row, Field::phone));
    queued.day = day;
    queued.points = static_cast<int>(points);
    queued.points_raw = raw_points(row);
    queued.active = active;
    queued.candidates = match.candidates;
    draft_.queued.push_back(std::move(queued));
}

/// Ruling 27: the roster wins, the difference is shown.
void ActivityReader::doubt_activation(const adapters::Row& row, Day day, const store::RosterMember& member)
{
    const auto column = layout_.column(Field::activated);
    const auto flag = column ? read_flag(row.text(*column)) : std::nullopt;
    const bool registered = member.registered_on && *member.registered_on <= day;
    if (flag && *flag != registered)
        finding(Code::REG, Severity::warning, row.number, column,
                *flag ? "文件为已激活，名册无注册日期" : "文件为未激活，名册已有注册日期");
}

/// 总计 and 活跃天数 of a wide table repeat what its days say.
void ActivityReader::check_sums(const adapters::Row& row)
{
    std::int64_t sum = 0;
    std::int64_t active_days = 0;
    for (const auto& column : layout_.day_columns) {
        const auto points = read_integer(row.text(column.column)).value.value_or(0);
        sum += points;
        active_days += points > 0 ? 1 : 0;
    }
    const auto differs = [&](Field field, std::int64_t expected) {
        const auto column = layout_.column(field);
        const auto stated = column ? read_integer(row.text(*column)).value : std::nullopt;
        return stated && *stated != expected;
    };
    if (differs(Field::row_sum, sum))
        finding(Code::SUM, Severity::warning, row.number, layout_.column(Field::row_sum), "总计与各日之和不符");
    if (differs(Field::active_days, active_days))
        finding(Code::SUM, Severity::warning, row.number, layout_.column(Field::active_days), "活跃天数与各日不符");
}

void ActivityReader::list(Day day, UnitId unit)
{
    if (!unit)
        return;
    if (listings_.empty() || listings_.back().day != day) {
        const auto known = std::find_if(listings_.begin(), listings_.end(),
                                        [&](const Listing& listing) { return listing.day == day; });
        if (known == listings_.end())
            listings_.push_back({day, {}});
        else
            std::swap(*known, listings_.back()); // the day in hand stays last
    }
    ++listings_.back().rows[unit];
}

ActivityDraft ActivityReader::finish(const TotalsBefore& totals_before)
{
    if (layout_.cumulative)
        turn_totals_into_points(totals_before);
    drop_duplicates();
    summarise();
    ask_for_consent();
    return std::move(draft_);
}

void ActivityReader::turn_totals_into_points(const TotalsBefore& totals_before)
{
    if (totals_.empty())
        return;
    std::stable_sort(totals_.begin(), totals_.end(), [](const TotalEntry& left, const TotalEntry& right) {
        return std::pair(left.total.member, left.total.day) < std::pair(right.total.member, right.total.day);
    });
    const auto first = std::min_element(totals_.begin(), totals_.end(), [](const auto& left, const auto& right) {
        return left.total.day < right.total.day;
    });
    std::unordered_map<MemberId, store::RunningTotal> previous;
    for (const auto& total : totals_before(first->total.day))
        previous[total.member] = total;
    std::int64_t beginnings = 0;
    for (const auto& entry : totals_) {
        const auto known = previous.find(entry.total.member);
        if (known == previous.end())
            ++beginnings;
        else
            add_difference(known->second, entry);
        previous[entry.total.member] = entry.total;
        draft_.totals.push_back(entry.total);
    }
    if (beginnings > 0)
        report_.add({Code::RESET, Severity::note, 0, 0,
                     fmt::format("{} 人此前没有累计积分，本次只作为起点，不产生每日积分", beginnings)});
}

void ActivityReader::add_difference(const store::RunningTotal& previous, const TotalEntry& entry)
{
    const auto span = static_cast<int>((entry.total.day - previous.day).count());
    auto points = entry.total.total - previous.total;
    if (span == 0)
        return finding(Code::DUP, Severity::rejected, entry.file_row, layout_.column(Field::total),
                       "同一人同一天出现两次");
    if (points < 0) {
        points = entry.total.total;
        finding(Code::RESET, Severity::warning, entry.file_row, layout_.column(Field::total),
                "累计积分下降，按重新起算处理");
    }
    if (span > 1) {
        draft_.spans.push_back({entry.total.member, entry.total.day, span, static_cast<int>(points)});
        return;
    }
    if (points > rules_.sanity_max)
        finding(Code::CAP, Severity::warning, entry.file_row, layout_.column(Field::total),
                fmt::format("当日积分超过 {}", rules_.sanity_max));
    entries_.push_back(
        {{entry.total.day, entry.total.member, static_cast<int>(points), std::nullopt, points > 0}, entry.file_row});
    list(entry.total.day, entry.unit);
}

void ActivityReader::drop_duplicates()
{
    const auto by_key = [](const Entry& left, const Entry& right) {
        return left.row.day != right.row.day ? left.row.day < right.row.day : left.row.member < right.row.member;
    };
    if (!std::is_sorted(entries_.begin(), entries_.end(), by_key))
        std::stable_sort(entries_.begin(), entries_.end(), by_key);
    draft_.rows.reserve(entries_.size());
    for (std::size_t begin = 0; begin < entries_.size();) {
        std::size_t end = begin + 1;
        while (end < entries_.size() && !by_key(entries_[begin], entries_[end]))
            ++end;
        if (end == begin + 1)
            draft_.rows.push_back(entries_[begin].row);
        else
            judge_group(begin, end);
        begin = end;
    }
    entries_.clear();
}

/// Equal values: the first counts. Different values: nobody knows which is right, so none counts.
void ActivityReader::judge_group(std::size_t begin, std::size_t end)
{
    const auto& first = entries_[begin];
    const bool equal = std::all_of(entries_.begin() + static_cast<std::ptrdiff_t>(begin),
                                   entries_.begin() + static_cast<std::ptrdiff_t>(end),
                                   [&](const Entry& entry) { return entry.row == first.row; });
    if (equal) {
        report_.skipped["重复且相同的行"] += static_cast<std::int64_t>(end - begin - 1);
        skipped_ += static_cast<std::int64_t>(end - begin - 1);
        draft_.rows.push_back(first.row);
        return;
    }
    for (std::size_t i = begin; i < end; ++i)
        finding(Code::DUP, Severity::rejected, entries_[i].file_row, layout_.column(Field::points),
                fmt::format("同一人同一天有不同的值，另见第{}行", entries_[i == begin ? begin + 1 : begin].file_row));
}

void ActivityReader::summarise()
{
    report_.ready = static_cast<std::int64_t>(draft_.rows.size() + draft_.spans.size());
    for (const auto& row : draft_.rows)
        report_.points += row.points;
    std::sort(listings_.begin(), listings_.end(),
              [](const Listing& left, const Listing& right) { return left.day < right.day; });
    for (const auto& listing : listings_)
        summarise_day(listing);
    std::unordered_set<UnitId> listed;
    for (const auto& covered : draft_.covered)
        listed.insert(covered.unit);
    for (std::size_t i = 0; i < seen_.size() && !listings_.empty(); ++i) {
        const auto& member = matcher_.roster()[i];
        const bool missed = belongs_on(member, listings_.back().day) && !seen_[i] && listed.contains(member.unit);
        report_.members_without_rows += missed ? 1 : 0;
    }
}

void ActivityReader::summarise_day(const Listing& listing)
{
    report_.days.push_back(listing.day);
    std::unordered_map<UnitId, int> rosters;
    for (const auto& member : matcher_.roster())
        if (belongs_on(member, listing.day))
            ++rosters[member.unit];
    const auto& units = matcher_.units();
    for (const auto& unit : units.all()) {
        const bool exists = unit.active_from <= listing.day && (!unit.active_to || listing.day < *unit.active_to);
        if (!exists || units.second_level(unit.id) != unit.id)
            continue;
        const auto rows = listing.rows.find(unit.id);
        if (rows != listing.rows.end())
            cover(listing.day, unit, rows->second, rosters[unit.id]);
        else if (std::find(report_.units_without_rows.begin(), report_.units_without_rows.end(), unit.name) ==
                 report_.units_without_rows.end())
            report_.units_without_rows.push_back(unit.name);
    }
}

void ActivityReader::cover(Day day, const Unit& unit, int rows, int roster)
{
    draft_.covered.push_back({day, unit.id});
    if (rows * 100 < roster * rules_.min_listed_percent)
        report_.add(
            {Code::PART, Severity::warning, 0, 0,
             fmt::format("{} {} 在册 {} 人，文件只有 {} 行；其余将按 0 计", iso_date(day), unit.name, roster, rows)});
}

void ActivityReader::ask_for_consent()
{
    const auto data_rows = std::max<std::int64_t>(report_.rows_read - skipped_, 1);
    if (report_.rejected * 100 <= data_rows * rules_.max_rejected_percent)
        return;
    report_.needs_consent = report_.needs_consent || !options_.consent;
    report_.add({Code::MANY, Severity::warning, 0, 0,
                 fmt::format("不合格的行超过 {}%（{}/{}）", rules_.max_rejected_percent, report_.rejected, data_rows)});
}

} // namespace tongbao::bot
