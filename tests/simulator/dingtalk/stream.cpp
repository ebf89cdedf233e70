#include "tests/simulator/dingtalk/stream.hpp"

#include "adapters/as_result.hpp"
#include "adapters/crypto.hpp"
#include "tests/simulator/dingtalk/app.hpp"
#include "tests/simulator/dingtalk/bot.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

namespace tongbao::simulator {
namespace {

namespace asio = boost::asio;
using dingtalk::api_failure;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto open_path = "/v1.0/gateway/connections/open";
constexpr auto socket_path = "/stream-gateway/connect"; // not /connect: clients take the path from the answer (§4.2)
constexpr auto bot_topic = "/v1.0/im/bot/messages/get";
constexpr auto ticket_life = 90s; // platforms/dingtalk.md §4.2

std::string new_hex_id()
{
    return adapters::to_hex(adapters::random_bytes(16));
}

/// Topics of the CALLBACK subscriptions; empty when the list is malformed.
std::optional<std::set<std::string>> callback_topics(const json& subscriptions)
{
    if (!subscriptions.is_array() || subscriptions.empty())
        return std::nullopt;
    std::set<std::string> topics;
    for (const auto& each : subscriptions) {
        if (!each.is_object() || !each.value("type", json()).is_string() || !each.value("topic", json()).is_string())
            return std::nullopt;
        if (each["type"] == "EVENT" && each["topic"] != "*")
            return std::nullopt;
        if (each["type"] == "CALLBACK")
            topics.insert(each["topic"]);
    }
    return topics;
}

} // namespace

struct DingtalkStream::State {
    struct Ticket {
        InstantMs until;
        std::set<std::string> topics;
    };
    struct Connection {
        WebSocket socket;
        std::string id;
        std::set<std::string> topics;
        bool routed = true;
    };
    Stage& stage;
    const DingtalkBotSettings& bot;
    std::map<std::string, Ticket> tickets{};
    std::vector<Connection> connections{};
    std::map<std::string, StreamAck> acks{};
    std::map<std::string, asio::steady_timer*> waiting{};
    std::vector<std::string> heard{};
    std::string last_message{};
    std::string last_message_id{};

    Connection* newest() { return connections.empty() ? nullptr : &connections.back(); }
    Connection* any_hearer();
    std::string frame_of(const std::string& type, const std::string& topic, const std::string& message_id,
                         const std::string& data, const Connection* connection) const;
    std::string bot_frame(const std::string& message, const std::string& message_id, const Connection& to) const;
    asio::awaitable<StreamAck> await_ack(std::string message_id);
    asio::awaitable<StreamAck> push(std::string message_id);
    void take(const std::string& text);
};

DingtalkStream::State::Connection* DingtalkStream::State::any_hearer()
{
    std::vector<Connection*> hearers;
    for (auto& connection : connections)
        if (connection.routed && connection.topics.contains(bot_topic))
            hearers.push_back(&connection);
    std::random_device source;
    return hearers.empty() ? nullptr : hearers[source() % hearers.size()];
}

/// §4.3: appId and connectionId are absent from SYSTEM frames; time is a text of milliseconds.
std::string DingtalkStream::State::frame_of(const std::string& type, const std::string& topic,
                                            const std::string& message_id, const std::string& data,
                                            const Connection* connection) const
{
    json headers{{"contentType", "application/json"},
                 {"messageId", message_id},
                 {"time", std::to_string(stage.now().time_since_epoch().count())},
                 {"topic", topic}};
    if (connection)
        headers.update({{"appId", "1305d5f5-" + bot.client_id}, {"connectionId", connection->id}});
    return json{{"specVersion", "1.0"}, {"type", type}, {"headers", headers}, {"data", data}}.dump();
}

std::string DingtalkStream::State::bot_frame(const std::string& message, const std::string& message_id,
                                             const Connection& to) const
{
    return frame_of("CALLBACK", bot_topic, message_id, message, &to);
}

asio::awaitable<StreamAck> DingtalkStream::State::await_ack(std::string message_id)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, bot.ack_deadline);
    waiting[message_id] = &timer;
    co_await timer.async_wait(as_result);
    waiting.erase(message_id);
    StreamAck ack = acks[message_id];
    acks.erase(message_id);
    co_return ack;
}

asio::awaitable<StreamAck> DingtalkStream::State::push(std::string message_id)
{
    last_message_id = message_id;
    auto* const to = any_hearer();
    if (!to)
        co_return StreamAck();
    to->socket.send(bot_frame(last_message, message_id, *to));
    co_return co_await await_ack(std::move(message_id));
}

/// The server looks at code, headers.messageId and data (§4.4).
void DingtalkStream::State::take(const std::string& text)
{
    heard.push_back(text);
    const auto frame = json::parse(text, nullptr, false);
    if (!frame.is_object() || !frame.value("code", json()).is_number_integer() ||
        !frame.value("headers", json()).is_object())
        return;
    const auto id = frame["headers"].value("messageId", "");
    const auto data = frame.value("data", json(""));
    acks[id] = {frame["code"], data.is_string() ? data.get<std::string>() : data.dump()};
    const auto waiter = waiting.find(id);
    if (waiter != waiting.end())
        waiter->second->cancel();
}

DingtalkStream::DingtalkStream(Stage& stage, const DingtalkBotSettings& bot) : state_(new State{stage, bot}) {}

DingtalkStream::~DingtalkStream() = default;

std::size_t DingtalkStream::connections() const
{
    return static_cast<std::size_t>(std::count_if(state_->connections.begin(), state_->connections.end(),
                                                  [](const auto& connection) { return connection.routed; }));
}

