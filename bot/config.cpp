#include "bot/config.hpp"

#include "bot/config_schema.hpp"
#include "bot/config_secrets.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace tongbao::bot {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// The value of a key, or `fallback` where it is absent or of a wrong type (which the schema has already reported).
template <class Value>
Value field(const json& owner, const char* key, Value fallback)
{
    const auto found = owner.is_object() ? owner.find(key) : owner.end();
    if (found == owner.end())
        return fallback;
    try {
        return found->template get<Value>();
    } catch (const json::exception&) {
        return fallback;
    }
}

const json& part(const json& owner, const char* key)
{
    static const json nothing = json::object();
    return owner.is_object() && owner.contains(key) && owner[key].is_object() ? owner[key] : nothing;
}

const json& list(const json& owner, const char* key)
{
    static const json nothing = json::array();
    return owner.is_object() && owner.contains(key) && owner[key].is_array() ? owner[key] : nothing;
}

/// Fills the struct and checks what a schema cannot say. Copes with a file that the schema has found faulty, so that
/// every mistake is reported at once.
class Reader {
public:
    Reader(const json& root, fs::path folder, Secrets secrets, ConfigReading& reading)
        : root_(root), folder_(std::move(folder)), secrets_(secrets), reading_(reading), config_(reading.config)
    {
    }

    void read()
    {
        config_.store_path = folder_ / field<std::string>(part(root_, "store"), "path", "");
        check_store_path(config_.store_path);
        read_calendar(existing(root_, "$", "calendar"));
        config_.templates = existing(root_, "$", "templates");
        read_listen(part(root_, "listen"));
        read_drop_folder(part(root_, "drop_folder"));
        read_figures(part(root_, "figures"));
        read_circular(part(root_, "circular"));
        read_groups(list(root_, "groups"));
        read_wecom(part(root_, "wecom"));
        read_dingtalk(part(root_, "dingtalk"));
        read_people();
        check_group_names();
        check_bot_paths();
    }

private:
    void fault(std::string path, std::string problem, std::string advice)
    {
        reading_.faults.push_back({std::move(path), std::move(problem), std::move(advice)});
    }

    /// The path under `key`, resolved; a fault when nothing is there.
    fs::path existing(const json& owner, const std::string& where, const char* key)
    {
        const auto name = field<std::string>(owner, key, "");
        if (name.empty())
            return {};
        auto path = folder_ / name;
        if (!fs::exists(path))
            fault(fmt::format("{}.{}", where, key), fmt::format("names {}, which does not exist", path.string()),
                  "write the path of an existing file or folder, relative to the configuration file");
        return path;
    }

    Secret secret(const json& owner, const std::string& where, const char* key)
    {
        if (secrets_ == Secrets::unread || !owner.is_object())
            return {};
        return read_secret(owner, where, key, folder_, reading_);
    }

    void read_calendar(const fs::path& file)
    {
        if (file.empty() || !fs::exists(file))
            return;
        if (fs::is_directory(file))
            return fault("$.calendar", fmt::format("names {}, which is a folder", file.string()),
                         "write the path of the calendar file");
        std::ifstream in(file, std::ios::binary);
        auto read = parse_calendar(std::string((std::istreambuf_iterator<char>(in)), {}));
        for (const auto& finding : read.findings) {
            const bool error = finding.severity == CalendarFinding::Severity::error;
            auto& list = error ? reading_.faults : reading_.warnings;
            list.push_back(
                {"$.calendar", fmt::format("{}: {}: {}", file.string(), finding.path, finding.what),
                 error ? "correct that place in the calendar file" : "look at that place in the calendar file"});
        }
        if (read.calendar)
            config_.calendar = std::move(*read.calendar);
    }

    void read_listen(const json& from)
    {
        auto& to = config_.listen;
        to.address = field(from, "address", to.address);
        to.port = field(from, "port", to.port);
        to.max_connections = field(from, "max_connections", to.max_connections);
        to.max_connections_per_peer = field(from, "max_connections_per_peer", to.max_connections_per_peer);
        to.trusted_proxies = field(from, "trusted_proxies", to.trusted_proxies);
        check_address("$.listen.address", to.address);
        for (std::size_t i = 0; i < to.trusted_proxies.size(); ++i)
            check_address(fmt::format("$.listen.trusted_proxies[{}]", i), to.trusted_proxies[i]);
    }

