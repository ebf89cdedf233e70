#include "adapters/dingtalk/app.hpp"

#include "adapters/dingtalk/api_verdict.hpp"
#include "adapters/dingtalk/robot.hpp"
#include "adapters/json_text.hpp"
#include "adapters/split.hpp"

namespace tongbao::adapters::dingtalk {
namespace {

using nlohmann::ordered_json;
constexpr std::size_t max_param_bytes = 15'000; // platforms/dingtalk.md §2.3

std::string param_of(AppFormat format, const std::string& title, std::string_view content)
{
    if (format == AppFormat::text)
        return json_text({{"content", content}});
    return json_text({{"title", title}, {"text", with_blank_lines(content)}});
}

/// The stored body with its destination in front. No parsing: what was stored is what is sent.
std::string addressed(const std::string& stored, const ordered_json& destination)
{
    auto body = json_text(destination);
    body.back() = ',';
    return body + stored.substr(1);
}

} // namespace

std::vector<std::string> app_bodies(const OutgoingText& text, AppFormat format, const std::string& robot_code)
{
    const auto title = text.title.empty() ? std::string("通报") : text.title; // may not be empty (§2.5)
    const auto bytes = [&](std::string_view part) { return param_of(format, title, part).size(); };
    const auto markup = format == AppFormat::markdown ? Markup::markdown : Markup::none;
    std::vector<std::string> bodies;
    for (const auto& part : split(text.body, max_param_bytes, bytes, markup))
        bodies.push_back(json_text({{"robotCode", robot_code},
                                    {"msgKey", format == AppFormat::text ? "sampleText" : "sampleMarkdown"},
                                    {"msgParam", param_of(format, title, part)}}));
    return bodies;
}

std::vector<std::string> App::encode(const OutgoingText& text) const
{
    return app_bodies(text, format_, access_.robot_code());
}

boost::asio::awaitable<Outcome> App::send(Parcel parcel)
{
    AppAccess::Read read = [&](const Exchange& exchange) { return read_batch_verdict(exchange, parcel.addresses); };
    auto body = addressed(parcel.body, {{"userIds", parcel.addresses}});
    co_return co_await access_.post("oToMessages/batchSend", std::move(body), std::move(read));
}

boost::asio::awaitable<std::optional<Outcome>> App::check_credential()
{
    auto outcome = co_await access_.check();
    co_return outcome;
}

AppGroup::AppGroup(AppAccess& access, std::string conversation, AppFormat format)
    : access_(access), conversation_(std::move(conversation)), format_(format)
{
}

std::vector<std::string> AppGroup::encode(const OutgoingText& text) const
{
    return app_bodies(text, format_, access_.robot_code());
}

boost::asio::awaitable<Outcome> AppGroup::send(Parcel parcel)
{
    AppAccess::Read read = [](const Exchange& exchange) {
        return read_api_verdict(exchange, send_codes(), "processQueryKey");
    };
    auto body = addressed(parcel.body, {{"openConversationId", conversation_}});
    co_return co_await access_.post("groupMessages/send", std::move(body), std::move(read));
}

boost::asio::awaitable<std::optional<Outcome>> AppGroup::check_credential()
{
    auto outcome = co_await access_.check();
    co_return outcome;
}

} // namespace tongbao::adapters::dingtalk
