#include "adapters/public_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tongbao::adapters {
namespace {

struct Range {
    std::uint32_t first;
    int prefix;
};

/// IANA's special-purpose registry: what is not globally reachable.
constexpr std::array<Range, 14> special{{
    {0x00000000, 8},  // this network
    {0x0a000000, 8},  // private
    {0x64400000, 10}, // carrier-grade NAT
    {0x7f000000, 8},  // loopback
    {0xa9fe0000, 16}, // link-local
    {0xac100000, 12}, // private
    {0xc0000000, 24}, // protocol assignments
    {0xc0000200, 24}, // documentation
    {0xc0a80000, 16}, // private
    {0xc6120000, 15}, // benchmarking
    {0xc6336400, 24}, // documentation
    {0xcb007100, 24}, // documentation
    {0xe0000000, 4},  // multicast
    {0xf0000000, 4},  // reserved, broadcast
}};

bool is_public(const boost::asio::ip::address_v4& address)
{
    const auto value = address.to_uint();
    return std::none_of(special.begin(), special.end(),
                        [value](const Range& range) { return (value ^ range.first) >> (32 - range.prefix) == 0; });
}

bool is_public(const boost::asio::ip::address_v6& address)
{
    const auto bytes = address.to_bytes();
    const auto wrapped = [&bytes](std::size_t at) {
        return is_public(boost::asio::ip::address_v4({bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]}));
    };
    if (address.is_v4_mapped())
        return wrapped(12);
    if (bytes[0] == 0x00 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b)
        return wrapped(12); // NAT64
    if (bytes[0] == 0x20 && bytes[1] == 0x02)
        return wrapped(2);            // 6to4
    return (bytes[0] & 0xe0) == 0x20; // only 2000::/3 is assigned to the internet
}

} // namespace

bool is_public(const boost::asio::ip::address& address)
{
    return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

} // namespace tongbao::adapters
