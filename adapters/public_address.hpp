#pragma once

#include <boost/asio/ip/address.hpp>

namespace tongbao::adapters {

/// False for every address that a name on the internet must not lead us to: loopback, private, link-local (with the
/// metadata services of clouds), carrier-grade NAT, unique local, multicast, reserved, and all of these when they are
/// wrapped in an IPv6 address.
bool is_public(const boost::asio::ip::address& address);

} // namespace tongbao::adapters
