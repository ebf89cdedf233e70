#include "adapters/wecom/app_access.hpp"

#include "adapters/crypto.hpp"
#include "adapters/wecom/app_verdict.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::adapters::wecom {
namespace {

/// The token and its life, where the platform gave one (§4.1).
std::optional<FetchedToken> token_in(const Exchange& exchange)
{
    if (!exchange || exchange->status != 200)
        return std::nullopt;
    const auto answer = nlohmann::json::parse(exchange->body, nullptr, false);
    if (!answer.is_object() || answer.value("errcode", 0) != 0)
        return std::nullopt;
    const auto token = answer.find("access_token");
    const auto life = answer.find("expires_in");
    if (token == answer.end() || !token->is_string() || token->get_ref<const std::string&>().empty() ||
        life == answer.end() || !life->is_number_integer())
        return std::nullopt;
    return FetchedToken{token->get<std::string>(), std::chrono::seconds(life->get<std::int64_t>())};
}

} // namespace

AppAccess::AppAccess(HttpClient& client, AppCredential credential)
    : client_(client), credential_(std::move(credential)), token_(client.executor(), [this] { return fetch(); })
{
}

boost::asio::awaitable<Outcome> AppAccess::post(std::string path, std::string body, Read read)
{
    auto call = post(std::move(path), "", "application/json", std::move(body), std::move(read));
    co_return co_await std::move(call);
}

boost::asio::awaitable<Outcome> AppAccess::post(std::string path, std::string query, std::string content_type,
                                                std::string body, Read read)
{
    AppCall call;
    call.request = [&](const std::string& token) {
        HttpRequest request;
        request.url = credential_.api + "/cgi-bin/" + path + "?access_token=" + percent_encode(token) + query;
        request.headers = {{"Content-Type", content_type}};
        request.body = body;
        request.deadline = credential_.deadline;
        return request;
    };
    call.token_refused = refuses_token;
    call.read = std::move(read);
    std::vector<std::string> secrets{credential_.secret};
    co_return co_await call_as_app(client_, token_, call, std::move(secrets));
}

boost::asio::awaitable<AccessToken::Fetched> AppAccess::fetch()
{
    HttpRequest request;
    request.method = "GET";
    request.url = credential_.api + "/cgi-bin/gettoken?corpid=" + percent_encode(credential_.corp_id) +
                  "&corpsecret=" + percent_encode(credential_.secret);
    request.deadline = credential_.deadline;
    const auto exchange = co_await client_.send(std::move(request));
    if (auto token = token_in(exchange))
        co_return *std::move(token);
    auto outcome = read_verdict(exchange, token_codes());
    if (outcome.verdict == Verdict::sent)
        outcome = Outcome::retry("the answer holds no token");
    co_return outcome;
}

} // namespace tongbao::adapters::wecom
