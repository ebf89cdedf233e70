#include "tests/acceptance/faults/apps.hpp"

#include "adapters/dingtalk/app.hpp"
#include "adapters/http_client.hpp"
#include "adapters/wecom/app.hpp"

#include <boost/asio/io_context.hpp>
#include <fstream>

namespace tongbao::acceptance {
namespace {

using nlohmann::json;

constexpr std::int64_t agent_id = 1000002;
constexpr const char* client_id = "dingfaultsclient0002";

/// As the service's own adapters make them.
std::vector<std::string> bodies_of(const Letter& letter, adapters::HttpClient& client)
{
    const adapters::OutgoingText text{"", letter.text};
    if (letter.target.starts_with("dingtalk"))
        return adapters::dingtalk::app_bodies(text, adapters::dingtalk::AppFormat::text, client_id);
    return adapters::wecom::App(client, {.credential = {}, .agent_id = agent_id}).encode(text);
}

std::filesystem::path secret_file(const Installation& place, const std::string& app)
{
    return place.folder() / (app + ".secret");
}

} // namespace

Apps::Apps(Installation& place, const Reach& reach) : place_(place)
{
    for (const auto* app : {wecom, dingtalk})
        write_secret(app, std::string("first+secret/of=") + app);
    auto& config = place.config();
    config["wecom"]["apps"] = {{{"name", wecom},
                                {"corp_id", "wwFaults"},
                                {"agent_id", agent_id},
                                {"secret", {{"file", secret_file(place, wecom).filename()}}}}};
    config["dingtalk"]["gateway"] = place.platforms().base_url();
    config["dingtalk"]["apps"] = {{{"name", dingtalk},
                                   {"client_id", client_id},
                                   {"client_secret", {{"file", secret_file(place, dingtalk).filename()}}}}};
    place.platforms().order("/add", {{"kind", "wecom_app"},
                                     {"name", wecom},
                                     {"corp_id", "wwFaults"},
                                     {"secret", secret_of(wecom)},
                                     {"agent_id", agent_id},
                                     {"members", reach.members},
                                     {"unlicensed", reach.unlicensed}});
    place.platforms().order("/add", {{"kind", "dingtalk_app"},
                                     {"name", dingtalk},
                                     {"client_id", client_id},
                                     {"client_secret", secret_of(dingtalk)},
                                     {"users", reach.members},
                                     {"groups", reach.groups}});
    for (const auto& group : reach.groups)
        config["groups"].push_back({{"name", group},
                                    {"kind", "管理员群"},
                                    {"unit", "XX"},
                                    {"platform", "dingtalk"},
                                    {"app", dingtalk},
                                    {"chat_id", group}});
}

void Apps::put(const std::vector<Letter>& letters)
{
    boost::asio::io_context nowhere;
    adapters::HttpClient client(nowhere.get_executor(), {});
    std::vector<store::NewMessage> messages;
    for (const auto& letter : letters) {
        store::NewMessage message;
        message.dedup_key = letter.key();
        message.kind = "reminder";
        message.target = letter.target;
        message.address = letter.member;
        message.priority = store::Priority::reminder;
        message.parts = bodies_of(letter, client);
        messages.push_back(std::move(message));
    }
    place_.put_messages(messages);
}

std::string Apps::secret_of(const std::string& app) const
{
    std::ifstream in(secret_file(place_, app));
    std::string secret;
    std::getline(in, secret);
    return secret;
}

void Apps::write_secret(const std::string& app, const std::string& secret) const
{
    const auto file = secret_file(place_, app);
    std::ofstream(file) << secret << '\n';
    std::filesystem::permissions(file, std::filesystem::perms(0600));
}

std::string Apps::token_of(const std::string& app) const
{
    return place_.platforms().order("/token", {{"app", app}}).at("token");
}

void Apps::order(const std::string& app, const std::string& event, json more) const
{
    more["app"] = app;
    more["event"] = event;
    place_.platforms().order("/app", more);
}

void Apps::misbehave(const std::string& path, const std::string& behaviour, const json& argument, int times) const
{
    place_.platforms().order("/script",
                             {{"route", path}, {"behaviour", behaviour}, {"argument", argument}, {"times", times}});
}

int Apps::calls(const std::string& path) const
{
    return place_.platforms().order("/calls", {{"path", path}}).at("calls");
}

} // namespace tongbao::acceptance
