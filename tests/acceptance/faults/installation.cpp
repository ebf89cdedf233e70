#include "tests/acceptance/faults/installation.hpp"

#include "adapters/crypto.hpp"
#include "adapters/dingtalk/robot.hpp"
#include "adapters/http_client.hpp"
#include "adapters/wecom/robot.hpp"
#include "store/schema.hpp"
#include "tests/acceptance/faults/until.hpp"

#include <boost/asio/io_context.hpp>
#include <csignal>
#include <date/date.h>
#include <fstream>
#include <stdexcept>

namespace tongbao::acceptance {
namespace {

using nlohmann::json;

/// In the form of a WeCom key: 8-4-4-4-12 hex digits.
std::string credential_of(const std::string& name)
{
    auto text = adapters::sha1_hex(name).substr(0, 32);
    for (const std::size_t at : {8, 13, 18, 23})
        text.insert(at, "-");
    return text;
}

json robot_of(const std::string& name)
{
    if (name.starts_with("dingtalk"))
        return {{"kind", "dingtalk_robot"},
                {"name", name},
                {"access_token", credential_of(name)},
                {"secret", "SEC" + credential_of(name)}};
    return {{"kind", "wecom_robot"}, {"name", name}, {"key", credential_of(name)}};
}

json group_of(const std::string& name, const json& robot)
{
    json group{{"name", name}, {"kind", "管理员群"}, {"unit", "XX"}};
    if (name.starts_with("dingtalk")) {
        group["platform"] = "dingtalk";
        group["access_token"] = robot["access_token"];
        group["signing_secret"] = robot["secret"];
    } else {
        group["platform"] = "wecom";
        group["webhook_key"] = robot["key"];
    }
    return group;
}

/// The bodies as the service's own adapters make them.
std::vector<std::string> bodies_of(const Seed& seed, adapters::HttpClient& client)
{
    std::vector<std::string> bodies;
    for (const auto& text : seed.texts) {
        const adapters::OutgoingText outgoing{"", text};
        const auto encoded = seed.group.starts_with("dingtalk") ? adapters::dingtalk::Robot(client, {}).encode(outgoing)
                                                                : adapters::wecom::Robot(client, {}).encode(outgoing);
        bodies.insert(bodies.end(), encoded.begin(), encoded.end());
    }
    return bodies;
}

store::NewMessage message_of(const Seed& seed, adapters::HttpClient& client, Instant now)
{
    store::NewMessage message;
    message.dedup_key = seed.key;
    message.kind = "weekly_circular";
    message.target = seed.group;
    message.priority = static_cast<store::Priority>(seed.priority);
    message.on_uncertain = seed.resend ? store::OnUncertain::resend : store::OnUncertain::hold;
    if (seed.expires_after_s > 0)
        message.not_after = now + std::chrono::seconds(seed.expires_after_s);
    message.parts = bodies_of(seed, client);
    return message;
}

/// The port in `event=serving address=… port=N`; 0 while it is not there.
std::uint16_t port_in(const std::string& output)
{
    const auto event = output.find("event=serving ");
    const auto port = output.find(" port=", event);
    if (event == std::string::npos || output.find('\n', event) == std::string::npos)
        return 0;
    return static_cast<std::uint16_t>(std::stoi(output.substr(port + 6)));
}

std::string local_text(Instant at)
{
    return date::format("%FT%T", date::sys_seconds(at.time_since_epoch()) + std::chrono::hours(8));
}

} // namespace

void Service::kill()
{
    process_->send(SIGKILL);
    process_->wait_for(std::chrono::minutes(1));
}

std::optional<int> Service::stop(std::chrono::milliseconds limit)
{
    process_->send(SIGTERM);
    return process_->wait_for(limit);
}

Installation::Installation(Platforms& platforms) : platforms_(platforms)
{
    config_ = {
        {"store", {{"path", "tongbao.db"}}},
        {"calendar", (source_folder() / "calendar.json").string()},
        {"templates", (source_folder() / "templates/zh-CN").string()},
        {"listen", {{"address", "127.0.0.1"}, {"port", 0}}},
        {"circular", {{"org", "党委宣传部"}, {"contact", "秘书处"}, {"grace_hours", 0}, {"weekly", json::array()}}},
        {"groups", json::array()},
        {"wecom", {{"api", platforms.base_url()}}},
        {"dingtalk", {{"api", platforms.base_url()}}},
        {"network", {{"ca_file", platforms.ca_file()}, {"private_hosts", {"127.0.0.1"}}}},
        {"people", {{"user_id_is_member_id", true}}}};
}

void Installation::write_config() const
{
    std::ofstream(config_file()) << config_.dump(2) << '\n';
}

void Installation::add_group(const std::string& name, const json& robot)
{
    auto whole = robot_of(name);
    whole.update(robot);
    platforms_.order("/add", whole);
    config_["groups"].push_back(group_of(name, whole));
    if (config_.contains("operators"))
        return;
    config_["operators"] = name;
    config_["circular"]["weekly"] = {name};
}

std::string Installation::secret_of(const std::string& group)
{
    return credential_of(group);
}

void Installation::put(const std::vector<Seed>& seeds)
{
    boost::asio::io_context nowhere;
    adapters::HttpClient client(nowhere.get_executor(), {});
    std::vector<store::NewMessage> messages;
    for (const auto& seed : seeds)
        messages.push_back(message_of(seed, client, platforms_.now()));
    put_messages(messages);
}

void Installation::put_messages(const std::vector<store::NewMessage>& messages)
{
    auto db = store::open_database(database().string());
    store::Transaction transaction(db);
    for (const auto& message : messages)
        if (!store::enqueue(db, message, platforms_.now()).created)
            throw std::invalid_argument("the key is taken: " + message.dedup_key);
    transaction.commit();
}

void Installation::put_many(const std::string& group, int count, const Seed& like)
{
    std::vector<Seed> seeds;
    for (int number = 1; number <= count; ++number) {
        auto seed = like;
        seed.group = group;
        seed.key = like.key + group + ":" + std::to_string(number);
        seed.texts = {"致" + group + "的第" + std::to_string(number) + "条 " + like.key};
        seeds.push_back(std::move(seed));
    }
    put(seeds);
}

Service Installation::start(const Run& run)
{
    write_config();
    std::vector<std::string> command{run.program.empty() ? program() : run.program,
                                     "serve",
                                     "--config",
                                     config_file().string(),
                                     "--starting-at",
                                     local_text(platforms_.now())};
    if (platforms_.clock_rate() != 1)
        command.insert(command.end(), {"--clock-rate", std::to_string(platforms_.clock_rate())});
    command.insert(command.end(), run.arguments.begin(), run.arguments.end());
    const auto output = folder() / ("serve-" + std::to_string(++runs_) + ".log");
    auto process = std::make_unique<Process>(command, output, run.environment);
    std::uint16_t port = 0;
    const auto ready_or_ended = [&] {
        port = port_in(process->output());
        return port != 0 || process->wait_for(std::chrono::milliseconds(0)).has_value();
    };
    if (run.wait_until_ready && (!holds_soon(ready_or_ended) || port == 0))
        throw std::runtime_error("the service does not get ready: " + process->output());
    return {std::move(process), port};
}

Finished Installation::call(std::vector<std::string> words) const
{
    words.insert(words.begin(), program());
    words.insert(words.end(), {"--config", config_file().string()});
    return run(words);
}

std::string Installation::log() const
{
    std::string all;
    for (int run = 1; run <= runs_; ++run) {
        std::ifstream in(folder() / ("serve-" + std::to_string(run) + ".log"), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
}

} // namespace tongbao::acceptance
