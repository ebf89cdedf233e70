#include "bot/cli/running.hpp"

#include "bot/cli/cli.hpp"
#include "bot/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::bot::cli {

namespace asio = boost::asio;

asio::awaitable<bool> run_until(asio::any_io_executor executor, Service& service, asio::awaitable<void> end, int& code)
{
    auto either = asio::experimental::make_parallel_group(asio::co_spawn(executor, service.run(), asio::deferred),
                                                          asio::co_spawn(executor, std::move(end), asio::deferred));
    const auto [order, failure, ending] =
        co_await either.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool ended = order[0] == 1;
    if (!ended && failure) {
        code = broken;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& thrown) {
            log_event(Level::error, "service_failed", {{"why", thrown.what()}});
        }
    }
    log_event(Level::info, "stopping");
    co_await service.stop();
    if (ended && ending)
        std::rethrow_exception(ending);
    co_return ended;
}

void rethrow(const std::exception_ptr& failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace tongbao::bot::cli
