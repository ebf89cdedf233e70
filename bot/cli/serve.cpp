#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/running.hpp"
#include "bot/log.hpp"
#include "bot/service.hpp"
#include "store/inspection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <date/date.h>
#include <fmt/format.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace tongbao::bot::cli {
namespace {

namespace asio = boost::asio;

/// Secrets live in this process's memory: no core file may hold them.
void forbid_core_dumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/// How far the service's clock is ahead of the machine's; empty when the text is no local time.
std::optional<std::chrono::milliseconds> offset_to(const std::string& starting_at)
{
    if (starting_at.empty())
        return std::chrono::milliseconds{0};
    std::istringstream in(starting_at);
    date::local_seconds local;
    in >> date::parse("%FT%T", local);
    if (in.fail())
        return std::nullopt;
    const Day day{std::chrono::days{date::floor<date::days>(local).time_since_epoch().count()}};
    const auto time_of_day = local - date::floor<date::days>(local);
    const auto start = at_local(day, std::chrono::minutes{0}) + time_of_day;
    return start - SystemClock().now_ms();
}

} // namespace

asio::awaitable<void> run_until_signal(asio::any_io_executor executor, Service& service, int& code)
{
    asio::signal_set signals(executor, SIGTERM, SIGINT);
    auto either = asio::experimental::make_parallel_group(asio::co_spawn(executor, service.run(), asio::deferred),
                                                          signals.async_wait(asio::deferred));
    const auto [order, failure, error, signal] =
        co_await either.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 0 && failure) {
        code = broken;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& thrown) {
            log_event(Level::error, "service_failed", {{"why", thrown.what()}});
        }
    }
    log_event(Level::info, "stopping");
    co_await service.stop();
}

void rethrow(const std::exception_ptr& failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

int serve(const ServeArguments& arguments)
{
    const auto offset = offset_to(arguments.starting_at);
    if (!offset) {
        fmt::print(stderr, "--starting-at {}: write a local time like 2026-09-21T08:59:30\n", arguments.starting_at);
        return usage;
    }
    forbid_core_dumps();
    const auto config = open_config(arguments.config);
    const auto templates = config ? open_templates(*config) : std::nullopt;
    if (!templates)
        return bad_config;
    if (std::filesystem::exists(config->store_path))
        store::check_whole(config->store_path.string());
    const SystemClock clock(*offset, arguments.clock_rate);
    asio::io_context io{1};
    Service service(io.get_executor(), *config, clock, *templates);
    log_event(Level::info, "serving", {{"address", config->listen.address}, {"port", service.port()}});
    int code = done;
    asio::co_spawn(io, run_until_signal(io.get_executor(), service, code), rethrow);
    io.run();
    return code;
}

} // namespace tongbao::bot::cli
