#include "tests/acceptance/faults/callbacks.hpp"

#include "adapters/dingtalk/signature.hpp"
#include "store/connection.hpp"
#include "tests/acceptance/faults/http_call.hpp"
#include "tests/simulator/wecom/envelope.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tongbao::acceptance {
namespace {

using nlohmann::json;

const simulator::wecom::CallbackSecrets wecom_secrets{"tokenOfTheBot", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                                                      ""};
constexpr const char* wecom_path = "/wecom/bot";
constexpr const char* dingtalk_path = "/dingtalk/robot";
constexpr const char* robot_client = "dingfaultsclient0001";
constexpr const char* client_secret = "secret-of-the-application-robot";

std::filesystem::path samples()
{
    const char* folder = std::getenv("TONGBAO_SAMPLES");
    if (!folder)
        throw std::runtime_error("TONGBAO_SAMPLES is not set: run the tests with ctest");
    return folder;
}

/// The first column below the header.
std::vector<std::string> first_members(std::size_t count)
{
    std::ifstream in(samples() / "roster.csv");
    std::vector<std::string> members;
    std::string line;
    std::getline(in, line);
    while (members.size() < count && std::getline(in, line))
        members.push_back(line.substr(0, line.find(',')));
    return members;
}

} // namespace

Callbacks::Callbacks(Installation& place) : place_(place), members_(first_members(60))
{
    auto& config = place.config();
    config["wecom"]["bots"] = {{{"name", wecom_bot},
                                {"path", wecom_path},
                                {"token", wecom_secrets.token},
                                {"encoding_aes_key", wecom_secrets.encoding_aes_key}}};
    config["dingtalk"]["robots"] = {
        {{"name", dingtalk_bot}, {"path", dingtalk_path}, {"app_secret", client_secret}, {"robot_code", robot_client}}};
    place.write_config();
    for (const std::string kind : {"units", "roster"}) {
        const auto imported = place.call({"import", kind, (samples() / (kind + ".csv")).string(), "--yes"});
        if (imported.code != 0)
            throw std::runtime_error(imported.output);
    }
}

std::vector<std::string> Callbacks::secrets()
{
    return {wecom_secrets.token, wecom_secrets.encoding_aes_key, client_secret};
}

void Callbacks::open(const Service& service, std::chrono::milliseconds deadline)
{
    url_ = service.url();
    place_.config()["listen"]["port"] = service.port();
    const auto& platforms = place_.platforms();
    platforms.order("/add", {{"kind", "wecom_bot"},
                             {"name", wecom_bot},
                             {"bot_id", "AIBfaults"},
                             {"url", url_ + wecom_path},
                             {"token", wecom_secrets.token},
                             {"aes_key", wecom_secrets.encoding_aes_key},
                             {"deadline_ms", deadline.count()}});
    platforms.order("/add", {{"kind", "dingtalk_bot"},
                             {"name", dingtalk_bot},
                             {"client_id", robot_client},
                             {"client_secret", client_secret},
                             {"url", url_ + dingtalk_path},
                             {"deadline_ms", deadline.count()}});
}

json Callbacks::speak(const std::string& bot, const std::string& member, const std::string& text,
                      const json& more) const
{
    json order{{"bot", bot}, {"user", member}, {"text", text}};
    order.update(more);
    return place_.platforms().order("/speak", order);
}

simulator::CallbackAnswer Callbacks::send(simulator::CallbackRequest request) const
{
    request.deadline = std::chrono::seconds(60);
    return call(request);
}

simulator::CallbackRequest Callbacks::wecom_callback(const std::string& plaintext) const
{
    const auto encrypted = seal(wecom_secrets, plaintext);
    const auto timestamp = std::to_string(place_.platforms().now().time_since_epoch().count());
    const auto nonce = adapters::to_hex(adapters::random_bytes(5));
    simulator::CallbackRequest request;
    request.url = url_ + wecom_path +
                  "?msg_signature=" + simulator::wecom::signature(wecom_secrets.token, timestamp, nonce, encrypted) +
                  "&timestamp=" + timestamp + "&nonce=" + nonce;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = json{{"encrypt", encrypted}}.dump();
    return request;
}

simulator::CallbackRequest Callbacks::dingtalk_callback(const std::string& body) const
{
    const auto timestamp = std::to_string(InstantMs(place_.platforms().now()).time_since_epoch().count());
    simulator::CallbackRequest request;
    request.url = url_ + dingtalk_path;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"},
                       {"timestamp", timestamp},
                       {"sign", adapters::dingtalk::sign(timestamp, client_secret)}};
    request.body = body;
    return request;
}

int inbound_rows(const std::filesystem::path& database, const std::string& state)
{
    store::Connection db(database.string(), store::Access::read_only);
    auto query = db.prepare("SELECT count(*) FROM inbound WHERE $1 = '' OR state = $1");
    query.bind(state);
    query.step();
    return static_cast<int>(query.integer(0));
}

} // namespace tongbao::acceptance
