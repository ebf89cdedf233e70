#include "bot/cli/cli.hpp"
#include "bot/clock.hpp"
#include "bot/doctor/local.hpp"
#include "bot/doctor/platforms.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

void add(doctor::Checks& to, doctor::Checks more)
{
    std::ranges::move(more, std::back_inserter(to));
}

using Asking = boost::asio::awaitable<doctor::Checks> (*)(boost::asio::any_io_executor, const Config&, const Clock&);

doctor::Checks ask(Asking asking, const Config& config, const Clock& clock)
{
    boost::asio::io_context io{1};
    doctor::Checks found;
    boost::asio::co_spawn(io, asking(io.get_executor(), config, clock),
                          [&found](const std::exception_ptr& failure, doctor::Checks checks) {
                              if (failure)
                                  std::rethrow_exception(failure);
                              found = std::move(checks);
                          });
    io.run();
    return found;
}

doctor::Checks examine(const DoctorArguments& arguments)
{
    const SystemClock clock;
    const auto reading = read_config(arguments.config);
    auto checks = doctor::check_config(reading, arguments.config);
    if (!reading.faults.empty())
        return checks; // the rest would examine what is not meant
    const auto& config = reading.config;
    add(checks, doctor::check_database(config.store_path));
    add(checks, doctor::check_contents(config, clock.now()));
    add(checks, doctor::check_texts(config, local_day(clock.now())));
    if (arguments.offline)
        return checks;
    add(checks, ask(doctor::check_platforms, config, clock));
    add(checks, ask(doctor::check_credentials, config, clock));
    return checks;
}

void print_json(const doctor::Checks& checks)
{
    auto list = nlohmann::ordered_json::array();
    for (const auto& check : checks)
        list.push_back({{"level", doctor::name_of(check.level)},
                        {"what", check.what},
                        {"found", check.found},
                        {"advice", check.advice}});
    fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print(const doctor::Checks& checks)
{
    for (const auto& check : checks) {
        fmt::print("{:<8} {}: {}\n", doctor::name_of(check.level), check.what, check.found);
        if (!check.advice.empty())
            fmt::print("         {}\n", check.advice);
    }
}

} // namespace

int doctor(const DoctorArguments& arguments)
{
    const auto checks = examine(arguments);
    arguments.json ? print_json(checks) : print(checks);
    const auto is_failed = [](const doctor::Check& check) { return check.level == doctor::Level::failed; };
    return std::ranges::any_of(checks, is_failed) ? broken : done;
}

} // namespace tongbao::bot::cli
