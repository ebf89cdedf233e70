#include "tests/simulator/wecom/bot.hpp"

#include "tests/simulator/wecom/sent_file.hpp"
#include "tests/simulator/wecom/verdict.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto reply_path = "/cgi-bin/aibot/response";
constexpr auto answer_life = 1h;    // platforms/wecom.md §6.4
constexpr auto message_life = 6min; // §6.2
constexpr auto file_life = 5min;    // §6.1
/// The real code for a spent or expired response_url is unconfirmed (§12); this one says "address no longer valid".
constexpr int spent_reply = 93000;

wecom::CallbackSettings callback_settings(const WecomBotSettings& bot)
{
    wecom::CallbackSettings settings;
    settings.url = bot.url;
    settings.secrets = {bot.token, bot.aes_key, ""}; // the receiver of a bot's callbacks is empty (§5.3)
    settings.deadline = bot.deadline;
    settings.fresh_ciphertext = bot.fresh_ciphertext;
    return settings;
}

std::string new_id(const std::string& prefix)
{
    return prefix + adapters::to_hex(adapters::random_bytes(12));
}

} // namespace

WecomBot::WecomBot(Stage& stage, WecomBotSettings settings)
    : Target(stage, reply_path, settings.name),
      settings_(std::move(settings)),
      callback_(stage, callback_settings(settings_)),
      long_connection_(stage, settings_),
      files_(stage, "/sent-to-wecom/" + settings_.bot_id)
{
}

/// The common members of §6.1, and a fresh response_url.
json WecomBot::body_for(const Speech& said, Hearing& heard)
{
    heard.message_id = said.message_id.empty() ? new_id("CAIQ") : said.message_id;
    const auto code = new_id("");
    heard.reply_address = stage().base_url + reply_path + "?response_code=" + code;
    const bool in_group = !said.group.empty();
    offers_[code] = {in_group ? stage().name_of_chat(said.group) : said.user, in_group, stage().now() + answer_life,
                     false};
    json body{{"msgid", heard.message_id},
              {"aibotid", settings_.bot_id},
              {"chattype", in_group ? "group" : "single"},
              {"from", {{"userid", said.user}}},
              {"response_url", heard.reply_address}};
    if (in_group)
        body["chatid"] = said.group;
    if (said.outsider)
        body["from"]["corpid"] = "ww00000000foreign0";
    return body;
}

boost::asio::awaitable<Hearing> WecomBot::speak(Speech said)
{
    Hearing heard;
    auto body = body_for(said, heard);
    // The text keeps the mention, and groups deliver nothing without one (§6.1).
    const auto typed = said.group.empty() ? said.text : "@" + settings_.name + " " + said.text;
    body["msgtype"] = "text";
    body["text"] = {{"content", typed}};
    stage().say(
        {stage().now(), "wecom", said.group.empty() ? said.user : stage().name_of_chat(said.group), said.user, typed});
    return give(std::move(heard), std::move(said), body.dump(), wecom::ReplyPlace::callback,
                callback_.settings().tries);
}

boost::asio::awaitable<Hearing> WecomBot::send_file(std::string user, std::string file_name, std::string bytes)
{
    Speech said(std::move(user), "");
    Hearing heard;
    auto body = body_for(said, heard);
    const bool connected = long_connection_.connected();
    const auto key = connected ? adapters::base64_encode(adapters::random_bytes(32)) : settings_.aes_key;
    const auto url =
        files_.put(wecom::encrypt_file(key, std::move(bytes)), std::move(file_name), stage().now() + file_life);
    body["msgtype"] = "file";
    body["file"] = {{"url", url}};
    if (connected)
        body["file"]["aeskey"] = key;
    return give(std::move(heard), std::move(said), body.dump(), wecom::ReplyPlace::callback,
                callback_.settings().tries);
}

boost::asio::awaitable<Hearing> WecomBot::enter_chat(std::string user)
{
    Speech said(std::move(user), "");
    Hearing heard;
    auto body = body_for(said, heard);
    body["msgtype"] = "event";
    body["event"] = {{"eventtype", "enter_chat"}};
    return give(std::move(heard), std::move(said), body.dump(), wecom::ReplyPlace::enter_chat, 1);
}