    void check_address(const std::string& where, const std::string& address)
    {
        in6_addr parsed = {};
        if (inet_pton(AF_INET, address.c_str(), &parsed) != 1 && inet_pton(AF_INET6, address.c_str(), &parsed) != 1)
            fault(where, fmt::format("is \"{}\", which is no IP address", address),
                  "write an IPv4 or IPv6 address, e.g. 127.0.0.1");
    }

    void check_store_path(const fs::path& path)
    {
        if (!path.has_filename())
            return;             // missing, as the schema has said
        std::error_code unseen; // a folder this user may not look into is somebody else's to check
        if (fs::is_directory(path, unseen))
            fault("$.store.path", fmt::format("names {}, which is a folder", path.string()),
                  "write the path of the database file, e.g. tongbao.db");
        else if (const auto folder = path.parent_path(); !fs::exists(folder, unseen) && !unseen)
            fault("$.store.path", fmt::format("is in {}, which does not exist", folder.string()),
                  "make that folder first: the service makes only the file");
    }

    void read_drop_folder(const json& from)
    {
        const auto path = field<std::string>(from, "path", "");
        if (!path.empty())
            config_.drop_folder.path = folder_ / path;
        config_.drop_folder.poll = std::chrono::seconds(field(from, "poll_seconds", 30));
        config_.drop_folder.stable = std::chrono::seconds(field(from, "stable_seconds", 60));
    }

    void read_figures(const json& from)
    {
        auto& to = config_.figures;
        const auto denominator = field<std::string>(from, "denominator", "roster");
        to.denominator = denominator == "registered" ? Denominator::registered : Denominator::roster;
        const auto population = field<std::string>(from, "population", "by_roster");
        to.rollup.population = population == "all"     ? store::Population::all
                               : population == "party" ? store::Population::party
                                                       : store::Population::by_roster;
        to.rollup.grace_days = field(from, "grace_days", to.rollup.grace_days);
        to.rank_min = field(from, "rank_min", to.rank_min);
        to.show_min = field(from, "show_min", to.show_min);
        to.rank_within_group = field(from, "rank_within_group", to.rank_within_group);
        to.tie = field<std::string>(from, "tie", "shared") == "strict" ? Tie::strict : Tie::shared;
        config_.sanity_max = field(from, "sanity_max", config_.sanity_max);
    }

    void read_circular(const json& from)
    {
        auto& to = config_.circular;
        to.approval =
            field<std::string>(from, "approval", "auto") == "auto" ? Approval::automatic : Approval::by_person;
        const auto ranking = field<std::string>(from, "ranking", "full");
        to.ranking = ranking == "top"   ? Ranking::top
                     : ranking == "own" ? Ranking::own
                     : ranking == "off" ? Ranking::off
                                        : Ranking::full;
        to.org = field(from, "org", to.org);
        to.contact = field(from, "contact", to.contact);
        to.deadline_workdays = field(from, "deadline_workdays", to.deadline_workdays);
        to.tasks = field(from, "tasks", to.tasks);
        to.targets = field(from, "weekly", to.targets);
        to.allowed_names = field(from, "allowed_names", to.allowed_names);
        to.operators = field(root_, "operators", to.operators);
        const auto blocks = field<std::string>(from, "blocks_folder", "");
        if (!blocks.empty())
            to.blocks = folder_ / blocks;
        const bool partial = field<std::string>(from, "on_missing", "hold") == "partial";
        config_.schedule.on_missing = partial ? OnMissing::partial : OnMissing::hold;
        config_.schedule.weekly_in_vacation = field(from, "weekly_in_vacation", config_.schedule.weekly_in_vacation);
        config_.schedule.grace = std::chrono::hours(field(from, "grace_hours", 72));
    }

