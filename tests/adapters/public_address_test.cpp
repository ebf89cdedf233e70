#include "adapters/public_address.hpp"

#include <gtest/gtest.h>

using tongbao::adapters::is_public;

namespace {

bool is_public_text(const char* text)
{
    return is_public(boost::asio::ip::make_address(text));
}

} // namespace

TEST(PublicAddress, AddressesOfTheInternetArePublic)
{
    for (const char* text : {"8.8.8.8", "101.226.103.1", "172.15.255.255", "172.32.0.0", "100.63.255.255",
                             "100.128.0.0", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
        EXPECT_TRUE(is_public_text(text)) << text;
}

TEST(PublicAddress, AddressesOfOurOwnNetworksAndOfMetadataServicesAreNot)
{
    for (const char* text : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254",
                             "172.16.0.1", "172.31.255.255", "192.168.1.1", "198.19.0.1", "224.0.0.1",
                             "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1"})
        EXPECT_FALSE(is_public_text(text)) << text;
}

TEST(PublicAddress, WrappingAnAddressDoesNotMakeItPublic)
{
    for (const char* text :
         {"::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1"})
        EXPECT_FALSE(is_public_text(text)) << text;
}
