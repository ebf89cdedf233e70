#include "bot/import/running_totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace tongbao::bot {
namespace {

using store::Series;

class Differences {
public:
    Differences(Series series, std::optional<std::size_t> column, int sanity_max, ImportReport& report)
        : series_(series), column_(column), sanity_max_(sanity_max), report_(report)
    {
    }

    void remember(const store::RunningTotal& total) { newest_[total.member] = total; }

    /// Totals of one member come in the order of their days.
    void take(const ReadValue& value)
    {
        const store::RunningTotal total{value.row.member, series_, value.row.day, value.row.points};
        const auto known = newest_.find(total.member);
        const auto before = known == newest_.end() ? std::nullopt : std::optional(known->second);
        const auto increase = increase_of(total, before);
        found_.totals.push_back(total);
        remember(total);
        if (!increase)
            ++beginnings_;
        else
            add(value, *increase);
    }

    PointsOfTotals finish()
    {
        if (beginnings_ > 0)
            report_.add(Code::RESET, Severity::note, 0, {},
                        fmt::format("{} 人此前没有累计积分，本次只作为起点，不产生每日积分", beginnings_));
        if (series_ == Series::month && !found_.spans.empty())
            report_.add(Code::RESET, Severity::note, 0, {},
                        fmt::format("{} 人缺前一日（或当月1日以来）的当月积分，差额为多日之和，不计入每日指标",
                                    found_.spans.size()));
        std::sort(found_.totals.begin(), found_.totals.end(), [](const auto& left, const auto& right) {
            return std::pair(left.member, left.day) < std::pair(right.member, right.day);
        });
        return std::move(found_);
    }

private:
    void add(const ReadValue& value, const store::Increase& increase)
    {
        if (increase.fell)
            report_.add(Code::RESET, Severity::warning, value.file_row, column_,
                        series_ == Series::month
                            ? "当月积分比上一次少（平台作过更正），当日积分无法得出，按 0 计，并以此为新的起点"
                            : "累计积分下降，按重新起算处理");
        const auto points = static_cast<int>(increase.points);
        if (increase.span > 1) {
            found_.spans.push_back({value.row.member, value.row.day, increase.span, points});
            return;
        }
        if (points > sanity_max_)
            report_.add(Code::CAP, Severity::warning, value.file_row, column_,
                        fmt::format("当日积分超过 {}", sanity_max_));
        found_.days.push_back(
            {{value.row.day, value.row.member, points, std::nullopt, points > 0}, value.unit, value.file_row});
    }

    Series series_;
    std::optional<std::size_t> column_;
    int sanity_max_;
    ImportReport& report_;
    std::unordered_map<MemberId, store::RunningTotal> newest_;
    PointsOfTotals found_;
    std::int64_t beginnings_ = 0;
};

} // namespace

PointsOfTotals points_from_totals(const std::vector<ReadValue>& read, Series series,
                                  const std::vector<store::RunningTotal>& before, std::optional<std::size_t> column,
                                  int sanity_max, ImportReport& report)
{
    Differences differences(series, column, sanity_max, report);
    for (const auto& total : before)
        differences.remember(total);
    for (const auto& value : read)
        differences.take(value);
    return differences.finish();
}

} // namespace tongbao::bot
