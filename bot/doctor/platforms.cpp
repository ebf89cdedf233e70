#include "bot/doctor/platforms.hpp"

#include "adapters/http_client.hpp"
#include "adapters/http_verdict.hpp"
#include "bot/channels.hpp"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace tongbao::bot::doctor {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto doubtful = 60s;
constexpr auto refused = 1h; ///< DingTalk refuses signatures beyond it: platforms/dingtalk.md §2.2

std::vector<std::string> origins_in_use(const Config& config)
{
    const auto uses = [&](Platform platform) {
        return std::ranges::any_of(config.groups, [&](const auto& group) { return group.platform == platform; });
    };
    std::vector<std::string> origins;
    if (uses(Platform::wecom) || !config.wecom_bots.empty() || !config.wecom_apps.empty())
        origins.push_back(config.wecom_api);
    if (uses(Platform::dingtalk) || !config.dingtalk_robots.empty())
        origins.push_back(config.dingtalk_api);
    const auto streams = [](const auto& robot) { return robot.transport == Transport::connection; };
    if (!config.dingtalk_apps.empty() || std::ranges::any_of(config.dingtalk_robots, streams))
        origins.push_back(config.dingtalk_gateway);
    std::ranges::sort(origins);
    origins.erase(std::unique(origins.begin(), origins.end()), origins.end());
    return origins;
}

std::string host_of(const std::string& origin)
{
    return origin.substr(std::string_view("https://").size());
}

asio::awaitable<Checks> check_origin(adapters::HttpClient& client, std::string origin, const Clock& clock)
{
    const auto host = host_of(origin);
    adapters::HttpRequest request;
    request.method = "GET";
    request.url = origin + "/";
    const auto reply = co_await client.send(std::move(request));
    Checks checks;
    if (!reply) {
        checks.push_back(failed("tls " + host, reply.error().what,
                                "check DNS, the firewall (port 443 outwards) and network.ca_file"));
        co_return checks;
    }
    checks.push_back(ok("tls " + host, "reached, and its certificate is trusted"));
    if (const auto theirs = adapters::answered_at(*reply))
        checks.push_back(compare_clocks(host, clock.now() - *theirs));
    else
        checks.push_back(warning("clock " + host, "its answer has no Date", "compare the clock by hand: timedatectl"));
    co_return checks;
}

Check judge_credential(std::string what, const std::optional<adapters::Outcome>& outcome)
{
    if (!outcome)
        return ok(std::move(what), "not checkable without a message; the console checks it when the callback is saved");
    if (outcome->verdict == adapters::Verdict::sent)
        return ok(std::move(what), "the platform accepts it");
    if (outcome->verdict == adapters::Verdict::refused)
        return failed(std::move(what), outcome->reason, "copy the credential again, and look at the robot or app");
    return warning(std::move(what), "cannot be told now: " + outcome->reason, "run this again later");
}

} // namespace

Check compare_clocks(const std::string& host, std::chrono::seconds ahead)
{
    auto found = fmt::format("our clock is {} s {}", std::abs(ahead.count()), ahead.count() < 0 ? "behind" : "ahead");
    const auto what = "clock " + host;
    const char* advice = "set the machine's clock: timedatectl set-ntp true";
    if (std::chrono::abs(ahead) >= refused)
        return failed(what, std::move(found) + ": signatures are refused", advice);
    if (std::chrono::abs(ahead) > doubtful)
        return warning(what, std::move(found), advice);
    return ok(what, std::move(found));
}

asio::awaitable<Checks> check_platforms(asio::any_io_executor executor, const Config& config, const Clock& clock)
{
    adapters::HttpClient client(executor, {config.ca_file, config.private_hosts});
    Checks checks;
    for (auto& origin : origins_in_use(config)) {
        auto found = co_await check_origin(client, std::move(origin), clock);
        std::ranges::move(found, std::back_inserter(checks));
    }
    co_return checks;
}

asio::awaitable<Checks> check_credentials(asio::any_io_executor executor, const Config& config, const Clock& clock)
{
    const Channels channels(executor, config, clock);
    Checks checks;
    for (const auto& target : channels.targets()) {
        auto asking = target.channel->check_credential();
        const auto outcome = co_await std::move(asking);
        checks.push_back(judge_credential("credential " + target.name, outcome));
    }
    co_return checks;
}

} // namespace tongbao::bot::doctor
