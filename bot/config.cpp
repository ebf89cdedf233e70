#include "bot/config.hpp"

#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"
#include "bot/config_schema.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace tongbao::bot {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Line and column of a byte offset, both from 1.
std::pair<std::ptrdiff_t, std::size_t> position(const std::string& text, std::size_t byte)
{
    const auto before = text.substr(0, byte > 0 ? byte - 1 : 0);
    const auto start = before.rfind('\n');
    return {std::count(before.begin(), before.end(), '\n') + 1,
            before.size() - (start == std::string::npos ? 0 : start + 1) + 1};
}

} // namespace

std::string_view name_of(Platform platform)
{
    return platform == Platform::wecom ? "wecom" : "dingtalk";
}

ConfigReading read_config(const fs::path& file, Secrets secrets)
{
    ConfigReading reading;
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file)) {
        reading.faults.push_back({"$", fmt::format("cannot read {}", file.string()),
                                  "name the file with --config, or copy config.example.json there"});
        return reading;
    }
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    json root;
    try {
        root = json::parse(text);
    } catch (const json::parse_error& error) {
        const auto [line, column] = position(text, error.byte);
        reading.faults.push_back({"$", fmt::format("is not JSON at line {}, column {}", line, column),
                                  "check for a missing comma, quote or bracket just before that place"});
        return reading;
    }
    reading.faults = check_against_schema(root);
    const ConfigSource source{fs::absolute(file).parent_path(), secrets, reading};
    for (const auto read_section : {read_places, read_network, read_monitor, read_rules, read_circular, read_groups,
                                    read_wecom, read_dingtalk, read_apps})
        read_section(root, source);
    check_names(reading.config, source);
    return reading;
}

} // namespace tongbao::bot
