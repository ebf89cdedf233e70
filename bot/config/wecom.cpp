#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using nlohmann::json;

void read_bot(const std::string& where, const json& from, const ConfigSource& source)
{
    WecomBotConfig bot;
    bot.name = field(from, "name", bot.name);
    bot.transport =
        field<std::string>(from, "transport", "callback") == "connection" ? Transport::connection : Transport::callback;
    if (bot.transport == Transport::connection)
        source.require(from, where, {"bot_id", "secret"},
                       "copy it from the page of the bot (API 模式, 长连接), or write transport \"callback\"");
    else
        source.require(from, where, {"path", "token", "encoding_aes_key"},
                       "copy it from the page of the bot (API 模式, URL 回调), or write transport \"connection\"");
    bot.bot_id = field(from, "bot_id", bot.bot_id);
    bot.secret = source.secret(from, where, "secret");
    bot.path = field(from, "path", bot.path);
    bot.token = source.secret(from, where, "token");
    bot.encoding_aes_key = source.callback_key(from, where);
    bot.receive_id = field(from, "receive_id", bot.receive_id);
    bot.display_names = field(from, "display_names", bot.display_names);
    source.reading.config.wecom_bots.push_back(std::move(bot));
}

} // namespace

void read_wecom(const json& root, const ConfigSource& source)
{
    const auto& wecom = part(root, "wecom");
    auto& config = source.reading.config;
    config.wecom_api = field(wecom, "api", config.wecom_api);
    config.wecom_socket = field(wecom, "socket", config.wecom_socket);
    const auto& bots = list(wecom, "bots");
    for (std::size_t i = 0; i < bots.size(); ++i)
        read_bot(fmt::format("$.wecom.bots[{}]", i), bots[i], source);
}

} // namespace tongbao::bot
