#include "tests/simulator/control.hpp"

#include "tests/simulator/settings_json.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>
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
    if (path == "/name_chat")
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

boost::asio::awaitable<json> carry_out_with_bot(Simulator& simulator, std::string path, json order)
{
    const auto name = order.at("bot").get<std::string>();
    auto* wecom = simulator.wecom_bot(name);
    auto* dingtalk = simulator.dingtalk_bot(name);
    if (path == "/check_url" && wecom) {
        const auto fault = co_await wecom->check_url();
        co_return json{{"fault", fault}};
    }
    if (wecom)
        co_return co_await ask(*wecom, path, order);
    if (dingtalk && path != "/check_url")
        co_return co_await ask(*dingtalk, path, order);
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
        if (request.path == "/speak" || request.path == "/replay" || request.path == "/check_url")
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
