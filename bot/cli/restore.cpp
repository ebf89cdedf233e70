#include "store/restore.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/clock.hpp"
#include "bot/single_instance.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const store::RestoreResult& result)
{
    return {{"backup_made", result.made_at ? ordered_json(local_text(*result.made_at)) : ordered_json()},
            {"replaced_database", result.aside.empty() ? ordered_json() : ordered_json(result.aside)},
            {"held", result.held.messages},
            {"expired", result.held.expired}};
}

void print(const store::RestoreResult& result)
{
    fmt::print("restored the state of {}\n", result.made_at ? local_text(*result.made_at) : "an unknown time");
    if (!result.aside.empty())
        fmt::print("the database before it is kept as {}: remove it when you no longer need it\n", result.aside);
    fmt::print("{} waiting messages are held, {} were over their time; circulars and reminders made from now on are "
               "held too,\nbecause they may have been sent since the backup was made. Compare with the groups:\n"
               "  tongbao outbox list --restored      what is held\n"
               "  tongbao outbox drop --restored      leave it at that, let later messages go\n"
               "  tongbao outbox release --restored   send all of it, let later messages go\n",
               result.held.messages, result.held.expired);
}

} // namespace

int restore(const RestoreArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    const SingleInstance only_one(config->store_path);
    const auto result = store::restore(arguments.file.string(), config->store_path.string(), SystemClock().now());
    if (arguments.json)
        fmt::print("{}\n", json_of(result).dump(2));
    else
        print(result);
    return done;
}

} // namespace tongbao::bot::cli
