#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace tongbao::bot {
namespace {

void check_target(const std::string& where, const std::string& name, const std::set<std::string>& names,
                  const ConfigSource& source)
{
    if (!names.contains(name))
        source.fault(where, fmt::format("names \"{}\", which is no group", name),
                     "write the name of a group under groups");
}

/// Files go to WeCom's webhook robots only: no document says how a robot of DingTalk would take one.
void check_tables(const Config& config, const ConfigSource& source)
{
    const auto& circular = config.circular;
    for (std::size_t i = 0; i < circular.tables.size(); ++i) {
        const auto where = fmt::format("$.circular.table_to[{}]", i);
        const auto& name = circular.tables[i];
        const auto group = std::ranges::find(config.groups, name, &GroupConfig::name);
        if (std::ranges::find(circular.targets, name) == circular.targets.end())
            source.fault(where, fmt::format("names \"{}\", which is not in circular.weekly", name),
                         "the table follows the circular: write the name of a group under circular.weekly");
        else if (group != config.groups.end() && group->platform != Platform::wecom)
            source.fault(where, fmt::format("names \"{}\", a DingTalk group, to which no file can be sent", name),
                         "leave it out: that group gets the circular's text");
    }
}

void check_group_names(const Config& config, const ConfigSource& source)
{
    std::set<std::string> names;
    std::set<std::pair<Platform, std::string>> chats;
    for (std::size_t i = 0; i < config.groups.size(); ++i) {
        const auto& group = config.groups[i];
        if (!group.name.empty() && !names.insert(group.name).second)
            source.fault(fmt::format("$.groups[{}].name", i), fmt::format("\"{}\" is used twice", group.name),
                         "give every group a name of its own");
        if (!group.chat_id.empty() && !chats.insert({group.platform, group.chat_id}).second)
            source.fault(fmt::format("$.groups[{}].chat_id", i), "is the chat of another group too",
                         "one chat is one group: remove one of the two");
    }
    for (std::size_t i = 0; i < config.circular.targets.size(); ++i)
        check_target(fmt::format("$.circular.weekly[{}]", i), config.circular.targets[i], names, source);
    check_tables(config, source);
    if (!config.circular.operators.empty())
        check_target("$.operators", config.circular.operators, names, source);
}

/// Messages name groups, bots and apps alike as their target.
void check_app_names(const Config& config, const ConfigSource& source)
{
    std::set<std::string> names;
    for (const auto& group : config.groups)
        names.insert(group.name);
    for (const auto& bot : config.wecom_bots)
        names.insert(bot.name);
    for (const auto& robot : config.dingtalk_robots)
        names.insert(robot.name);
    const auto check = [&](const std::string& where, const std::string& name) {
        if (!name.empty() && !names.insert(name).second)
            source.fault(where + ".name", fmt::format("\"{}\" is the name of a group, bot or app already", name),
                         "give every app a name of its own");
    };
    std::set<std::string> dingtalk;
    for (std::size_t i = 0; i < config.wecom_apps.size(); ++i)
        check(fmt::format("$.wecom.apps[{}]", i), config.wecom_apps[i].name);
    for (std::size_t i = 0; i < config.dingtalk_apps.size(); ++i) {
        check(fmt::format("$.dingtalk.apps[{}]", i), config.dingtalk_apps[i].name);
        dingtalk.insert(config.dingtalk_apps[i].name);
    }
    for (std::size_t i = 0; i < config.groups.size(); ++i)
        if (const auto& app = config.groups[i].app; !app.empty() && !dingtalk.contains(app))
            source.fault(fmt::format("$.groups[{}].app", i), fmt::format("names \"{}\", which is no application", app),
                         "write the name of an application under dingtalk.apps");
}

void check_bot_paths(const Config& config, const ConfigSource& source)
{
    std::set<std::string> paths;
    const auto check = [&](const std::string& where, const std::string& path) {
        if (!path.empty() && !paths.insert(path).second)
            source.fault(where + ".path", fmt::format("\"{}\" is used twice", path),
                         "give every bot a path of its own");
    };
    for (std::size_t i = 0; i < config.wecom_bots.size(); ++i)
        check(fmt::format("$.wecom.bots[{}]", i), config.wecom_bots[i].path);
    for (std::size_t i = 0; i < config.wecom_apps.size(); ++i)
        check(fmt::format("$.wecom.apps[{}]", i), config.wecom_apps[i].path);
    for (std::size_t i = 0; i < config.dingtalk_robots.size(); ++i)
        check(fmt::format("$.dingtalk.robots[{}]", i), config.dingtalk_robots[i].path);
}

/// Two connections for one bot evict each other; two for one application each get half of the messages.
void check_bot_accounts(const Config& config, const ConfigSource& source)
{
    std::set<std::string> accounts;
    const auto check = [&](const std::string& where, const std::string& account) {
        if (!account.empty() && !accounts.insert(account).second)
            source.fault(where, fmt::format("\"{}\" is used twice", account), "connect each bot once");
    };
    for (std::size_t i = 0; i < config.wecom_bots.size(); ++i)
        check(fmt::format("$.wecom.bots[{}].bot_id", i), config.wecom_bots[i].bot_id);
    for (std::size_t i = 0; i < config.dingtalk_robots.size(); ++i)
        check(fmt::format("$.dingtalk.robots[{}].client_id", i), config.dingtalk_robots[i].client_id);
}

} // namespace

void check_names(const Config& config, const ConfigSource& source)
{
    check_group_names(config, source);
    check_app_names(config, source);
    check_bot_paths(config, source);
    check_bot_accounts(config, source);
}

} // namespace tongbao::bot