boost::asio::awaitable<Hearing> WecomBot::press(std::string user, std::string group, std::string task_id,
                                                std::string key)
{
    Speech said(std::move(user), "", std::move(group));
    Hearing heard;
    auto body = body_for(said, heard);
    body["msgtype"] = "event";
    body["event"] = {
        {"eventtype", "template_card_event"},
        {"template_card_event", {{"card_type", "button_interaction"}, {"event_key", key}, {"task_id", task_id}}}};
    return give(std::move(heard), std::move(said), body.dump(), wecom::ReplyPlace::card_event, 1);
}

boost::asio::awaitable<Hearing> WecomBot::give(Hearing heard, Speech said, std::string body, wecom::ReplyPlace place,
                                               int tries)
{
    if (long_connection_.connected()) {
        long_connection_.push(json::parse(body));
        heard.tries = 1;
        heard.status = 200;
        co_return heard;
    }
    const auto delivered = co_await callback_.deliver(std::move(body), tries, said.forgery);
    heard.tries = delivered.tries;
    heard.status = delivered.answer.status;
    heard.took = delivered.answer.took;
    heard.fault = delivered.fault;
    if (delivered.reply.empty())
        co_return heard;
    auto reply = wecom::read_bot_reply(delivered.reply, place);
    if (!reply.finished && reply.fault.empty())
        co_await follow(heard, said, reply);
    heard.fault = reply.fault;
    heard.reply = reply.text;
    show(said, reply);
    co_return heard;
}

boost::asio::awaitable<void> WecomBot::follow(Hearing& heard, Speech said, wecom::BotReply& reply)
{
    const auto started = stage().now();
    while (!reply.finished && reply.fault.empty() && stage().now() < started + message_life) {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, settings_.poll_interval);
        co_await timer.async_wait(boost::asio::use_awaitable);
        Hearing polled = heard; // each poll has a message id and a response_url of its own
        said.message_id.clear();
        auto body = body_for(said, polled);
        body["msgtype"] = "stream";
        body["stream"] = {{"id", reply.stream_id}};
        const auto delivered = co_await callback_.deliver(body.dump(), 1, Forgery::none);
        if (delivered.reply.empty())
            continue;
        reply = wecom::read_bot_reply(delivered.reply, wecom::ReplyPlace::callback);
    }
}

void WecomBot::show(const Speech& said, const wecom::BotReply& reply)
{
    Received entry;
    entry.at = stage().now();
    entry.platform = "wecom";
    entry.route = "passive reply";
    entry.target = name();
    entry.chat = said.group.empty() ? said.user : stage().name_of_chat(said.group);
    entry.msgtype = reply.type;
    entry.content = reply.text;
    entry.fate = reply.fault.empty() ? Fate::accepted : Fate::refused;
    entry.code = reply.errcode;
    entry.reason = reply.fault;
    stage().record(std::move(entry));
}

Received WecomBot::read_reply(const Request& request) const
{
    const auto reply = wecom::read_bot_reply(request.body, wecom::ReplyPlace::response_url);
    const auto offer = offers_.find(first(request.query, "response_code"));
    Received entry;
    entry.platform = "wecom";
    entry.target = name();
    entry.chat = offer == offers_.end() ? "" : offer->second.chat;
    entry.msgtype = reply.type;
    entry.content = reply.text;
    entry.body = request.body;
    return entry;
}

Judgement WecomBot::judge_reply(const Request& request)
{
    auto& offer = offers_.at(std::string(first(request.query, "response_code")));
    if (offer.used || stage().now() >= offer.until)
        return wecom::refused(spent_reply, "invalid response_code", request);
    const auto reply = wecom::read_bot_reply(request.body, wecom::ReplyPlace::response_url);
    offer.used = true; // one call, whatever becomes of it (§6.4)
    if (reply.fault.empty() && reply.type == "template_card" && offer.in_group)
        return wecom::refused(40008, "invalid message type", request);
    return reply.fault.empty() ? wecom::accepted() : wecom::refused(reply.errcode, reply.fault, request);
}

namespace wecom {

void add_reply_route(Stage& stage, std::function<WecomBot*(std::string_view response_code)> find)
{
    const auto of = [find](const Request& request) { return find(first(request.query, "response_code")); };
    const auto read = [of](const Request& request) {
        if (const auto* bot = of(request))
            return bot->read_reply(request);
        Received entry;
        entry.platform = "wecom";
        entry.body = request.body;
        return entry;
    };
    stage.routes[reply_path] = {read, [of](const Request& request, const Received&) {
                                    auto* bot = of(request);
                                    return bot ? bot->judge_reply(request)
                                               : refused(spent_reply, "invalid response_code", request);
                                }};
}

} // namespace wecom
} // namespace tongbao::simulator
