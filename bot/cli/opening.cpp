#include "bot/cli/opening.hpp"

#include "store/rollups.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>

namespace tongbao::bot::cli {

std::optional<Config> open_config(const std::filesystem::path& file, Secrets secrets)
{
    auto reading = read_config(file, secrets);
    if (reading.faults.empty())
        return std::move(reading.config);
    fmt::print(stderr, "{} has mistakes:\n", file.string());
    for (const auto& fault : reading.faults)
        fmt::print(stderr, "  {} {}\n      {}\n", fault.path, fault.problem, fault.advice);
    return std::nullopt;
}

std::optional<Templates> open_templates(const Config& config)
{
    auto loaded = Templates::load(config.templates);
    for (const auto& fault : loaded.faults)
        fmt::print(stderr, "{}\n", fault.text());
    return std::move(loaded.templates);
}

store::Connection open_database(const Config& config)
{
    auto db = store::open_database(config.store_path.string());
    store::Transaction transaction(db);
    store::rebuild_rollups_if_rules_changed(db, config.figures.rollup);
    transaction.commit();
    return db;
}

std::optional<store::Connection> open_database_to_read(const Config& config)
{
    if (std::filesystem::exists(config.store_path))
        return open_database(config);
    fmt::print(stderr, "{} does not exist yet: import units, the roster and activity first\n",
               config.store_path.string());
    return std::nullopt;
}

std::string local_text(Instant at)
{
    const auto minutes = local_time_of_day(at).count();
    return fmt::format("{} {:02}:{:02}", iso_date(local_day(at)), minutes / 60, minutes % 60);
}

} // namespace tongbao::bot::cli
