#include "bot/delivery/address_paces.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;

namespace {

constexpr Uptime start = 1h;

} // namespace

TEST(AddressPaces, AnAddressThatHadAllItMayHaveWaitsForThePeriod)
{
    AddressPaces paces({{2, 60s}});
    paces.ended("a", start);
    EXPECT_TRUE(paces.waiting(start).empty());
    paces.ended("a", start + 10s);
    EXPECT_EQ(paces.waiting(start + 59s), (std::set<std::string, std::less<>>{"a"}));
    EXPECT_EQ(paces.next_free(start + 10s), start + 60s);
    EXPECT_TRUE(paces.waiting(start + 60s).empty());
}

TEST(AddressPaces, OneAddressDoesNotHoldUpAnother)
{
    AddressPaces paces({{1, 60s}});
    paces.ended("a", start);
    EXPECT_FALSE(paces.waiting(start).contains("b"));
}

TEST(AddressPaces, TheLongerPeriodCountsToo)
{
    AddressPaces paces({{2, 60s}, {3, 3600s}});
    for (int i = 0; i < 3; ++i)
        paces.ended("a", start + i * 100s);
    EXPECT_EQ(paces.next_free(start + 200s), start + 3600s);
}

TEST(AddressPaces, WithoutALimitNobodyWaits)
{
    AddressPaces paces;
    paces.ended("a", start);
    EXPECT_TRUE(paces.waiting(start).empty());
    EXPECT_EQ(paces.next_free(start), Uptime::max());
}
