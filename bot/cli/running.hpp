#pragma once

#include "bot/service.hpp"

#include <exception>

namespace tongbao::bot::cli {

/// Runs the service until `end` returns or one of its loops fails, which sets `code`; then stops it in order. True
/// when `end` returned.
boost::asio::awaitable<bool> run_until(boost::asio::any_io_executor executor, Service& service,
                                       boost::asio::awaitable<void> end, int& code);

/// For co_spawn: what a top coroutine throws ends the program.
void rethrow(const std::exception_ptr& failure);

} // namespace tongbao::bot::cli
