#include "bot/import/no_data.hpp"

#include "bot/import/values.hpp"

#include <array>

namespace tongbao::bot {
namespace {

constexpr std::array person_fields = {Field::member_id, Field::platform_id, Field::name};
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

} // namespace

const char* reason_to_skip(const adapters::Row& row, const Layout& layout)
{
    if (ends_the_people(first_filled(row)) || ends_the_people(layout.text(row, Field::name)))
        return "合计、平均或备注行";
    bool somebody = false;
    bool header = true;
    for (const auto field : person_fields) {
        const auto column = layout.column(field);
        if (!column)
            continue;
        somebody = somebody || !is_missing(row.text(*column));
        header = header && row.text(*column) == layout.header_texts[*column];
    }
    if (!somebody)
        return "没有人员信息的行";
    return header ? "重复的表头" : nullptr;
}

std::optional<std::size_t> formula_in_identity(const adapters::Row& row, const Layout& layout)
{
    for (const auto field : identity_fields) {
        const auto column = layout.column(field);
        if (column && looks_like_formula(row.text(*column)) && !is_platform_root(row.text(*column)))
            return column;
    }
    return std::nullopt;
}

} // namespace tongbao::bot
