#include "bot/import/points_cell.hpp"

#include "bot/import/values.hpp"

namespace tongbao::bot {
namespace {

constexpr std::int64_t most_points = 1'000'000'000;

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

} // namespace

CellPoints PointsCell::read(const adapters::Row& row, std::size_t column)
{
    const bool formula = column < row.cells.size() && row.cells[column].formula;
    if (formula && row.cells[column].text.empty()) {
        report_.add(Code::FORM, Severity::rejected, row.number, column, "公式没有计算结果");
        return {std::nullopt, true};
    }
    if (formula && !formulas_reported_) {
        formulas_reported_ = true;
        report_.add(Code::FORM, Severity::warning, row.number, column,
                    "积分列含公式，采用文件中保存的结果，未重新计算");
    }
    auto number = read_integer(row.text(column));
    if (number.value && *number.value > most_points)
        number = {std::nullopt, NumberFault::too_large};
    if (!number.fault)
        return {number.value, false};
    const bool negative = *number.fault == NumberFault::negative;
    report_.add(negative ? Code::NEG : Code::NUM, Severity::rejected, row.number, column, words_for(*number.fault));
    return {std::nullopt, true};
}

bool PointsCell::active(const adapters::Row& row, std::int64_t points) const
{
    const auto flag = layout_.day_columns.empty() ? read_flag(layout_.text(row, Field::active)) : std::nullopt;
    return points > 0 || flag.value_or(false);
}

std::optional<int> PointsCell::raw_points(const adapters::Row& row) const
{
    const auto column = layout_.column(Field::points_raw);
    if (!column || !layout_.day_columns.empty())
        return std::nullopt;
    const auto number = read_integer(row.text(*column));
    return number.value && *number.value <= most_points ? std::optional(static_cast<int>(*number.value)) : std::nullopt;
}

} // namespace tongbao::bot
