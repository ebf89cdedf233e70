#include "tests/simulator/wecom/long_connection.hpp"

#include "adapters/crypto.hpp"
#include "tests/simulator/wecom/bot.hpp"
#include "tests/simulator/wecom/bot_replies.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>

namespace tongbao::simulator {
namespace {

namespace asio = boost::asio;
using nlohmann::json;
using wecom::BotReply;
using wecom::ReplyPlace;
using namespace std::chrono_literals;

constexpr auto socket_path = "/"; // wss://openws.work.weixin.qq.com (platforms/wecom.md §6.5)
constexpr auto reply_life = 24h;  // rule 7
constexpr auto event_life = 5s;   // welcome and card update (§6.5)
constexpr auto stream_life = 6min;
constexpr int per_minute = 30;         // rule 9
constexpr int per_hour = 1000;         // rule 9
constexpr int not_subscribed = 853001; // the real code is unconfirmed

struct Fault {
    int errcode = 0;
    std::string text = "ok";
};

/// What a req_id of ours may still be answered with.
struct Pending {
    ReplyPlace place = ReplyPlace::long_connection;
    InstantMs until;
    std::string chat; ///< the conversation: chat id or user id
    std::string task_id{};
    bool answered = false;
};

std::string text_at(const json& object, const char* member)
{
    if (!object.is_object())
        return "";
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

void acknowledge(WebSocket& socket, const json& frame, const Fault& fault, const json& body = json())
{
    json ack{{"headers", {{"req_id", text_at(frame.value("headers", json()), "req_id")}}},
             {"errcode", fault.errcode},
             {"errmsg", fault.text}};
    if (!body.is_null())
        ack["body"] = body;
    socket.send(ack.dump());
}

asio::awaitable<void> close_later(WebSocket socket, std::chrono::milliseconds wait)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, wait);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    socket.close();
}

} // namespace

struct WecomLongConnection::State {
    struct Upload {
        std::string type;
        int chunks = 0;
        std::set<int> arrived{};
    };
    Stage& stage;
    const WecomBotSettings& bot;
    std::optional<WebSocket> holder{};
    std::map<std::string, Pending> pending{};
    std::map<std::string, InstantMs> streams{};          ///< first frame of each stream
    std::map<std::string, std::deque<InstantMs>> sent{}; ///< by conversation
    std::set<std::string> spoken{};                      ///< conversations that spoke to the bot
    std::map<std::string, Upload> uploads{};
    std::vector<std::string> heard{};
    std::string last_push{};
    int withheld = 0;
    bool control_characters = false;

    Fault respond(const json& frame);
    Fault push_out(const json& body);
    Fault check(const json& body, ReplyPlace place, const std::string& chat, const std::string& route);
    bool over_the_rate(const std::string& chat);
    Fault upload(const std::string& cmd, const json& body, json& answer);
    void record(const BotReply& reply, const std::string& chat, const std::string& route, const json& body,
                const Fault& fault);
};

WecomLongConnection::WecomLongConnection(Stage& stage, const WecomBotSettings& bot) : state_(new State{stage, bot}) {}

WecomLongConnection::~WecomLongConnection() = default;

bool WecomLongConnection::connected() const
{
    return state_->holder && state_->holder->is_open();
}

void WecomLongConnection::push(const json& body)
{
    const auto req_id = adapters::to_hex(adapters::random_bytes(12));
    const bool event = text_at(body, "msgtype") == "event";
    const auto chat = body.contains("chatid") ? text_at(body, "chatid") : text_at(body.at("from"), "userid");
    Pending entry{ReplyPlace::long_connection, state_->stage.now() + reply_life, chat};
    if (event) {
        const auto& payload = body.at("event");
        entry.place = payload.at("eventtype") == "enter_chat" ? ReplyPlace::enter_chat : ReplyPlace::card_event;
        entry.until = state_->stage.now() + event_life;
        entry.task_id = text_at(payload.value("template_card_event", json()), "task_id");
    } else {
        state_->spoken.insert(chat);
    }
    state_->pending[req_id] = std::move(entry);
    state_->last_push = json{
        {"cmd", event ? "aibot_event_callback" : "aibot_msg_callback"},
        {"headers", {{"req_id", req_id}}},
        {"body", body}}.dump();
    if (state_->control_characters) {
        const auto text = state_->last_push.find(R"("content":")");
        if (text != std::string::npos)
            state_->last_push.insert(text + 11, "\x01\x1f");
    }
    push_again();
}

