#include "bot/import/unit_summary.hpp"

#include "bot/import/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tongbao::bot {
namespace {

constexpr double tolerance = 0.01;
constexpr std::size_t most_statements = 20'000; ///< a hundred units over half a year

constexpr double thousandths = 1'000;
constexpr double millionths = 1'000'000;

bool differs(double ours, double theirs)
{
    return std::abs(ours - theirs) > tolerance * std::max(std::abs(ours), std::abs(theirs));
}

std::optional<std::int64_t> scaled(std::optional<double> value, double parts)
{
    constexpr double most = 1e12;
    const bool storable = value && *value * parts < most;
    return storable ? std::optional(std::llround(*value * parts)) : std::nullopt;
}

/// `days` are in the order of day and unit.
const store::UnitDay* figures_of(const UnitStatement& statement, const std::vector<store::UnitDay>& days)
{
    const std::pair key(statement.day, statement.unit);
    const auto own = std::lower_bound(days.begin(), days.end(), key, [](const store::UnitDay& day, const auto& wanted) {
        return std::pair(day.day, day.unit) < wanted;
    });
    return own == days.end() || std::pair(own->day, own->unit) != key ? nullptr : &*own;
}

std::string place_of(const UnitStatement& statement, const UnitNames& units)
{
    const auto* unit = units.get(statement.unit);
    return fmt::format("{} {}", iso_date(statement.day), unit ? unit->name : std::string());
}

void compare(const UnitStatement& statement, const store::UnitDay& own, std::uint32_t row, const UnitNames& units,
             ImportReport& report)
{
    const auto check = [&](std::string_view what, std::optional<std::int64_t> stated, double parts, double ours) {
        const auto theirs = static_cast<double>(stated.value_or(0)) / parts;
        if (stated && differs(ours, theirs))
            report.add(Code::SUM, Severity::warning, row, {},
                       fmt::format("{} {}：平台 {:.6g}，本系统 {:.6g}，相差超过 1%", place_of(statement, units), what,
                                   theirs, ours));
    };
    check("学员总数", statement.total, 1, own.roster);
    check("激活总数", statement.activated, 1, own.registered);
    check("活跃学员", statement.active, 1, own.active);
    check("总获得积分", statement.points, 1, static_cast<double>(own.points));
    if (own.base > 0) {
        check("人均积分", statement.average_points, thousandths, static_cast<double>(own.points) / own.base);
        check("参与度", statement.participation, millionths, static_cast<double>(own.active) / own.base);
    }
}

} // namespace

UnitSummaryReader::UnitSummaryReader(const Layout& layout, const UnitNames& units, ImportReport& report)
    : layout_(layout), units_(units), report_(report)
{
}

bool UnitSummaryReader::take(const adapters::Row& row)
{
    read(row);
    return !report_.refused;
}

void UnitSummaryReader::read(const adapters::Row& row)
{
    ++report_.rows_read;
    const auto text = [&](Field field) { return layout_.text(row, field); };
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
        return report_.add(Code::UNIT, Severity::warning, row.number, layout_.column(Field::unit),
                           "单位无法识别，未比对");
    const auto day = layout_.file_day ? layout_.file_day : read_date(text(Field::date), layout_.dates);
    if (!day)
        return report_.add(Code::DATE, Severity::rejected, row.number, layout_.column(Field::date), "日期无法识别");
    const auto number = [&](Field field, double parts) { return scaled(read_decimal(text(field)), parts); };
    statements_[{*day, *unit}] = {row.number,
                                  *unit,
                                  *day,
                                  number(Field::count_total, 1),
                                  number(Field::count_activated, 1),
                                  number(Field::count_active, 1),
                                  number(Field::points_sum, 1),
                                  number(Field::average_points, thousandths),
                                  scaled(read_rate(text(Field::participation)), millionths)};
    if (statements_.size() > most_statements)
        report_.add(Code::MANY, Severity::refusal, row.number, {},
                    fmt::format("单位汇总超过 {} 条，请分成几个文件", most_statements));
}

std::vector<UnitStatement> UnitSummaryReader::finish()
{
    std::vector<UnitStatement> statements;
    statements.reserve(statements_.size());
    for (const auto& [key, statement] : statements_) {
        statements.push_back(statement);
        if (report_.days.empty() || report_.days.back() != statement.day)
            report_.days.push_back(statement.day);
    }
    std::ranges::sort(statements, {}, &UnitStatement::row);
    report_.ready = static_cast<std::int64_t>(statements.size());
    return statements;
}

void compare_file(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
                  const UnitNames& units, ImportReport& report)
{
    for (const auto& statement : statements) {
        if (const auto* own = figures_of(statement, days))
            compare(statement, *own, statement.row, units, report);
        else
            report.add(Code::SUM, Severity::note, statement.row, {},
                       place_of(statement, units) + " 尚无明细数据，待明细导入后比对");
    }
}

void compare_stored(const std::vector<UnitStatement>& statements, const std::vector<store::UnitDay>& days,
                    const std::vector<store::Covered>& touched, const UnitNames& units, ImportReport& report)
{
    for (const auto& statement : statements) {
        const auto* own = figures_of(statement, days);
        const store::Covered pair{statement.day, statement.unit};
        if (own && std::find(touched.begin(), touched.end(), pair) != touched.end())
            compare(statement, *own, 0, units, report); // its row is one of another file
    }
}

} // namespace tongbao::bot
