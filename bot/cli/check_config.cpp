#include "bot/cli/cli.hpp"
#include "bot/config.hpp"
#include "bot/render/templates.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

nlohmann::json as_json(const std::vector<Fault>& faults)
{
    auto list = nlohmann::json::array();
    for (const auto& fault : faults)
        list.push_back({{"path", fault.path}, {"problem", fault.problem}, {"advice", fault.advice}});
    return list;
}

void print(const char* heading, const std::vector<Fault>& faults)
{
    if (faults.empty())
        return;
    fmt::print("{}:\n", heading);
    for (const auto& fault : faults)
        fmt::print("  {} {}\n      {}\n", fault.path, fault.problem, fault.advice);
}

/// What `serve` would refuse to start with.
void add_template_faults(ConfigReading& reading)
{
    if (!std::filesystem::is_directory(reading.config.templates))
        return; // the configuration's own fault says so
    for (const auto& fault : Templates::load(reading.config.templates).faults)
        reading.faults.push_back({"$.templates", fault.text(), "correct that place of the template"});
}

} // namespace

int check_config(const ConfigArguments& options)
{
    auto reading = read_config(options.config);
    add_template_faults(reading);
    if (options.json) {
        const nlohmann::json result = {{"file", options.config.string()},
                                       {"faults", as_json(reading.faults)},
                                       {"warnings", as_json(reading.warnings)}};
        fmt::print("{}\n", result.dump(2));
    } else {
        print("mistakes", reading.faults);
        print("warnings", reading.warnings);
        if (reading.faults.empty())
            fmt::print("{} is in order\n", options.config.string());
    }
    return reading.faults.empty() ? done : bad_config;
}

} // namespace tongbao::bot::cli
