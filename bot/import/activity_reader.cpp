#include "bot/import/activity_reader.hpp"

#include "bot/import/no_data.hpp"
#include "bot/import/running_totals.hpp"
#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tongbao::bot {

ActivityReader::ActivityReader(const Layout& layout, const MemberMatcher& matcher, const ActivityRules& rules,
                               const ImportOptions& options, ImportReport& report)
    : layout_(layout),
      matcher_(matcher),
      rules_(rules),
      options_(options),
      report_(report),
      days_(layout, options, report),
      points_(layout, report),
      activations_(layout, report),
      waiting_(layout, rules.max_queued, report),
      seen_(matcher.roster().size(), false)
{
}

bool ActivityReader::take(const adapters::Row& row)
{
    ++report_.rows_read;
    if (!is_data(row))
        return true;
    if (!layout_.day_columns.empty()) {
        for (const auto& column : layout_.day_columns)
            if (days_.accept(row, column.day, column.column))
                take_day(row, column.day, column.column);
        check_sums(row);
    } else if (const auto day = days_.day_of(row)) {
        take_day(row, *day, layout_.points_column().value());
    }
    return !report_.refused;
}

bool ActivityReader::is_data(const adapters::Row& row)
{
    if (const auto* reason = reason_to_skip(row, layout_)) {
        ++report_.skipped[reason];
        ++skipped_;
        return false;
    }
    const auto formula = formula_in_identity(row, layout_);
    if (formula)
        report_.add(Code::FORM, Severity::rejected, row.number, formula, "内容形似公式");
    return !formula;
}

void ActivityReader::take_day(const adapters::Row& row, Day day, std::size_t value_column)
{
    const auto match = matcher_.match({layout_.text(row, Field::member_id), layout_.text(row, Field::platform_id),
                                       layout_.text(row, Field::name), layout_.text(row, Field::unit),
                                       layout_.text(row, Field::branch), layout_.text(row, Field::phone)},
                                      day);
    const auto read = points_.read(row, value_column);
    if (!layout_.series)
        listed_.list(day, match.listed_unit); // ruling 26: also without a value
    if (match.member)
        seen_[static_cast<std::size_t>(match.member - matcher_.roster().data())] = true;
    if (!read.rejected)
        take_value(row, day, match, read.value);
}

void ActivityReader::take_value(const adapters::Row& row, Day day, const Match& match,
                                std::optional<std::int64_t> value)
{
    const bool active = points_.active(row, value.value_or(0));
    if (!value && !active) {
        ++report_.skipped["没有积分值"];
        return;
    }
    const auto points = static_cast<int>(value.value_or(0));
    const store::ActivityRow read{day, match.member ? match.member->member : MemberId{}, points,
                                  points_.raw_points(row), active};
    if (!match.member)
        return waiting_.take(row, read, match);
    if (!layout_.series && points > rules_.sanity_max)
        report_.add(Code::CAP, Severity::warning, row.number, layout_.points_column(),
                    fmt::format("当日积分超过 {}", rules_.sanity_max));
    values_.push_back({read, match.member->unit, row.number});
    activations_.take(row, day, *match.member);
    learn(row, match);
}

void ActivityReader::learn(const adapters::Row& row, const Match& match)
{
    if (!match.by_name)
        return;
    std::string buffer;
    const auto id = cleaned(layout_.text(row, Field::platform_id), buffer);
    if (!says_missing(id) && learned_ids_.emplace(id).second)
        draft_.learned.push_back({std::string(id), match.member->member});
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
        const auto stated = read_integer(layout_.text(row, field)).value;
        return stated && *stated != expected;
    };
    if (differs(Field::row_sum, sum))
        report_.add(Code::SUM, Severity::warning, row.number, layout_.column(Field::row_sum), "总计与各日之和不符");
    if (differs(Field::active_days, active_days))
        report_.add(Code::SUM, Severity::warning, row.number, layout_.column(Field::active_days), "活跃天数与各日不符");
}

ActivityDraft ActivityReader::finish(const TotalsBefore& totals_before)
{
    skipped_ += keep_each_key_once(values_, layout_.points_column(), report_);
    if (layout_.series && !values_.empty())
        turn_totals_into_points(totals_before);
    draft_.rows.reserve(values_.size());
    for (const auto& value : values_)
        draft_.rows.push_back(value.row);
    values_ = {};
    draft_.queued = waiting_.finish();
    draft_.activations = activations_.finish();
    summarise();
    ask_for_consent();
    return std::move(draft_);
}

void ActivityReader::turn_totals_into_points(const TotalsBefore& totals_before)
{
    const auto before = totals_before(*layout_.series, values_.front().row.day);
    auto found =
        points_from_totals(values_, *layout_.series, before, layout_.points_column(), rules_.sanity_max, report_);
    for (const auto& value : found.days)
        listed_.list(value.row.day, value.unit);
    values_ = std::move(found.days);
    draft_.spans = std::move(found.spans);
    draft_.totals = std::move(found.totals);
}

void ActivityReader::summarise()
{
    report_.ready = static_cast<std::int64_t>(draft_.rows.size() + draft_.spans.size());
    for (const auto& row : draft_.rows)
        report_.points += row.points;
    if (listed_.empty())
        return;
    draft_.covered = listed_.cover(matcher_, rules_.min_listed_percent, report_);
    std::unordered_set<UnitId> listed;
    for (const auto& covered : draft_.covered)
        listed.insert(covered.unit);
    for (std::size_t i = 0; i < seen_.size(); ++i) {
        const auto& member = matcher_.roster()[i];
        const bool missed = covers(member, report_.days.back()) && !seen_[i] && listed.contains(member.unit);
        report_.members_without_rows += missed ? 1 : 0;
    }
}

void ActivityReader::ask_for_consent()
{
    const auto data_rows = std::max<std::int64_t>(report_.rows_read - skipped_, 1);
    if (report_.rejected * 100 <= data_rows * rules_.max_rejected_percent)
        return;
    report_.needs_consent = report_.needs_consent || !options_.consent;
    report_.add(Code::MANY, Severity::warning, 0, {},
                fmt::format("不合格的行超过 {}%（{}/{}）", rules_.max_rejected_percent, report_.rejected, data_rows));
}

} // namespace tongbao::bot
