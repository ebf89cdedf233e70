#include "adapters/dingtalk/robot.hpp"

#include "adapters/crypto.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "adapters/dingtalk/verdicts.hpp"
#include "adapters/error_table.hpp"
#include "adapters/json_text.hpp"
#include "adapters/split.hpp"

#include <cassert>

namespace tongbao::adapters::dingtalk {
namespace {

constexpr std::size_t max_body_bytes = 20'000; // §1.6, the whole JSON
constexpr std::size_t uuid_bytes = 36;

/// A random UUID (RFC 9562, version 4).
std::string new_uuid()
{
    auto bytes = random_bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    auto text = to_hex(bytes);
    for (const std::size_t at : {8, 13, 18, 23})
        text.insert(at, "-");
    return text;
}

std::string with_keyword(std::string_view text, const std::string& keyword)
{
    std::string result(text);
    if (result.find(keyword) == std::string::npos)
        result += "\n" + keyword;
    return result;
}

/// The title is shown in the list of conversations and may not be empty (§1.3).
std::string title_of(const OutgoingText& text)
{
    return text.title.empty() ? "通报" : text.title;
}

std::string body_of(RobotFormat format, const std::string& title, const std::string& content, const std::string& uuid)
{
    if (format == RobotFormat::text)
        return json_text({{"msgtype", "text"}, {"text", {{"content", content}}}, {"msgUuid", uuid}});
    return json_text({{"msgtype", "markdown"},
                      {"markdown", {{"title", title}, {"text", with_blank_lines(content)}}},
                      {"msgUuid", uuid}});
}

} // namespace

std::string webhook_query(std::string_view access_token, std::string_view secret, InstantMs now)
{
    auto query = "access_token=" + percent_encode(access_token);
    if (secret.empty())
        return query;
    const auto timestamp = std::to_string(now.time_since_epoch().count());
    return query + "&timestamp=" + timestamp + "&sign=" + percent_encode(sign(timestamp, secret));
}

std::string with_blank_lines(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        result.push_back(text[i]);
        const bool alone =
            text[i] == '\n' && (i == 0 || text[i - 1] != '\n') && (i + 1 == text.size() || text[i + 1] != '\n');
        if (alone)
            result.push_back('\n');
    }
    return result;
}

Robot::Robot(HttpClient& client, RobotSettings settings) : client_(client), settings_(std::move(settings))
{
    assert(settings_.secret.empty() || settings_.now);
}

std::vector<std::string> Robot::encode(const OutgoingText& text) const
{
    const auto title = title_of(text);
    const auto body_bytes = [&](std::string_view part) { // as if the keyword were always to be added
        const auto content = std::string(part) + "\n" + settings_.keyword;
        return body_of(settings_.format, title, content, std::string(uuid_bytes, '0')).size();
    };
    const auto markup = settings_.format == RobotFormat::markdown ? Markup::markdown : Markup::none;
    std::vector<std::string> bodies;
    for (const auto& part : split(text.body, max_body_bytes, body_bytes, markup))
        bodies.push_back(body_of(settings_.format, title, with_keyword(part, settings_.keyword), new_uuid()));
    return bodies;
}

boost::asio::awaitable<Outcome> Robot::send(Parcel parcel)
{
    const auto exchange = co_await post(std::move(parcel.body));
    auto outcome = read_webhook_verdict(exchange);
    outcome.reason = for_operators(outcome.reason, {settings_.access_token, settings_.secret});
    co_return outcome;
}

/// A message of no type, with the keyword: the platform refuses it, with another code where it does not know the token
/// or a security setting is against us (§1.7).
boost::asio::awaitable<std::optional<Outcome>> Robot::check_credential()
{
    constexpr std::int64_t unsupported_type = 400105;
    auto body = json_text({{"msgtype", "check"}, {"check", {{"text", settings_.keyword}}}});
    const auto exchange = co_await post(std::move(body));
    const auto answer = exchange ? read_error_answer(exchange->body) : std::nullopt;
    auto outcome = answer && answer->code == unsupported_type ? Outcome::sent() : read_webhook_verdict(exchange);
    outcome.reason = for_operators(outcome.reason, {settings_.access_token, settings_.secret});
    co_return outcome;
}

boost::asio::awaitable<Exchange> Robot::post(std::string body)
{
    const auto now = settings_.now ? settings_.now() : InstantMs{};
    HttpRequest request;
    request.url = settings_.api + "/robot/send?" + webhook_query(settings_.access_token, settings_.secret, now);
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    request.body = std::move(body);
    request.deadline = settings_.deadline;
    co_return co_await client_.send(std::move(request));
}

} // namespace tongbao::adapters::dingtalk
