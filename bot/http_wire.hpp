#pragma once

#include "bot/http.hpp"

/// The parts of the listener that need no socket.
namespace tongbao::bot {

/// The client that the trusted proxies speak for: the last address of `X-Forwarded-For` that is not a proxy's. The
/// socket's own peer when the header is missing or holds no address.
std::string forwarded_peer(const HttpRequest& request, const std::vector<std::string>& trusted_proxies,
                           const std::string& socket_peer);

/// What counts as one peer in the limits: an IPv4 address, or the /64 of an IPv6 address.
std::string peer_key(const std::string& address);

/// Head and body, ready to be written.
std::string response_text(const HttpResponse& response, bool keep_alive);

} // namespace tongbao::bot