asio::awaitable<StreamAck> DingtalkStream::push(std::string message)
{
    state_->last_message = std::move(message);
    return state_->push(new_hex_id());
}

asio::awaitable<StreamAck> DingtalkStream::push_again(bool new_message_id)
{
    return state_->push(new_message_id ? new_hex_id() : state_->last_message_id);
}

asio::awaitable<StreamAck> DingtalkStream::ping(std::string opaque)
{
    auto* const to = state_->newest();
    if (!to)
        co_return StreamAck();
    const auto id = new_hex_id();
    to->socket.send(state_->frame_of("SYSTEM", "ping", id, json{{"opaque", opaque}}.dump(), nullptr));
    co_return co_await state_->await_ack(id);
}

void DingtalkStream::disconnect(std::string reason, std::chrono::milliseconds cut_after)
{
    auto* const to = state_->newest();
    if (!to)
        return;
    to->routed = false;
    to->socket.send(state_->frame_of("SYSTEM", "disconnect", new_hex_id(), json{{"reason", reason}}.dump(), nullptr));
    auto cut_later = [](WebSocket socket, std::chrono::milliseconds wait) -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor, wait);
        co_await timer.async_wait(as_result);
        socket.cut();
    };
    asio::co_spawn(to->socket.executor(), cut_later(to->socket, cut_after), asio::detached);
}

void DingtalkStream::cut()
{
    if (auto* const to = state_->newest())
        to->socket.cut();
}

void DingtalkStream::fall_silent()
{
    if (auto* const to = state_->newest())
        to->socket.fall_silent();
}

void DingtalkStream::send(Frame frame)
{
    if (auto* const to = state_->newest())
        to->socket.send(std::move(frame));
}

void DingtalkStream::send_together(const std::string& one, const std::string& other)
{
    if (auto* const to = state_->newest())
        to->socket.send_together(state_->bot_frame(one, new_hex_id(), *to),
                                 state_->bot_frame(other, new_hex_id(), *to));
}

const std::vector<std::string>& DingtalkStream::heard() const
{
    return state_->heard;
}

Judgement DingtalkStream::open(const Request& request)
{
    const auto body = json::parse(request.body, nullptr, false);
    if (body.value("clientSecret", json()) != state_->bot.client_secret)
        return api_failure(401, "authFailed", "鉴权失败");
    auto topics = callback_topics(body.value("subscriptions", json()));
    if (!topics)
        return api_failure(400, "invalidParameter", "subscriptions");
    auto ticket =
        state_->bot.awkward_tickets ? "+/" + adapters::base64_encode(adapters::random_bytes(16)) : new_hex_id();
    const auto endpoint = "wss" + state_->stage.base_url.substr(5) + socket_path;
    const json answer{{"endpoint", endpoint}, {"ticket", ticket}};
    state_->tickets[std::move(ticket)] = {state_->stage.now() + ticket_life, std::move(*topics)};
    return {Fate::accepted, 0, "", {200, answer.dump(), "application/json", {}}};
}

bool DingtalkStream::issued(const std::string& ticket) const
{
    return state_->tickets.contains(ticket);
}

bool DingtalkStream::takes(const std::string& ticket) const
{
    const auto found = state_->tickets.find(ticket);
    return found != state_->tickets.end() && state_->stage.now() < found->second.until;
}

asio::awaitable<void> DingtalkStream::converse(WebSocket socket, std::string ticket)
{
    auto* const state = state_.get();
    state->connections.push_back({socket, new_hex_id(), std::move(state->tickets.at(ticket).topics)});
    state->tickets.erase(ticket);
    for (;;) {
        const auto text = co_await socket.receive();
        if (!text)
            break;
        state->take(*text);
    }
    std::erase_if(state->connections, [&](const auto& connection) { return connection.socket == socket; });
}

namespace dingtalk {

void add_stream_routes(Stage& stage, std::function<DingtalkStream*(std::string_view client_id)> by_client,
                       std::function<DingtalkStream*(const std::string& ticket)> by_ticket)
{
    const auto read = [](const Request& request) {
        Received entry;
        entry.platform = "dingtalk";
        const auto body = json::parse(request.body, nullptr, false);
        if (body.is_object() && body.value("clientId", json()).is_string())
            entry.target = body["clientId"];
        return entry;
    };
    const auto judge = [by_client](const Request& request, const Received& entry) {
        if (first(request.headers, "accept").find("application/json") == std::string_view::npos)
            return Judgement{
                Fate::refused, 0, "XML", {200, "<?xml version=\"1.0\"?><Response/>", "application/xml", {}}};
        auto* const application = by_client(entry.target);
        return application ? application->open(request) : api_failure(401, "authFailed", "鉴权失败");
    };
    stage.routes[open_path] = {read, judge, false};
    const auto ticket_of = [](const Request& request) { return std::string(first(request.query, "ticket")); };
    stage.socket_routes[socket_path] = {
        [](const Request&) { return std::string(); },
        [by_ticket, ticket_of](const Request& request) -> std::optional<Response> {
            auto* const application = by_ticket(ticket_of(request));
            if (application && application->takes(ticket_of(request)))
                return std::nullopt;
            return api_failure(401, "invalidTicket", "ticket").response; // the real status is unconfirmed (§4.2)
        },
        [by_ticket, ticket_of](Request request, WebSocket socket) {
            const auto ticket = ticket_of(request);
            return by_ticket(ticket)->converse(std::move(socket), ticket);
        }};
}

} // namespace dingtalk
} // namespace tongbao::simulator
