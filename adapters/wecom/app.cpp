#include "adapters/wecom/app.hpp"

#include "adapters/error_table.hpp"
#include "adapters/json_text.hpp"
#include "adapters/recipients.hpp"
#include "adapters/split.hpp"
#include "adapters/wecom/app_verdict.hpp"

#include <algorithm>

namespace tongbao::adapters::wecom {
namespace {

constexpr std::size_t max_content_bytes = 2048; // platforms/wecom.md §4.2, text and markdown
constexpr int longest_duplicate_check = 14'400; // §4.2, seconds
constexpr std::size_t max_id_bytes = 64;        // §8

const char* name_of(AppFormat format)
{
    return format == AppFormat::text ? "text" : "markdown";
}

/// The stored body with its recipients in front. No parsing: what was stored is what is sent.
std::string addressed(const std::string& stored, const std::vector<std::string>& users)
{
    std::string joined;
    for (const auto& user : users)
        joined += (joined.empty() ? "" : "|") + user;
    return R"({"touser":")" + joined + "\"," + stored.substr(1);
}

bool letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

} // namespace

bool is_member_id(std::string_view id)
{
    const auto allowed = [](char c) { return letter_or_digit(c) || c == '_' || c == '-' || c == '@' || c == '.'; };
    return !id.empty() && id.size() <= max_id_bytes && letter_or_digit(id.front()) && std::ranges::all_of(id, allowed);
}

App::App(HttpClient& client, AppSettings settings)
    : settings_(std::move(settings)), access_(client, settings_.credential)
{
}

std::vector<std::string> App::encode(const OutgoingText& text) const
{
    const auto* type = name_of(settings_.format);
    const auto bytes = [](std::string_view part) { return part.size(); };
    const auto markup = settings_.format == AppFormat::markdown ? Markup::markdown : Markup::none;
    std::vector<std::string> bodies;
    for (const auto& part : split(text.body, max_content_bytes, bytes, markup))
        bodies.push_back(json_text({{"msgtype", type},
                                    {"agentid", settings_.agent_id},
                                    {type, {{"content", part}}},
                                    {"safe", 0},
                                    {"enable_duplicate_check", 1},
                                    {"duplicate_check_interval", longest_duplicate_check}}));
    return bodies;
}

boost::asio::awaitable<Outcome> App::send(Parcel parcel)
{
    if (parcel.addresses.empty() || !std::ranges::all_of(parcel.addresses, is_member_id))
        co_return Outcome::refused(Scope::target, "the address is no member id");
    AppAccess::Read read = [&](const Exchange& exchange) { return read_app_verdict(exchange, parcel.addresses); };
    auto body = addressed(parcel.body, parcel.addresses);
    co_return co_await access_.post("message/send", std::move(body), std::move(read));
}

/// A little less than the 30 a minute and 1000 an hour beyond which the platform drops without a word (§4.8).
std::vector<Pace> App::pace_per_address() const
{
    return {{27, std::chrono::minutes{1}}, {900, std::chrono::hours{1}}};
}

/// A message to nobody: token, address and app are checked, and then there is nobody to show it to (§9).
boost::asio::awaitable<std::optional<Outcome>> App::check_credential()
{
    auto body = json_text({{"msgtype", "text"}, {"agentid", settings_.agent_id}, {"text", {{"content", "check"}}}});
    AppAccess::Read read = [](const Exchange& exchange) {
        constexpr std::int64_t nobody_named[] = {82001, 81012};
        const auto answer = exchange ? read_error_answer(exchange->body) : std::nullopt;
        const bool good = answer && std::ranges::find(nobody_named, answer->code) != std::end(nobody_named);
        return good ? Outcome::sent() : read_app_verdict(exchange, {});
    };
    auto outcome = co_await access_.post("message/send", std::move(body), std::move(read));
    co_return outcome;
}

} // namespace tongbao::adapters::wecom
