#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"
#include "bot/config_secrets.hpp"

#include <fmt/format.h>
#include <regex>

namespace tongbao::bot {
namespace {

using nlohmann::json;

void check_group(const std::string& where, const json& from, const GroupConfig& group, const ConfigSource& source)
{
    const bool wecom = group.platform == Platform::wecom;
    const char* needed = wecom ? "webhook_key" : "access_token";
    if (from.is_object() && !from.contains(needed) && group.app.empty())
        source.fault(where + "." + needed, "is missing",
                     "write a reference to the robot's credential, {\"env\": \"NAME\"} or {\"file\": \"path\"}");
    if (!group.app.empty() && (wecom || !group.access_token.empty()))
        source.fault(where + ".app", "names an application beside the credential of a robot, or outside DingTalk",
                     "write either app or access_token, and app only with platform \"dingtalk\"");
    if (!group.app.empty() && group.chat_id.empty())
        source.fault(where + ".chat_id", "is missing, by which an application posts into the group",
                     "mention the robot in the group once and copy the chat id from the log");
    if (!wecom && group.format == "markdown_v2")
        source.fault(where + ".format", "is \"markdown_v2\", which only WeCom has", "write \"text\" or \"markdown\"");
    for (const char* foreign : {"access_token", "signing_secret", "keyword"})
        if (wecom && from.is_object() && from.contains(foreign))
            source.fault(where + "." + foreign, "belongs to DingTalk robots",
                         "remove it, or write platform \"dingtalk\"");
    // The shape of the key: platforms/wecom.md §3.1.
    static const std::regex key_shape("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    if (wecom && !group.webhook_key.empty() && !std::regex_match(group.webhook_key.reveal(), key_shape))
        source.fault(where + ".webhook_key", "is not a WeCom webhook key",
                     "store the key (8-4-4-4-12 hex digits) or the whole webhook URL of the group's robot");
}

void read_group(const std::string& where, const json& from, const ConfigSource& source)
{
    const auto kind = field<std::string>(from, "kind", "");
    GroupConfig group;
    group.name = field(from, "name", group.name);
    group.platform = field<std::string>(from, "platform", "wecom") == "wecom" ? Platform::wecom : Platform::dingtalk;
    group.kind = kind == "支部群" ? GroupKind::branch : kind == "单位群" ? GroupKind::unit : GroupKind::administrators;
    group.unit = field(from, "unit", group.unit);
    group.chat_id = field(from, "chat_id", group.chat_id);
    group.format = field(from, "format", group.format);
    group.keyword = field(from, "keyword", group.keyword);
    group.app = field(from, "app", group.app);
    group.webhook_key = credential_of_url(source.secret(from, where, "webhook_key"), "key=");
    group.access_token = credential_of_url(source.secret(from, where, "access_token"), "access_token=");
    group.signing_secret = source.secret(from, where, "signing_secret");
    check_group(where, from, group, source);
    source.reading.config.groups.push_back(std::move(group));
}

} // namespace

void read_groups(const json& root, const ConfigSource& source)
{
    const auto& groups = list(root, "groups");
    for (std::size_t i = 0; i < groups.size(); ++i)
        read_group(fmt::format("$.groups[{}]", i), groups[i], source);
}

} // namespace tongbao::bot
