#pragma once

#include "adapters/dingtalk/app_access.hpp"
#include "adapters/download.hpp"

namespace tongbao::adapters::dingtalk {

/// The content of a file that somebody sent to the application's robot: exchanges the message's code for an address
/// (platforms/dingtalk.md §3.2) and gets what is there.
boost::asio::awaitable<Downloaded> download_file(AppAccess& access, HttpClient& client, std::string download_code);

} // namespace tongbao::adapters::dingtalk
