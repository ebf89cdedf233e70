#include "adapters/wecom/robot.hpp"

#include "adapters/crypto.hpp"
#include "adapters/json_text.hpp"
#include "adapters/split.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

namespace tongbao::adapters::wecom {
namespace {

struct Form {
    const char* name;      ///< of the message type and of its member
    std::size_t max_bytes; ///< of its content, §3.1
    Markup markup;
};

Form form_of(RobotFormat format)
{
    switch (format) {
    case RobotFormat::text:
        return {"text", 2048, Markup::none};
    case RobotFormat::markdown:
        return {"markdown", 4096, Markup::markdown};
    case RobotFormat::markdown_v2:
        break;
    }
    return {"markdown_v2", 4096, Markup::markdown};
}

} // namespace

Robot::Robot(HttpClient& client, RobotSettings settings) : client_(client), settings_(std::move(settings)) {}

std::vector<std::string> Robot::encode(const OutgoingText& text) const
{
    const auto form = form_of(settings_.format);
    const auto content_bytes = [](std::string_view part) { return part.size(); };
    std::vector<std::string> bodies;
    for (const auto& part : split(text.body, form.max_bytes, content_bytes, form.markup))
        bodies.push_back(json_text({{"msgtype", form.name}, {form.name, {{"content", part}}}}));
    return bodies;
}

boost::asio::awaitable<Outcome> Robot::send(Parcel parcel)
{
    const auto exchange = co_await post(std::move(parcel.body));
    auto outcome = read_verdict(exchange, robot_codes());
    outcome.reason = for_operators(outcome.reason, {settings_.key});
    co_return outcome;
}

/// An empty text: the platform refuses it, with another code when it does not know the key (§3.6).
boost::asio::awaitable<std::optional<Outcome>> Robot::check_credential()
{
    constexpr std::int64_t empty_content = 44004;
    const auto exchange = co_await post(R"({"msgtype":"text","text":{"content":""}})");
    const auto answer = exchange ? read_error_answer(exchange->body) : std::nullopt;
    auto outcome = answer && answer->code == empty_content ? Outcome::sent() : read_verdict(exchange, robot_codes());
    outcome.reason = for_operators(outcome.reason, {settings_.key});
    co_return outcome;
}

boost::asio::awaitable<Exchange> Robot::post(std::string body)
{
    HttpRequest request;
    request.url = settings_.api + "/cgi-bin/webhook/send?key=" + percent_encode(settings_.key);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    request.deadline = settings_.deadline;
    co_return co_await client_.send(std::move(request));
}

} // namespace tongbao::adapters::wecom