void WecomLongConnection::push_again()
{
    if (state_->holder)
        state_->holder->send(state_->last_push);
}

void WecomLongConnection::withhold_acks(int count)
{
    state_->withheld = count;
}

void WecomLongConnection::add_control_characters(bool on)
{
    state_->control_characters = on;
}

void WecomLongConnection::cut()
{
    if (state_->holder)
        state_->holder->cut();
}

void WecomLongConnection::fall_silent()
{
    if (state_->holder)
        state_->holder->fall_silent();
}

const std::vector<std::string>& WecomLongConnection::heard() const
{
    return state_->heard;
}

bool WecomLongConnection::takes(const std::string& bot_id, const std::string& secret) const
{
    return bot_id == state_->bot.bot_id && secret == state_->bot.secret && !secret.empty();
}

void WecomLongConnection::subscribe(WebSocket socket)
{
    if (state_->holder && state_->holder != socket) {
        const json event{{"cmd", "aibot_event_callback"},
                         {"headers", {{"req_id", adapters::to_hex(adapters::random_bytes(12))}}},
                         {"body",
                          {{"aibotid", state_->bot.bot_id},
                           {"msgtype", "event"},
                           {"event", {{"eventtype", "disconnected_event"}}}}}};
        state_->holder->send(event.dump());
        asio::co_spawn(socket.executor(), close_later(*state_->holder, state_->bot.eviction_delay), asio::detached);
    }
    state_->holder = std::move(socket);
}

void WecomLongConnection::leave(const WebSocket& socket)
{
    if (state_->holder == socket)
        state_->holder.reset();
}

void WecomLongConnection::take(WebSocket socket, const json& frame)
{
    state_->heard.push_back(frame.dump());
    const auto cmd = text_at(frame, "cmd");
    const auto body = frame.value("body", json::object());
    Fault fault;
    json answer;
    if (cmd == "aibot_respond_msg" || cmd == "aibot_respond_welcome_msg" || cmd == "aibot_respond_update_msg")
        fault = state_->respond(frame);
    else if (cmd == "aibot_send_msg")
        fault = state_->push_out(body);
    else if (cmd.starts_with("aibot_upload_media_"))
        fault = state_->upload(cmd, body, answer);
    else if (cmd != "ping")
        return; // unknown commands are ignored
    if (state_->withheld > 0)
        --state_->withheld;
    else
        acknowledge(socket, frame, fault, answer);
}

/// Rule 7, and the 5 s of welcome and card update. A req_id of an event takes its own command only.
Fault WecomLongConnection::State::respond(const json& frame)
{
    static const std::map<std::string, ReplyPlace> places{
        {"aibot_respond_msg", ReplyPlace::long_connection},
        {"aibot_respond_welcome_msg", ReplyPlace::enter_chat},
        {"aibot_respond_update_msg", ReplyPlace::card_event},
    };
    const auto cmd = text_at(frame, "cmd");
    const auto found = pending.find(text_at(frame.value("headers", json()), "req_id"));
    if (found == pending.end() || found->second.place != places.at(cmd) || stage.now() >= found->second.until)
        return {846605, "invalid req_id"};
    auto& entry = found->second;
    if (entry.place != ReplyPlace::long_connection && std::exchange(entry.answered, true))
        return {846605, "invalid req_id"};
    const auto body = frame.value("body", json::object());
    if (entry.place == ReplyPlace::card_event &&
        text_at(body.value("template_card", json()), "task_id") != entry.task_id)
        return {40058, "template_card.task_id invalid"}; // must equal the event's (§6.3); the code is unconfirmed
    return check(body, entry.place, entry.chat, cmd);
}

/// Rules 8 and 12: bare ids, and only of conversations that have spoken.
Fault WecomLongConnection::State::push_out(const json& body)
{
    const auto chat = text_at(body, "chatid");
    if (!spoken.contains(chat))
        return {93006, "invalid chatid"};
    return check(body, ReplyPlace::pushed, chat, "aibot_send_msg");
}

Fault WecomLongConnection::State::check(const json& body, ReplyPlace place, const std::string& chat,
                                        const std::string& route)
{
    const auto reply = wecom::read_bot_reply(body.dump(), place);
    Fault fault;
    if (!reply.fault.empty())
        fault = {reply.errcode, reply.fault};
    else if (!reply.stream_id.empty() &&
             stage.now() >= streams.try_emplace(reply.stream_id, stage.now()).first->second + stream_life)
        fault = {846608, "stream message update expired (>6 minutes), cannot update"};
    else if (over_the_rate(chat))
        fault = {846607, "aibot send msg frequency limit exceeded"};
    record(reply, chat, route, body, fault);
    return fault;
}

