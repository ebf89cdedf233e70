#include "bot/operators.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

Config with_groups()
{
    Config config;
    config.circular.operators = "operators";
    for (const auto* name : {"operators", "unit", "administrators"}) {
        GroupConfig group;
        group.name = name;
        group.kind = group.name == "unit" ? GroupKind::unit : GroupKind::administrators;
        config.groups.push_back(group);
    }
    return config;
}

} // namespace

TEST(Operators, AreToldInTheirOwnGroup)
{
    EXPECT_EQ(way_to_operators(with_groups(), {"unit"}), "operators");
}

TEST(Operators, AreToldInAnotherGroupOfAdministratorsWhenTheirOwnIsInTrouble)
{
    EXPECT_EQ(way_to_operators(with_groups(), {"operators"}), "administrators");
}

TEST(Operators, NoGroupOfAUnitHearsOfTrouble)
{
    EXPECT_EQ(way_to_operators(with_groups(), {"operators", "administrators"}), std::nullopt);
}