    void read_groups(const json& from)
    {
        for (std::size_t i = 0; i < from.size(); ++i)
            read_group(fmt::format("$.groups[{}]", i), from[i]);
    }

    void read_group(const std::string& where, const json& from)
    {
        const auto kind = field<std::string>(from, "kind", "");
        GroupConfig group;
        group.name = field(from, "name", group.name);
        group.platform =
            field<std::string>(from, "platform", "wecom") == "wecom" ? Platform::wecom : Platform::dingtalk;
        group.kind = kind == "支部群"   ? GroupKind::branch
                     : kind == "单位群" ? GroupKind::unit
                                        : GroupKind::administrators;
        group.unit = field(from, "unit", group.unit);
        group.chat_id = field(from, "chat_id", group.chat_id);
        group.format = field(from, "format", group.format);
        group.keyword = field(from, "keyword", group.keyword);
        group.webhook_key = credential_of_url(secret(from, where, "webhook_key"), "key=");
        group.access_token = credential_of_url(secret(from, where, "access_token"), "access_token=");
        group.signing_secret = secret(from, where, "signing_secret");
        check_group(where, from, group);
        config_.groups.push_back(std::move(group));
    }

    void check_group(const std::string& where, const json& from, const GroupConfig& group)
    {
        const bool wecom = group.platform == Platform::wecom;
        const char* needed = wecom ? "webhook_key" : "access_token";
        if (from.is_object() && !from.contains(needed))
            fault(where + "." + needed, "is missing",
                  "write a reference to the robot's credential, {\"env\": \"NAME\"} or {\"file\": \"path\"}");
        if (!wecom && group.format == "markdown_v2")
            fault(where + ".format", "is \"markdown_v2\", which only WeCom has", "write \"text\" or \"markdown\"");
        for (const char* foreign : {"access_token", "signing_secret", "keyword"})
            if (wecom && from.is_object() && from.contains(foreign))
                fault(where + "." + foreign, "belongs to DingTalk robots", "remove it, or write platform \"dingtalk\"");
        // The shape of the key: platforms/wecom.md §3.1.
        static const std::regex key_shape("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        if (wecom && !group.webhook_key.empty() && !std::regex_match(group.webhook_key.reveal(), key_shape))
            fault(where + ".webhook_key", "is not a WeCom webhook key",
                  "store the key (8-4-4-4-12 hex digits) or the whole webhook URL of the group's robot");
    }

    void read_wecom(const json& from)
    {
        config_.wecom_api = field(from, "api", config_.wecom_api);
        const auto& bots = list(from, "bots");
        for (std::size_t i = 0; i < bots.size(); ++i)
            read_wecom_bot(fmt::format("$.wecom.bots[{}]", i), bots[i]);
    }

    void read_wecom_bot(const std::string& where, const json& from)
    {
        WecomBotConfig bot;
        bot.name = field(from, "name", bot.name);
        bot.path = field(from, "path", bot.path);
        bot.token = secret(from, where, "token");
        bot.encoding_aes_key = secret(from, where, "encoding_aes_key");
        bot.receive_id = field(from, "receive_id", bot.receive_id);
        bot.display_names = field(from, "display_names", bot.display_names);
        static const std::regex key_shape("[A-Za-z0-9+/]{43}"); // platforms/wecom.md §5.3
        if (!bot.encoding_aes_key.empty() && !std::regex_match(bot.encoding_aes_key.reveal(), key_shape))
            fault(where + ".encoding_aes_key", "is not 43 characters of base64",
                  "store the EncodingAESKey exactly as the console shows it");
        config_.wecom_bots.push_back(std::move(bot));
    }

    void read_dingtalk(const json& from)
    {
        config_.dingtalk_api = field(from, "api", config_.dingtalk_api);
        const auto& robots = list(from, "robots");
        for (std::size_t i = 0; i < robots.size(); ++i) {
            const auto where = fmt::format("$.dingtalk.robots[{}]", i);
            config_.dingtalk_robots.push_back(
                {field<std::string>(robots[i], "name", ""), field<std::string>(robots[i], "path", ""),
                 secret(robots[i], where, "app_secret"), field<std::string>(robots[i], "robot_code", "")});
        }
    }

    void read_people()
    {
        const auto& network = part(root_, "network");
        config_.ca_file = existing(network, "$.network", "ca_file").string();
        config_.private_hosts = field(network, "private_hosts", config_.private_hosts);
        config_.user_id_is_member_id = field(part(root_, "people"), "user_id_is_member_id", false);
        config_.rights.ranking_enabled = field(part(root_, "ranking"), "enabled", true);
        config_.rights.ranking_public = field(part(root_, "ranking"), "public", false);
    }

    void check_group_names()
    {
        std::set<std::string> names;
        std::set<std::pair<Platform, std::string>> chats;
        for (std::size_t i = 0; i < config_.groups.size(); ++i) {
            const auto& group = config_.groups[i];
            if (!group.name.empty() && !names.insert(group.name).second)
                fault(fmt::format("$.groups[{}].name", i), fmt::format("\"{}\" is used twice", group.name),
                      "give every group a name of its own");
            if (!group.chat_id.empty() && !chats.insert({group.platform, group.chat_id}).second)
                fault(fmt::format("$.groups[{}].chat_id", i), "is the chat of another group too",
                      "one chat is one group: remove one of the two");
        }
        for (std::size_t i = 0; i < config_.circular.targets.size(); ++i)
            check_target(fmt::format("$.circular.weekly[{}]", i), config_.circular.targets[i], names);
        if (!config_.circular.operators.empty())
            check_target("$.operators", config_.circular.operators, names);
    }

    void check_target(const std::string& where, const std::string& name, const std::set<std::string>& names)
    {
        if (!names.contains(name))
            fault(where, fmt::format("names \"{}\", which is no group", name),
                  "write the name of a group under groups");
    }

    void check_bot_paths()
    {
        std::set<std::string> paths;
        const auto check = [&](const std::string& where, const std::string& path) {
            if (!path.empty() && !paths.insert(path).second)
                fault(where + ".path", fmt::format("\"{}\" is used twice", path), "give every bot a path of its own");
        };
        for (std::size_t i = 0; i < config_.wecom_bots.size(); ++i)
            check(fmt::format("$.wecom.bots[{}]", i), config_.wecom_bots[i].path);
        for (std::size_t i = 0; i < config_.dingtalk_robots.size(); ++i)
            check(fmt::format("$.dingtalk.robots[{}]", i), config_.dingtalk_robots[i].path);
    }

    const json& root_;
    fs::path folder_;
    Secrets secrets_;
    ConfigReading& reading_;
    Config& config_;
};

/// Line and column of a byte offset, both from 1.
std::pair<std::ptrdiff_t, std::size_t> position(const std::string& text, std::size_t byte)
{
    const auto before = text.substr(0, byte > 0 ? byte - 1 : 0);
    const auto start = before.rfind('\n');
    return {std::count(before.begin(), before.end(), '\n') + 1,
            before.size() - (start == std::string::npos ? 0 : start + 1) + 1};
}

} // namespace

std::string_view name_of(Platform platform)
{
    return platform == Platform::wecom ? "wecom" : "dingtalk";
}

ConfigReading read_config(const fs::path& file, Secrets secrets)
{
    ConfigReading reading;
    std::ifstream in(file, std::ios::binary);
    if (!in || fs::is_directory(file)) {
        reading.faults.push_back({"$", fmt::format("cannot read {}", file.string()),
                                  "name the file with --config, or copy config.example.json there"});
        return reading;
    }
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    json root;
    try {
        root = json::parse(text);
    } catch (const json::parse_error& error) {
        const auto [line, column] = position(text, error.byte);
        reading.faults.push_back({"$", fmt::format("is not JSON at line {}, column {}", line, column),
                                  "check for a missing comma, quote or bracket just before that place"});
        return reading;
    }
    reading.faults = check_against_schema(root);
    Reader(root, fs::absolute(file).parent_path(), secrets, reading).read();
    return reading;
}

} // namespace tongbao::bot
