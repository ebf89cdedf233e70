#include "adapters/dingtalk/app_access.hpp"

#include "adapters/dingtalk/api_verdict.hpp"
#include "adapters/json_text.hpp"

#include <algorithm>

namespace tongbao::adapters::dingtalk {
namespace {

std::optional<FetchedToken> token_in(const Exchange& exchange)
{
    if (!exchange || exchange->status != 200)
        return std::nullopt;
    const auto answer = nlohmann::json::parse(exchange->body, nullptr, false);
    if (!answer.is_object())
        return std::nullopt;
    const auto token = answer.find("accessToken");
    const auto life = answer.find("expireIn");
    if (token == answer.end() || !token->is_string() || token->get_ref<const std::string&>().empty() ||
        life == answer.end() || !life->is_number_integer())
        return std::nullopt;
    return FetchedToken{token->get<std::string>(), std::chrono::seconds(life->get<std::int64_t>())};
}

bool complains_of_recipients(const Exchange& exchange)
{
    if (!exchange || exchange->status != 400)
        return false;
    const auto answer = nlohmann::json::parse(exchange->body, nullptr, false);
    const auto code = answer.is_object() ? answer.find("code") : answer.end();
    if (code == answer.end() || !code->is_string())
        return false;
    constexpr std::string_view about[] = {"invalidParameter.userIds", "miss.param", "invalid.param",
                                          "illegal.receivers"};
    return std::ranges::any_of(about, [&](auto start) { return code->get<std::string>().starts_with(start); });
}

} // namespace

AppAccess::AppAccess(HttpClient& client, AppCredential credential)
    : client_(client), credential_(std::move(credential)), token_(client.executor(), [this] { return fetch(); })
{
    if (credential_.robot_code.empty())
        credential_.robot_code = credential_.client_id;
}

boost::asio::awaitable<Outcome> AppAccess::post(std::string path, std::string body, Read read)
{
    AppCall call;
    call.request = [&](const std::string& token) {
        HttpRequest request;
        request.url = credential_.api + "/v1.0/robot/" + path;
        request.headers = {{"Content-Type", "application/json"}, {"x-acs-dingtalk-access-token", token}};
        request.body = body;
        request.deadline = credential_.deadline;
        return request;
    };
    call.token_refused = refuses_token;
    call.read = std::move(read);
    std::vector<std::string> secrets{credential_.client_secret};
    co_return co_await call_as_app(client_, token_, call, std::move(secrets));
}

boost::asio::awaitable<Outcome> AppAccess::check()
{
    auto body = json_text({{"robotCode", credential_.robot_code},
                           {"userIds", nlohmann::ordered_json::array()},
                           {"msgKey", "sampleText"},
                           {"msgParam", R"({"content":"check"})"}});
    Read read = [](const Exchange& exchange) {
        return complains_of_recipients(exchange) ? Outcome::sent() : read_batch_verdict(exchange, {});
    };
    co_return co_await post("oToMessages/batchSend", std::move(body), std::move(read));
}

boost::asio::awaitable<AccessToken::Fetched> AppAccess::fetch()
{
    HttpRequest request;
    request.url = credential_.api + "/v1.0/oauth2/accessToken";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = json_text({{"appKey", credential_.client_id}, {"appSecret", credential_.client_secret}});
    request.deadline = credential_.deadline;
    const auto exchange = co_await client_.send(std::move(request));
    if (auto token = token_in(exchange))
        co_return *std::move(token);
    co_return read_api_verdict(exchange, token_codes(), "accessToken",
                               [](const auto&) { return Outcome::retry("the answer holds no usable token"); });
}

} // namespace tongbao::adapters::dingtalk
