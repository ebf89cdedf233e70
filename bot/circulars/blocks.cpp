#include "bot/circulars/blocks.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

constexpr std::array<std::string_view, 7> known = {"story", "task1", "task2", "task3", "deadline", "contact", "org"};

std::variant<Blocks, std::string> blocks_of(const nlohmann::json& file, const std::string& name)
{
    if (!file.is_object())
        return name + "应为一个JSON对象";
    Blocks blocks;
    for (const auto& [key, value] : file.items()) {
        if (std::ranges::find(known, key) == known.end())
            return fmt::format("{}中的“{}”不认识，可以写：{}", name, key, fmt::join(known, "、"));
        if (!value.is_string())
            return fmt::format("{}中的“{}”应写成引号里的文字", name, key);
        blocks.emplace(key, value.get<std::string>());
    }
    return blocks;
}

} // namespace

std::variant<Blocks, std::string> read_blocks(const std::filesystem::path& folder, const std::string& period)
{
    const auto name = period + ".json";
    std::ifstream file(folder / name, std::ios::binary);
    if (folder.empty() || !file)
        return Blocks{};
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    try {
        return blocks_of(nlohmann::json::parse(text), name);
    } catch (const nlohmann::json::parse_error& error) {
        const auto line = 1 + std::count(text.begin(), text.begin() + std::min(error.byte, text.size()), '\n');
        return fmt::format("{}第{}行附近不是有效的JSON，请检查引号、逗号和编码（UTF-8）", name, line);
    }
}

} // namespace tongbao::bot
