#include "tests/simulator/control.hpp"

#include "tests/simulator/settings_json.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace tongbao::simulator {
namespace {

using nlohmann::json;

json script(Simulator& simulator, const json& order)
{
    const std::string name = order.at("behaviour");
    const auto argument = order.value("argument", json(""));
    const auto behaviour = behaviour::named(name, argument.is_string() ? argument.get<std::string>() : argument.dump());
    if (!behaviour)
        throw std::invalid_argument("unknown behaviour " + name);
    const std::string route = order.at("route");
    const auto target = order.value("target", "");
    if (order.value("always", false))
        simulator.script().always(route, target, *behaviour);
    else
        for (int i = 0; i < order.value("times", 1); ++i)
            simulator.script().next(route, target, *behaviour);
    return json::object();
}

json received(const Simulator& simulator, const json& order)
{
    auto found = json::array();
    for (const auto& entry : simulator.log().entries())
        if (!order.contains("target") || order["target"] == entry.target)
            found.push_back(json::parse(to_json_line(entry)));
    return found;
}

void steer(WecomApp& app, const std::string& event, const json& order)
{
    if (event == "expire_token")
        app.expire_token();
    else if (event == "forget_token")
        app.forget_token();
    else if (event == "trust_caller")
        app.trust_caller(order.value("on", true));
    else if (event == "change_secret")
        app.change_secret(order.at("secret"));
    else
        throw std::invalid_argument("unknown event " + event);
}

void steer(DingtalkApp& app, const std::string& event, const json& order)
{
    if (event == "expire_token")
        app.expire_token();
    else if (event == "forget_token")
        app.forget_token();
    else if (event == "may_send")
        app.allow_sending(order.value("on", true));
    else if (event == "change_secret")
        app.change_secret(order.at("secret"));
    else if (event == "throttle")
        app.throttle(order.at("users").get<std::set<std::string>>());
    else
        throw std::invalid_argument("unknown event " + event);
}

void steer_app(Simulator& simulator, const json& order)
{
    const auto name = order.at("app").get<std::string>();
    const auto event = order.at("event").get<std::string>();
    if (auto* wecom = simulator.wecom_app(name))
        steer(*wecom, event, order);
    else if (auto* dingtalk = simulator.dingtalk_app(name))
        steer(*dingtalk, event, order);
    else
        throw std::invalid_argument("no such app");
}

json token_of_app(Simulator& simulator, const std::string& name)
{
    if (const auto* wecom = simulator.wecom_app(name))
        return {{"token", wecom->token()}};
    if (const auto* dingtalk = simulator.dingtalk_app(name))
        return {{"token", dingtalk->token()}};
    throw std::invalid_argument("no such app");
}

/// The orders that are carried out at once.
json carry_out(Simulator& simulator, const std::string& path, const json& order)
{
    if (path == "/add")
        return add_from_json(simulator, order);
    if (path == "/script")
        return script(simulator, order);
    if (path == "/received")
        return received(simulator, order);
    if (path == "/calls")
        return {{"calls", simulator.calls(order.at("path"))}};
    if (path == "/token")
        return token_of_app(simulator, order.at("app"));
    if (path == "/app")
        steer_app(simulator, order);
    else if (path == "/name_chat")
        simulator.name_chat(order.at("id"), order.at("name"));
    else if (path == "/behave")
        simulator.script().reset(order.at("route"), order.value("target", ""));
    else if (path == "/remove")
        simulator.remove_robot(order.at("robot").get<std::string>());
    else if (path == "/down")
        simulator.server().stop_listening();
    else if (path == "/up")
        simulator.server().listen_again();
    else
        throw std::invalid_argument("unknown order " + path);
    return json::object();
}

/// The orders that wait for the service's listener, for a bot of either platform.
template <class Bot>
boost::asio::awaitable<json> ask(Bot& bot, std::string path, json order)
{
    order.erase("bot");
    if (path == "/speak") {
        const auto said = speech_from_json(order);
        const auto heard = co_await bot.speak(said);
        co_return to_json(heard);
    }
    const auto answer = co_await bot.replay();
    co_return json{{"status", answer.status}};
}

boost::asio::awaitable<json> steer(DingtalkStream& stream, json order)
{
    const auto event = order.at("event").get<std::string>();
    const std::string opaque = "c3faec14";
    StreamAck ack;
    if (event == "ping")
        ack = co_await stream.ping(opaque);
    else if (event == "push_again")
        ack = co_await stream.push_again(order.value("new_message_id", false));
    else if (event == "disconnect")
        stream.disconnect("connection is expired", std::chrono::milliseconds(order.value("cut_after_ms", 10'000)));
    else if (event == "cut")
        stream.cut();
    else if (event == "fall_silent")
        stream.fall_silent();
    else
        throw std::invalid_argument("unknown event " + event);
    co_return json{{"code", ack.code}, {"data", ack.data}, {"opaque", opaque}};
}

void steer(WecomLongConnection& connection, const json& order)
{
    const auto event = order.at("event").get<std::string>();
    if (event == "push_again")
        connection.push_again();
    else if (event == "withhold_acks")
        connection.withhold_acks(order.value("count", 1));
    else if (event == "add_control_characters")
        connection.add_control_characters(true);
    else if (event == "cut")
        connection.cut();
    else if (event == "fall_silent")
        connection.fall_silent();
    else
        throw std::invalid_argument("unknown event " + event);
}

bool waits(const std::string& path)
{
    static const std::set<std::string> waiting{"/speak", "/replay", "/check_url", "/stream", "/long_connection"};
    return waiting.contains(path);
}

boost::asio::awaitable<json> carry_out_with_bot(Simulator& simulator, std::string path, json order)
{
    const auto name = order.at("bot").get<std::string>();
    auto* wecom = simulator.wecom_bot(name);
    auto* dingtalk = simulator.dingtalk_bot(name);
    auto* app = simulator.wecom_app(name);
    if (path == "/check_url" && wecom) {
        const auto fault = co_await wecom->check_url();
        co_return json{{"fault", fault}};
    }
    if (path == "/check_url" && app) {
        const auto fault = co_await app->check_url();
        co_return json{{"fault", fault}};
    }
    if (path == "/stream" && dingtalk)
        co_return co_await steer(dingtalk->stream(), order);
    if (path == "/long_connection" && wecom) {
        steer(wecom->long_connection(), order);
        co_return json::object();
    }
    if (path != "/speak" && path != "/replay")
        throw std::invalid_argument("no such bot on that platform");
    if (wecom)
        co_return co_await ask(*wecom, path, order);
    if (dingtalk)
        co_return co_await ask(*dingtalk, path, order);
    if (app)
        co_return co_await ask(*app, path, order);
    throw std::invalid_argument("no such bot");
}

} // namespace

Control::Control(boost::asio::any_io_executor executor, Simulator& simulator,
                 std::function<void(std::chrono::milliseconds)> advance_clock)
    : simulator_(simulator),
      advance_clock_(std::move(advance_clock)),
      server_(std::move(executor), [this](Request request) { return answer(std::move(request)); })
{
}

boost::asio::awaitable<Response> Control::answer(Request request)
{
    Response response;
    try {
        const auto order = json::parse(request.body);
        json result = json::object();
        if (waits(request.path))
            result = co_await carry_out_with_bot(simulator_, request.path, order);
        else if (request.path == "/clock")
            advance_clock_(std::chrono::milliseconds(order.at("advance_ms").get<std::int64_t>()));
        else
            result = carry_out(simulator_, request.path, order);
        response.body = result.dump();
    } catch (const std::exception& error) { // a mistake in the order: the test that gave it wants to read about it
        response.status = 400;
        response.body = json{{"error", error.what()}}.dump();
    }
    co_return response;
}

} // namespace tongbao::simulator
