#pragma once

#include <boost/asio/awaitable.hpp>

namespace tongbao {

/// Whether the awaiting coroutine has been asked to stop.
boost::asio::awaitable<bool> cancelled();

} // namespace tongbao
