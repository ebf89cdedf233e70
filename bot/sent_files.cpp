#include "bot/sent_files.hpp"

#include "adapters/dingtalk/sent_file.hpp"
#include "adapters/wecom/sent_file.hpp"

#include <algorithm>

namespace tongbao::bot {

namespace dingtalk = adapters::dingtalk;
using adapters::Downloaded;
using adapters::DownloadFailure;

namespace {

/// Normally the robot's code is the application's client id (platforms/dingtalk.md §0).
dingtalk::AppCredential credential_of(const DingtalkRobotConfig& robot, const Config& config)
{
    dingtalk::AppCredential credential;
    credential.api = config.dingtalk_gateway;
    credential.client_id = robot.client_id.empty() ? robot.robot_code : robot.client_id;
    credential.client_secret = robot.app_secret.reveal();
    credential.robot_code = robot.robot_code;
    return credential;
}

} // namespace

SentFiles::SentFiles(boost::asio::any_io_executor executor, const Config& config)
    : config_(config), client_(executor, {config.ca_file, config.private_hosts, max_bytes + 1024})
{
    for (const auto& robot : config.dingtalk_robots)
        dingtalk_.try_emplace(robot.name, client_, credential_of(robot, config));
}

boost::asio::awaitable<Downloaded> SentFiles::fetch(adapters::InboundMessage message)
{
    auto file = message.file.value_or(adapters::SentFile{});
    if (const auto robot = dingtalk_.find(message.receiver);
        message.platform == "dingtalk" && robot != dingtalk_.end()) {
        auto fetching = dingtalk::download_file(robot->second, client_, std::move(file.address));
        co_return co_await std::move(fetching);
    }
    auto fetching = fetch_from_wecom(message.receiver, std::move(file));
    co_return co_await std::move(fetching);
}

boost::asio::awaitable<Downloaded> SentFiles::fetch_from_wecom(std::string receiver, adapters::SentFile file)
{
    const auto bot = std::ranges::find(config_.wecom_bots, receiver, &WecomBotConfig::name);
    const auto key = file.key.empty() && bot != config_.wecom_bots.end() ? bot->encoding_aes_key.reveal() : file.key;
    auto getting = adapters::download(client_, std::move(file.address));
    auto encrypted = co_await std::move(getting);
    if (!encrypted)
        co_return encrypted;
    auto content = adapters::wecom::decrypt_file(key, encrypted->bytes);
    if (!content) {
        DownloadFailure failure{"the file is not encrypted with the bot's key"};
        co_return failure;
    }
    adapters::DownloadedFile decrypted{std::move(*content), std::move(encrypted->name)};
    co_return decrypted;
}

} // namespace tongbao::bot
