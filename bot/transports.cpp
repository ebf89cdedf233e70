#include "bot/transports.hpp"

#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
namespace wecom = adapters::wecom;

namespace {

constexpr const char* welcome = "您好！发送“帮助”可查看可用命令。";

} // namespace

Transports::Transports(asio::any_io_executor executor, const Config& config, Channels& channels, Inbound& inbound,
                       Listener& listener, const Clock& clock, OnDeaf on_deaf)
    : executor_(std::move(executor)),
      channels_(channels),
      inbound_(inbound),
      listener_(listener),
      clock_(clock),
      on_deaf_(std::move(on_deaf)),
      client_(executor_, {config.ca_file, config.private_hosts}),
      sockets_(executor_, {config.ca_file, config.private_hosts})
{
    for (const auto& bot : config.wecom_bots)
        add(bot, config);
    for (const auto& app : config.wecom_apps)
        if (!app.path.empty())
            add(app);
    for (const auto& robot : config.dingtalk_robots)
        add(robot, config);
}

void Transports::add(const WecomBotConfig& bot, const Config& config)
{
    if (bot.transport == Transport::connection) {
        const WecomConnectionSettings settings{
            .receiver = {bot.name, bot.display_names}, .api = config.wecom_api, .welcome = welcome};
        wecom_connections_[bot.name] = std::make_unique<WecomConnection>(settings, channels_.long_connection(bot.name),
                                                                         inbound_, clock_, on_deaf_);
        return;
    }
    WecomBotIntakeSettings settings{
        .receiver = {bot.name, bot.display_names}, .api = config.wecom_api, .welcome = welcome};
    auto& added = wecom_callbacks_[bot.name];
    added = std::unique_ptr<BotCallback>(
        new BotCallback{{std::move(settings), inbound_, channels_.stream_replies(), clock_}, nullptr});
    auto* const intake = &added->intake;
    const WecomEndpointSettings address{
        .receiver = bot.name,
        .path = bot.path,
        .callback = {bot.token.reveal(), bot.encoding_aes_key.reveal(), bot.receive_id}};
    added->endpoint = std::make_unique<WecomEndpoint>(
        address, [intake](wecom::OpenedCallback opened) { return intake->take(std::move(opened)); }, clock_);
    added->endpoint->listen(listener_);
}

void Transports::add(const WecomAppConfig& app)
{
    WecomAppIntakeSettings settings{.receiver = app.name, .corp_id = app.corp_id, .welcome = welcome};
    auto& added = wecom_app_callbacks_[app.name];
    added = std::unique_ptr<AppCallback>(new AppCallback{{std::move(settings), inbound_, clock_}, nullptr});
    auto* const intake = &added->intake;
    WecomEndpointSettings address{.receiver = app.name, .path = app.path, .callback = {}};
    address.callback.token = app.token.reveal();
    address.callback.encoding_aes_key = app.encoding_aes_key.reveal();
    address.callback.receive_id = app.corp_id;
    address.callback.envelope = wecom::Envelope::xml;
    added->endpoint = std::make_unique<WecomEndpoint>(
        address, [intake](wecom::OpenedCallback opened) { return intake->take(std::move(opened)); }, clock_);
    added->endpoint->listen(listener_);
}

void Transports::add(const DingtalkRobotConfig& robot, const Config& config)
{
    adapters::dingtalk::CallbackSettings callback{robot.app_secret.reveal(), robot.robot_code, config.dingtalk_api};
    if (robot.transport == Transport::connection) {
        adapters::dingtalk::StreamSettings settings{
            .api = config.dingtalk_gateway, .client_id = robot.client_id, .client_secret = robot.app_secret.reveal()};
        auto& added = dingtalk_streams_[robot.name];
        added = std::unique_ptr<Stream>(new Stream{robot.name,
                                                   {client_, sockets_, std::move(settings)},
                                                   {robot.name, std::move(callback), inbound_, clock_},
                                                   nullptr});
        added->stream = std::make_unique<DingtalkStream>(executor_, added->gateway, added->intake, on_deaf_);
        return;
    }
    auto& endpoint = dingtalk_endpoints_[robot.name];
    endpoint = std::make_unique<DingtalkEndpoint>(DingtalkEndpointSettings{robot.name, robot.path, std::move(callback)},
                                                  inbound_, clock_);
    endpoint->listen(listener_);
}

asio::awaitable<void> Transports::run()
{
    using Loop = decltype(asio::co_spawn(executor_, std::declval<asio::awaitable<void>>(), asio::deferred));
    std::vector<Loop> loops;
    for (const auto& [name, connection] : wecom_connections_)
        loops.push_back(asio::co_spawn(executor_, connection->run(), asio::deferred));
    for (const auto& [name, stream] : dingtalk_streams_)
        loops.push_back(asio::co_spawn(executor_, stream->stream->run(), asio::deferred));
    if (loops.empty()) {
        asio::steady_timer nothing_to_keep(executor_, asio::steady_timer::time_point::max());
        co_await nothing_to_keep.async_wait(asio::use_awaitable);
        co_return;
    }
    auto all = asio::experimental::make_parallel_group(std::move(loops));
    const auto [order, failures] = co_await all.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (failures[order[0]])
        std::rethrow_exception(failures[order[0]]);
}

std::map<std::string, EndpointCounters> Transports::endpoint_counters() const
{
    std::map<std::string, EndpointCounters> counters;
    for (const auto& [name, callback] : wecom_callbacks_)
        counters[name] = {callback->endpoint->refused(), callback->intake.ignored()};
    for (const auto& [name, callback] : wecom_app_callbacks_)
        counters[name] = {callback->endpoint->refused(), callback->intake.ignored()};
    for (const auto& [name, endpoint] : dingtalk_endpoints_)
        counters[name] = endpoint->counters();
    return counters;
}

std::map<std::string, ConnectionCounters> Transports::connection_counters() const
{
    std::map<std::string, ConnectionCounters> counters;
    for (const auto& [name, connection] : wecom_connections_)
        counters[name] = connection->counters();
    for (const auto& [name, stream] : dingtalk_streams_)
        counters[name] = stream->stream->counters();
    return counters;
}

void Transports::log_counters() const
{
    const auto number = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
    for (const auto& [name, seen] : endpoint_counters())
        log_event(Level::info, "callbacks_seen",
                  {{"receiver", name}, {"refused", number(seen.refused)}, {"ignored", number(seen.ignored)}});
    for (const auto& [name, seen] : connection_counters())
        log_event(Level::info, "connections_seen",
                  {{"receiver", name},
                   {"opened", number(seen.opened)},
                   {"lost", number(seen.lost)},
                   {"failed", number(seen.failed)},
                   {"ignored", number(seen.ignored)}});
}

} // namespace tongbao::bot
