#include "bot/circulars/blocks.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
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
        if (std::ranges::find(known, key) == known.end() || !value.is_string())
            return fmt::format("{}中的“{}”无法使用", name, key);
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
    const auto parsed = nlohmann::json::parse(file, nullptr, false);
    if (parsed.is_discarded())
        return name + "不是有效的JSON";
    return blocks_of(parsed, name);
}

} // namespace tongbao::bot
