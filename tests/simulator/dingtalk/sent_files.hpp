#pragma once

#include "tests/simulator/dingtalk/app.hpp"
#include "tests/simulator/dingtalk/bot.hpp"

namespace tongbao::simulator::dingtalk {

/// The exchange of a downloadCode for an address (platforms/dingtalk.md §3.2), for applications whose robot got it.
void add_file_route(Stage& stage, std::function<std::vector<DingtalkApp*>()> apps,
                    std::function<std::vector<DingtalkBot*>()> bots);

} // namespace tongbao::simulator::dingtalk
