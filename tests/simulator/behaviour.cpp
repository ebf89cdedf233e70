#include "tests/simulator/behaviour.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace behaviour {
namespace {

constexpr auto html = "text/html; charset=utf-8";

Behaviour delivered(Behaviour::Delivery delivery, bool accept = true)
{
    Behaviour made;
    made.accept = accept;
    made.delivery = delivery;
    return made;
}

Behaviour answered(Response response, bool accept = false)
{
    Behaviour made;
    made.accept = accept;
    made.instead = std::move(response);
    return made;
}

} // namespace

Behaviour delayed(std::chrono::milliseconds delay)
{
    Behaviour made;
    made.delay = delay;
    return made;
}

Behaviour silence()
{
    return delivered(Behaviour::Delivery::nothing, false);
}

Behaviour reset_before_acceptance()
{
    return delivered(Behaviour::Delivery::reset, false);
}

Behaviour accept_then_reset()
{
    return delivered(Behaviour::Delivery::reset);
}

Behaviour accept_then_close()
{
    return delivered(Behaviour::Delivery::close);
}

Behaviour accept_then_silence()
{
    return delivered(Behaviour::Delivery::nothing);
}

Behaviour half_answer()
{
    return delivered(Behaviour::Delivery::half);
}

Behaviour one_byte_at_a_time(std::chrono::milliseconds pause)
{
    auto made = delivered(Behaviour::Delivery::one_byte_at_a_time);
    made.pause = pause;
    return made;
}

Behaviour endless_body()
{
    return delivered(Behaviour::Delivery::endless);
}

Behaviour closed_keep_alive()
{
    return delivered(Behaviour::Delivery::whole_then_close);
}

Behaviour http_error(int status, bool accepted)
{
    return answered({status, "<html><body><h1>" + std::to_string(status) + "</h1></body></html>", html, {}}, accepted);
}

Behaviour too_many_requests(std::string retry_after)
{
    return answered({429, "<html><body>Too Many Requests</body></html>", html, {{"Retry-After", retry_after}}});
}

Behaviour html_login_page()
{
    return answered({200, "<html><form action=\"/login\"><input name=\"user\"></form></html>", html, {}});
}

Behaviour without_errcode()
{
    return answered({200, R"({"status":"ok"})"});
}

Behaviour accept_with_json_warning()
{
    return answered({200, R"({"errcode":0,"errmsg":"ok. Warning: wrong json format. "})"}, true);
}

Behaviour errcode_as_text()
{
    return answered({200, R"({"errcode":"0","errmsg":"ok"})"}, true);
}

Behaviour redirect(std::string location)
{
    return answered({302, "", html, {{"Location", std::move(location)}}});
}

Behaviour api_failure(int status, const std::string& code)
{
    const nlohmann::json body{{"code", code}, {"requestid", "30EE8654"}, {"message", code}};
    return answered({status, body.dump()});
}

Behaviour answer(std::string json_body)
{
    const auto verdict = nlohmann::json::parse(json_body, nullptr, false);
    const bool accept = verdict.is_object() && verdict.value("errcode", nlohmann::json()) == 0;
    return answered({200, std::move(json_body)}, accept);
}

std::optional<Behaviour> named(std::string_view name, const std::string& argument)
{
    const auto ms = [&] { return std::chrono::milliseconds(std::stoll(argument)); };
    const std::map<std::string_view, std::function<Behaviour()>> known{
        {"delayed", [&] { return delayed(ms()); }},
        {"silence", silence},
        {"reset_before_acceptance", reset_before_acceptance},
        {"accept_then_reset", accept_then_reset},
        {"accept_then_close", accept_then_close},
        {"accept_then_silence", accept_then_silence},
        {"half_answer", half_answer},
        {"one_byte_at_a_time", [&] { return one_byte_at_a_time(ms()); }},
        {"endless_body", endless_body},
        {"closed_keep_alive", closed_keep_alive},
        {"http_error", [&] { return http_error(std::stoi(argument)); }},
        {"accept_then_http_error", [&] { return http_error(std::stoi(argument), true); }},
        {"too_many_requests", [&] { return too_many_requests(argument); }},
        {"html_login_page", html_login_page},
        {"without_errcode", without_errcode},
        {"accept_with_json_warning", accept_with_json_warning},
        {"errcode_as_text", errcode_as_text},
        {"redirect", [&] { return redirect(argument); }},
        {"api_failure",
         [&] {
             return api_failure(std::stoi(argument),
                                argument.substr(std::min(argument.find(' '), argument.size() - 1) + 1));
         }},
        {"answer", [&] { return answer(argument); }},
    };
    const auto found = known.find(name);
    if (found == known.end())
        return std::nullopt;
    return found->second();
}

} // namespace behaviour

void Script::next(const std::string& route, const std::string& target, Behaviour behaviour)
{
    queues_[{route, target}].push_back(std::move(behaviour));
}

void Script::always(const std::string& route, const std::string& target, Behaviour behaviour)
{
    standing_[{route, target}] = std::move(behaviour);
}

void Script::reset(const std::string& route, const std::string& target)
{
    queues_.erase({route, target});
    standing_.erase({route, target});
}

std::optional<Behaviour> Script::take(const std::string& route, const std::string& target)
{
    for (const auto& place : {Place{route, target}, Place{route, ""}})
        if (auto queued = take_queued(place))
            return queued;
    for (const auto& place : {Place{route, target}, Place{route, ""}})
        if (auto standing = take_standing(place))
            return standing;
    return std::nullopt;
}

std::optional<Behaviour> Script::take_queued(const Place& place)
{
    const auto queue = queues_.find(place);
    if (queue == queues_.end() || queue->second.empty())
        return std::nullopt;
    auto behaviour = std::move(queue->second.front());
    queue->second.pop_front();
    return behaviour;
}

std::optional<Behaviour> Script::take_standing(const Place& place) const
{
    const auto standing = standing_.find(place);
    if (standing == standing_.end())
        return std::nullopt;
    return standing->second;
}

} // namespace tongbao::simulator