bool WecomLongConnection::State::over_the_rate(const std::string& chat)
{
    auto& times = sent[chat];
    while (!times.empty() && times.front() + 1h <= stage.now())
        times.pop_front();
    const auto in_minute =
        std::count_if(times.begin(), times.end(), [&](const InstantMs& at) { return at + 60s > stage.now(); });
    if (in_minute >= per_minute || std::ssize(times) >= per_hour)
        return true;
    times.push_back(stage.now());
    return false;
}

void WecomLongConnection::State::record(const BotReply& reply, const std::string& chat, const std::string& route,
                                        const json& body, const Fault& fault)
{
    Received entry;
    entry.at = stage.now();
    entry.platform = "wecom";
    entry.route = route;
    entry.target = bot.name;
    entry.chat = stage.name_of_chat(chat);
    entry.msgtype = reply.type;
    entry.content = reply.text;
    entry.body = body.dump();
    entry.fate = fault.errcode == 0 ? Fate::accepted : Fate::refused;
    entry.code = fault.errcode;
    entry.reason = fault.errcode == 0 ? "" : fault.text;
    stage.record(std::move(entry));
}

/// §6.6: init, chunks in any order with repeats ignored, finish. Codes of failures are unconfirmed.
Fault WecomLongConnection::State::upload(const std::string& cmd, const json& body, json& answer)
{
    if (cmd == "aibot_upload_media_init") {
        const int chunks = body.value("total_chunks", 0);
        if (chunks < 1 || chunks > 100)
            return {40058, "total_chunks invalid"};
        const auto id = adapters::to_hex(adapters::random_bytes(12));
        uploads[id] = {text_at(body, "type"), chunks};
        answer = {{"upload_id", id}};
        return {};
    }
    const auto found = uploads.find(text_at(body, "upload_id"));
    if (found == uploads.end())
        return {40058, "upload_id invalid"};
    if (cmd == "aibot_upload_media_chunk") {
        const auto raw = adapters::base64_decode(text_at(body, "base64_data"));
        const int index = body.value("chunk_index", -1);
        if (!raw || raw->size() > 512UL * 1024 || index < 0 || index >= found->second.chunks)
            return {40058, "chunk invalid"};
        found->second.arrived.insert(index);
        return {};
    }
    if (std::ssize(found->second.arrived) != found->second.chunks)
        return {40058, "chunks missing"};
    answer = {{"type", found->second.type},
              {"media_id", adapters::to_hex(adapters::random_bytes(24))},
              {"created_at", std::to_string(stage.now().time_since_epoch().count() / 1000)}};
    uploads.erase(found);
    return {};
}

namespace wecom {
namespace {

/// Rule 1: nothing but the subscription before it; wrong credentials leave the socket open.
asio::awaitable<void> converse(std::function<WecomLongConnection*(std::string_view)> find, WebSocket socket)
{
    WecomLongConnection* bot = nullptr;
    for (;;) {
        const auto text = co_await socket.receive();
        if (!text)
            break;
        const auto frame = json::parse(*text, nullptr, false);
        if (!frame.is_object())
            continue;
        if (bot) {
            bot->take(socket, frame);
            continue;
        }
        const auto body = frame.value("body", json::object());
        auto* const asked = find(text_at(body, "bot_id"));
        if (text_at(frame, "cmd") != "aibot_subscribe") {
            acknowledge(socket, frame, {not_subscribed, "not subscribed"});
        } else if (!asked || !asked->takes(text_at(body, "bot_id"), text_at(body, "secret"))) {
            acknowledge(socket, frame, {853000, "invalid bot_id or secret"});
        } else {
            bot = asked;
            acknowledge(socket, frame, {});
            bot->subscribe(socket);
        }
    }
    if (bot)
        bot->leave(socket);
}

} // namespace

void add_socket_route(Stage& stage, std::function<WecomLongConnection*(std::string_view bot_id)> find)
{
    stage.socket_routes[socket_path] = {
        [](const Request&) { return std::string(); },
        [](const Request&) -> std::optional<Response> { return std::nullopt; },
        [find](Request, WebSocket socket) { return converse(find, std::move(socket)); }};
}

} // namespace wecom
} // namespace tongbao::simulator
