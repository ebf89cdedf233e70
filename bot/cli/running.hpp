#pragma once

#include "bot/service.hpp"

#include <exception>

namespace tongbao::bot::cli {

/// Runs the service until SIGTERM or SIGINT, or until one of its loops fails, which sets `code`; then stops it in
/// order.
boost::asio::awaitable<void> run_until_signal(boost::asio::any_io_executor executor, Service& service, int& code);

/// For co_spawn: what a top coroutine throws ends the program.
void rethrow(const std::exception_ptr& failure);

} // namespace tongbao::bot::cli
