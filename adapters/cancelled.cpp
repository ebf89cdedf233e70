#include "adapters/cancelled.hpp"

#include <boost/asio/this_coro.hpp>

namespace tongbao {

namespace asio = boost::asio;

asio::awaitable<bool> cancelled()
{
    const auto state = co_await asio::this_coro::cancellation_state;
    co_return state.cancelled() != asio::cancellation_type::none;
}

} // namespace tongbao
