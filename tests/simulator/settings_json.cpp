#include "tests/simulator/settings_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tongbao::simulator {
namespace {

using nlohmann::json;

/// Reads members by name and complains about those that nobody asked for.
class Members {
public:
    explicit Members(const json& object) : left_(object) {}

    template <class Value>
    void read(const char* name, Value& into)
    {
        const auto found = left_.find(name);
        if (found == left_.end())
            return;
        into = found->get<Value>();
        left_.erase(name);
    }
    void read_ms(const char* name, std::chrono::milliseconds& into)
    {
        auto count = into.count();
        read(name, count);
        into = std::chrono::milliseconds(count);
    }
    void done() const
    {
        if (!left_.empty())
            throw std::invalid_argument("unknown member " + left_.begin().key());
    }

private:
    json left_;
};

json add_wecom_robot(Simulator& simulator, Members members)
{
    WecomRobotSettings settings;
    members.read("name", settings.name);
    members.read("key", settings.key);
    members.read("group", settings.group);
    members.read("max_text_bytes", settings.max_text_bytes);
    members.read("per_minute", settings.per_minute);
    members.done();
    return {{"url", simulator.add(settings).url()}};
}

json add_dingtalk_robot(Simulator& simulator, Members members)
{
    DingtalkRobotSettings settings;
    members.read("name", settings.name);
    members.read("access_token", settings.access_token);
    members.read("group", settings.group);
    members.read("secret", settings.secret);
    members.read("keywords", settings.keywords);
    members.read("allowed_ips", settings.allowed_ips);
    members.read("chinese_errors", settings.chinese_errors);
    members.read("unknown_token_code", settings.unknown_token_code);
    members.read("per_minute", settings.per_minute);
    members.read_ms("throttle_ms", settings.throttle);
    members.done();
    return {{"url", simulator.add(settings).url()}};
}

json add_wecom_bot(Simulator& simulator, Members members)
{
    WecomBotSettings settings;
    members.read("name", settings.name);
    members.read("bot_id", settings.bot_id);
    members.read("secret", settings.secret);
    members.read("url", settings.url);
    members.read("token", settings.token);
    members.read("aes_key", settings.aes_key);
    members.read_ms("deadline_ms", settings.deadline);
    members.read_ms("poll_interval_ms", settings.poll_interval);
    members.read("fresh_ciphertext", settings.fresh_ciphertext);
    members.read_ms("eviction_delay_ms", settings.eviction_delay);
    members.done();
    simulator.add(settings);
    return json::object();
}

json add_dingtalk_bot(Simulator& simulator, Members members)
{
    DingtalkBotSettings settings;
    members.read("name", settings.name);
    members.read("client_id", settings.client_id);
    members.read("client_secret", settings.client_secret);
    members.read("url", settings.url);
    members.read("corp_id", settings.corp_id);
    members.read_ms("deadline_ms", settings.deadline);
    members.read("tries", settings.tries);
    members.read_ms("ack_deadline_ms", settings.ack_deadline);
    members.read("awkward_tickets", settings.awkward_tickets);
    members.read_ms("session_life_ms", settings.session_life);
    members.done();
    simulator.add(settings);
    return json::object();
}

json add_wecom_app(Simulator& simulator, Members members)
{
    WecomAppSettings settings;
    auto token_life = settings.token_life.count();
    members.read("name", settings.name);
    members.read("corp_id", settings.corp_id);
    members.read("secret", settings.secret);
    members.read("agent_id", settings.agent_id);
    members.read("members", settings.members);
    members.read("unlicensed", settings.unlicensed);
    members.read("trusts_caller", settings.trusts_caller);
    members.read("token_life_s", token_life);
    members.read("url", settings.url);
    members.read("token", settings.token);
    members.read("aes_key", settings.aes_key);
    members.read_ms("deadline_ms", settings.deadline);
    members.done();
    settings.token_life = std::chrono::seconds(token_life);
    simulator.add(settings);
    return json::object();
}

json add_dingtalk_app(Simulator& simulator, Members members)
{
    DingtalkAppSettings settings;
    auto token_life = settings.token_life.count();
    members.read("name", settings.name);
    members.read("client_id", settings.client_id);
    members.read("client_secret", settings.client_secret);
    members.read("users", settings.users);
    members.read("groups", settings.groups);
    members.read("may_send", settings.may_send);
    members.read("per_second", settings.per_second);
    members.read("token_life_s", token_life);
    members.done();
    settings.token_life = std::chrono::seconds(token_life);
    simulator.add(settings);
    return json::object();
}

Forgery forgery_named(const std::string& name)
{
    static const std::map<std::string, Forgery> known{
        {"none", Forgery::none},   {"signature", Forgery::signature},
        {"key", Forgery::key},     {"receiver", Forgery::receiver},
        {"stale", Forgery::stale}, {"from_the_future", Forgery::from_the_future}};
    const auto found = known.find(name);
    if (found == known.end())
        throw std::invalid_argument("unknown forgery " + name);
    return found->second;
}

} // namespace

json add_from_json(Simulator& simulator, const json& object)
{
    static const std::map<std::string, json (*)(Simulator&, Members)> kinds{
        {"wecom_robot", add_wecom_robot},   {"dingtalk_robot", add_dingtalk_robot}, {"wecom_bot", add_wecom_bot},
        {"dingtalk_bot", add_dingtalk_bot}, {"wecom_app", add_wecom_app},           {"dingtalk_app", add_dingtalk_app}};
    Members members(object);
    std::string kind;
    members.read("kind", kind);
    const auto found = kinds.find(kind);
    if (found == kinds.end())
        throw std::invalid_argument("unknown kind " + kind);
    return found->second(simulator, std::move(members));
}

Speech speech_from_json(const json& object)
{
    Members members(object);
    Speech said("", "");
    std::string forgery = "none";
    members.read("user", said.user);
    members.read("text", said.text);
    members.read("group", said.group);
    members.read("message_id", said.message_id);
    members.read("outsider", said.outsider);
    members.read("forgery", forgery);
    members.done();
    said.forgery = forgery_named(forgery);
    return said;
}

json to_json(const Hearing& heard)
{
    return {{"message_id", heard.message_id}, {"reply_address", heard.reply_address},
            {"tries", heard.tries},           {"status", heard.status},
            {"reply", heard.reply},           {"fault", heard.fault},
            {"took_ms", heard.took.count()}};
}

TlsFlaw tls_flaw_named(const std::string& name)
{
    static const std::map<std::string, TlsFlaw> known{
        {"none", TlsFlaw::none},
        {"expired", TlsFlaw::expired},
        {"wrong_host", TlsFlaw::wrong_host},
        {"self_signed", TlsFlaw::self_signed},
        {"unknown_ca", TlsFlaw::unknown_ca},
        {"old_protocol", TlsFlaw::old_protocol},
    };
    const auto found = known.find(name);
    if (found == known.end())
        throw std::invalid_argument("unknown flaw " + name);
    return found->second;
}

} // namespace tongbao::simulator
