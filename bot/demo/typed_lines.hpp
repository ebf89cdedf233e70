#pragma once

#include "bot/demo/platforms.hpp"

namespace tongbao::bot::demo {

/// Says in the groups what somebody types on stdin: in the WeCom group, or behind `钉钉 ` in DingTalk's. Ends with the
/// input; returns at once where stdin is no terminal and no pipe. `platforms` must outlive it.
boost::asio::awaitable<void> say_typed_lines(boost::asio::any_io_executor executor, Platforms& platforms);

} // namespace tongbao::bot::demo
