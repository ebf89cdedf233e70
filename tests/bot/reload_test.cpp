#include "bot/reload.hpp"

#include <gmock/gmock.h>

using namespace tongbao::bot;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::vector<std::string> places(const Config& now, const Config& next)
{
    std::vector<std::string> found;
    for (const auto& fault : needs_restart(now, next))
        found.push_back(fault.path);
    return found;
}

} // namespace

TEST(Reload, WhatIsNotBoundToTheProcessMayChange)
{
    Config now;
    Config next;
    next.groups.emplace_back();
    next.circular.org = "学校办公室";
    next.listen.max_connections = 7;
    EXPECT_THAT(places(now, next), IsEmpty());
}

TEST(Reload, DatabaseAndAddressesNeedARestart)
{
    Config now;
    Config next;
    next.store_path = "other.db";
    next.listen.port = 1;
    next.monitor.listen.emplace();
    EXPECT_THAT(places(now, next), ElementsAre("$.store.path", "$.listen", "$.monitor"));
}
