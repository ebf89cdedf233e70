#include "bot/import/unit_summary.hpp"

#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tongbao::bot {
namespace {

constexpr double tolerance = 0.01;

bool differs(double ours, double theirs)
{
    return std::abs(ours - theirs) > tolerance * std::max(std::abs(ours), std::abs(theirs));
}

} // namespace

UnitSummaryReader::UnitSummaryReader(const Layout& layout, const UnitNames& units, ImportReport& report)
    : layout_(layout), units_(units), report_(report)
{
}

void UnitSummaryReader::take(const adapters::Row& row)
{
    ++report_.rows_read;
    const auto text = [&](Field field) {
        const auto column = layout_.column(field);
        return column ? row.text(*column) : std::string_view();
    };
    const auto place = [&](Field field) { return static_cast<std::uint32_t>(layout_.column(field).value_or(0) + 1); };
    if (ends_the_people(text(Field::unit)) || text(Field::unit).empty()) {
        ++report_.skipped["合计、平均或备注行"];
        return;
    }
    auto unit = units_.find(text(Field::unit));
    if (!unit) {
        const auto& named = units_.named_in(text(Field::unit));
        unit = named.empty() ? std::nullopt : std::optional(named.front());
    }
    if (!unit)
        return report_.add({Code::UNIT, Severity::warning, row.number, place(Field::unit), "单位无法识别，未比对"});
    const auto day = layout_.file_day ? layout_.file_day : read_date(text(Field::date), layout_.dates);
    if (!day)
        return report_.add({Code::DATE, Severity::rejected, row.number, place(Field::date), "日期无法识别"});
    statements_.push_back({row.number, *unit, *day, read_decimal(text(Field::count_total)),
                           read_decimal(text(Field::count_activated)), read_decimal(text(Field::count_active)),
                           read_decimal(text(Field::points_sum)), read_decimal(text(Field::average_points)),
                           read_rate(text(Field::participation))});
}

std::vector<UnitStatement> UnitSummaryReader::finish()
{
    report_.ready = static_cast<std::int64_t>(statements_.size());
    for (const auto& statement : statements_)
        if (std::find(report_.days.begin(), report_.days.end(), statement.day) == report_.days.end())
            report_.days.push_back(statement.day);
    std::sort(report_.days.begin(), report_.days.end());
    return std::move(statements_);
}

void reconcile(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
               const UnitNames& units, ImportReport& report)
{
    for (const auto& statement : statements) {
        const auto own = std::find_if(days.begin(), days.end(), [&](const store::UnitDay& day) {
            return day.day == statement.day && day.unit == statement.unit;
        });
        const auto* unit = units.get(statement.unit);
        const auto where = fmt::format("{} {}", iso_date(statement.day), unit ? unit->name : std::string());
        if (own == days.end()) {
            report.add({Code::SUM, Severity::note, statement.row, 0, where + " 尚无明细数据，未比对"});
            continue;
        }
        const auto compare = [&](std::string_view what, std::optional<double> theirs, double ours) {
            if (theirs && differs(ours, *theirs))
                report.add({Code::SUM, Severity::warning, statement.row, 0,
                            fmt::format("{} {}：平台 {:.6g}，本系统 {:.6g}，相差超过 1%", where, what, *theirs, ours)});
        };
        compare("学员总数", statement.total, own->roster);
        compare("激活总数", statement.activated, own->registered);
        compare("活跃学员", statement.active, own->active);
        compare("总获得积分", statement.points, static_cast<double>(own->points));
        if (own->base > 0) {
            compare("人均积分", statement.average_points, static_cast<double>(own->points) / own->base);
            compare("参与度", statement.participation, static_cast<double>(own->active) / own->base);
        }
    }
}

} // namespace tongbao::bot
