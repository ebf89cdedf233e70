#include "bot/delivery/calls.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

store::DuePart to(std::string address, std::string body = "text")
{
    store::DuePart part;
    part.part = PartId{1};
    part.address = std::move(address);
    part.body = std::move(body);
    return part;
}

/// The addresses of each call, joined by commas.
std::vector<std::string> addresses(const std::vector<Call>& calls)
{
    std::vector<std::string> found;
    for (const auto& call : calls) {
        found.emplace_back();
        for (const auto& part : call.parts)
            found.back() += (found.back().empty() ? "" : ",") + part.address;
    }
    return found;
}

std::vector<std::string> filled(const std::vector<store::DuePart>& due, const Wanted& wanted)
{
    CallFilling filling(wanted);
    for (const auto& part : due)
        if (!filling.take(part))
            break;
    return addresses(filling.calls());
}

using Names = std::vector<std::string>;

} // namespace

TEST(CallFilling, EqualBodiesToOneTargetTravelTogether)
{
    EXPECT_EQ(filled({to("a"), to("b", "other"), to("c")}, {9, 20, {}}), (Names{"a,c", "b"}));
}

TEST(CallFilling, ACallHoldsNoMoreThanThePlatformTakes)
{
    EXPECT_EQ(filled({to("a"), to("b"), to("c")}, {9, 2, {}}), (Names{"a,b", "c"}));
}

TEST(CallFilling, WithoutRoomForAnotherCallEqualBodiesStillJoin)
{
    EXPECT_EQ(filled({to("a"), to("b"), to("c", "other"), to("d")}, {1, 20, {}}), (Names{"a,b"}));
}

TEST(CallFilling, AChannelForOneAddressGetsOneAtATime)
{
    EXPECT_EQ(filled({to("a"), to("b")}, {9, 1, {}}), (Names{"a", "b"}));
}

TEST(CallFilling, ACopyOrOneThatShallBeAloneTakesNobodyAlong)
{
    auto copy = to("a");
    copy.copy = true;
    auto alone = to("b");
    alone.alone = true;
    EXPECT_EQ(filled({copy, to("c"), alone, to("d")}, {9, 20, {}}), (Names{"a", "c,d", "b"}));
}

TEST(CallFilling, AnAddressThatHasHadEnoughWaitsWithoutHoldingUpOthers)
{
    EXPECT_EQ(filled({to("a"), to("b")}, {1, 1, {"a"}}), (Names{"b"}));
}

TEST(CallFilling, APastCallTakesOnePlaceHoweverManyOfItsPartsAreMet)
{
    auto first = to("a");
    first.call = AttemptId{7};
    auto second = to("b");
    second.call = AttemptId{7};
    const Wanted wanted{2, 20, {}};
    CallFilling filling(wanted);
    EXPECT_TRUE(filling.take(first));
    EXPECT_TRUE(filling.take(second));
    EXPECT_TRUE(filling.take(to("c")));
    EXPECT_FALSE(filling.take(to("d", "other")));
    EXPECT_EQ(filling.past(), std::vector<AttemptId>{AttemptId{7}});
}

TEST(CallFilling, OnlyTheFirstPartOfACallKeepsItsBody)
{
    const Wanted wanted{1, 20, {}};
    CallFilling filling(wanted);
    filling.take(to("a"));
    filling.take(to("b"));
    const auto calls = filling.calls();
    EXPECT_EQ(calls.front().parts[0].body, "text");
    EXPECT_EQ(calls.front().parts[1].body, "");
}

TEST(RepeatedCall, IsWholeWhereNobodyIsMissing)
{
    EXPECT_EQ(addresses(repeated({2, false, {to("b"), to("a")}})), (Names{"b,a"}));
}

TEST(RepeatedCall, WaitsForItsLastPart)
{
    EXPECT_EQ(addresses(repeated({2, true, {to("a"), to("b")}})), Names{});
}

TEST(RepeatedCall, IsTakenApartWhereSomebodyIsMissing)
{
    EXPECT_EQ(addresses(repeated({3, false, {to("a"), to("b")}})), (Names{"a", "b"}));
}
