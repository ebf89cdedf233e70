#pragma once

#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/doctor/check.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace tongbao::bot::doctor {

/// Reaches each platform in use: name resolution, certificate, and its clock against ours.
boost::asio::awaitable<Checks> check_platforms(boost::asio::any_io_executor executor, const Config& config,
                                               const Clock& clock);

/// Asks the platforms whether each credential is good; nobody sees anything of it.
boost::asio::awaitable<Checks> check_credentials(boost::asio::any_io_executor executor, const Config& config,
                                                 const Clock& clock);

/// How far our clock may be from a platform's: what it means for signatures. Pure.
Check compare_clocks(const std::string& host, std::chrono::seconds ahead);

} // namespace tongbao::bot::doctor
