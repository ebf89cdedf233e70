#include "bot/circulars/unit_workbook.hpp"

#include "adapters/files/workbook_writer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::json;

constexpr std::pair<const char*, const char*> columns[] = {
    {"name", "单位"},    {"part", "参与度（%）"},          {"part_diff", "参与度较上周（个百分点）"},
    {"avg", "人均积分"}, {"avg_diff", "人均较上周（分）"}, {"reg", "注册率（%）"},
};

bool any_has(const json& units, const char* member)
{
    return std::ranges::any_of(units, [&](const json& unit) { return unit.contains(member); });
}

} // namespace

std::string unit_workbook(const json& values)
{
    const auto& units = values.at("units");
    if (units.empty())
        return {};
    const bool grouped = any_has(units, "group");
    const bool ranked = any_has(units, "rank");
    std::vector<std::string> header;
    if (grouped)
        header.emplace_back("分组");
    if (ranked)
        header.emplace_back("名次");
    for (const auto& [member, title] : columns)
        header.emplace_back(title);
    std::vector<std::vector<std::string>> rows;
    std::string group; // stands at the first unit of each
    for (const auto& unit : units) {
        auto& row = rows.emplace_back();
        group = unit.value("group", group);
        if (grouped)
            row.push_back(group);
        if (ranked)
            row.push_back(std::to_string(unit.at("rank").get<int>()));
        for (const auto& [member, title] : columns)
            row.push_back(unit.at(member));
    }
    return adapters::workbook_of("各单位情况", header, rows);
}

} // namespace tongbao::bot
