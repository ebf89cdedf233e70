#include "bot/trouble_words.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

Trouble trouble(Trouble::Kind kind, std::int64_t message, std::string target, std::string message_kind = "weekly")
{
    Trouble made;
    made.kind = kind;
    made.message = MessageId{message};
    made.target = std::move(target);
    made.message_kind = std::move(message_kind);
    made.reason = "why";
    return made;
}

constexpr auto held = Trouble::Kind::held;
constexpr auto expired = Trouble::Kind::expired;

} // namespace

TEST(Trouble, WhatACrashHoldsIsToldOnceWithItsNumberAndPlaces)
{
    const auto told =
        together({trouble(held, 5, "a"), trouble(held, 6, "b"), trouble(held, 7, "a"), trouble(held, 8, "c")});
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].message, MessageId{5});
    EXPECT_EQ(told[0].others, 3);
    EXPECT_THAT(told[0].other_targets, ElementsAre("b", "c"));
    EXPECT_THAT(chinese(told[0]), HasSubstr("消息5等4条消息（weekly）是否送达“a”等3处无法判断"));
}

TEST(Trouble, KindsOfTroubleAndOfMessageAreToldApart)
{
    EXPECT_THAT(together({trouble(held, 1, "a"), trouble(expired, 2, "a"), trouble(held, 3, "a", "reply")}), SizeIs(3));
}

TEST(Trouble, AlertsAreToldApartByTargetBecauseAnotherWayTellsOfThem)
{
    EXPECT_THAT(together({trouble(held, 1, "operators", "alert"), trouble(held, 2, "others", "alert")}), SizeIs(2));
}

TEST(Trouble, OneMessageIsToldWithoutANumber)
{
    EXPECT_EQ(chinese(trouble(expired, 5, "a")), "消息5（weekly）未能按时发往“a”，已过期。");
}
