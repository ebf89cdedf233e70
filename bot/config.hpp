#pragma once

#include "bot/commands/rights.hpp"
#include "bot/figures/rules.hpp"
#include "bot/http.hpp"
#include "bot/retention.hpp"
#include "bot/schedule.hpp"
#include "bot/secret.hpp"
#include "store/vocabulary.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace tongbao::bot {

/// One mistake in the configuration: where it is, what is wrong and what to write instead.
struct Fault {
    std::string path; ///< e.g. $.groups[0].platform
    std::string problem;
    std::string advice;
};

struct DropFolderConfig {
    std::filesystem::path path; ///< empty: no drop folder
    std::chrono::seconds poll{30};
    std::chrono::seconds stable{60};
};

/// Health for whoever watches the service.
struct MonitorConfig {
    std::optional<ListenerSettings> listen; ///< of /healthz, /readyz and /metrics; empty: none
    std::chrono::seconds interval{30};      ///< between two looks of the auditor
    Secret heartbeat_url;                   ///< empty: none
};

enum class Platform { wecom, dingtalk };
/// "wecom" or "dingtalk", as inbound messages name it.
std::string_view name_of(Platform platform);

/// A chat group and the robot that posts into it.
struct GroupConfig {
    std::string name;
    Platform platform = Platform::wecom;
    GroupKind kind = GroupKind::administrators;
    std::string unit;    ///< unit code
    std::string chat_id; ///< the platform's; empty: nobody may ask here yet
    std::string format = "text";
    Secret webhook_key;    ///< WeCom
    Secret access_token;   ///< DingTalk
    Secret signing_secret; ///< DingTalk, may be empty
    std::string keyword;   ///< DingTalk, may be empty
    std::string app;       ///< DingTalk: the application that posts here in place of a webhook robot; may be empty
};

/// How a bot hears: the platform calls us, or we connect to the platform and it speaks there.
enum class Transport { callback, connection };

struct WecomBotConfig {
    std::string name;
    Transport transport = Transport::callback;
    std::vector<std::string> display_names;
    // callback
    std::string path;
    Secret token;
    Secret encoding_aes_key;
    std::string receive_id;
    // connection
    std::string bot_id;
    Secret secret;
};

struct DingtalkRobotConfig {
    std::string name;
    Transport transport = Transport::callback; ///< connection: Stream mode
    Secret app_secret;
    std::string robot_code;
    std::string path;      ///< callback
    std::string client_id; ///< connection
};

/// A self-built app that writes to persons, and where it has a path hears them.
struct WecomAppConfig {
    std::string name;
    std::string corp_id;
    Secret secret;
    std::int64_t agent_id = 0;
    std::string format = "text";
    std::string path; ///< of the callback URL; empty: the app hears nobody
    Secret token;
    Secret encoding_aes_key;
};

/// An application whose robot writes to persons, and into groups that name it.
struct DingtalkAppConfig {
    std::string name;
    std::string client_id;
    Secret client_secret;
    std::string robot_code; ///< empty: the client id
    std::string format = "text";
};

/// The whole configuration: config.schema.json says what each key means. Relative paths are already resolved.
struct Config {
    std::filesystem::path store_path;
    Calendar calendar;
    std::filesystem::path templates;
    ListenerSettings listen;
    MonitorConfig monitor;
    DropFolderConfig drop_folder;
    FiguresRules figures;
    int sanity_max = 100; ///< daily points above which an import warns
    CircularSettings circular;
    ScheduleSettings schedule;
    std::vector<GroupConfig> groups;
    std::string wecom_api = "https://qyapi.weixin.qq.com";
    std::string wecom_socket = "wss://openws.work.weixin.qq.com"; ///< of long connections
    std::vector<WecomBotConfig> wecom_bots;
    std::vector<WecomAppConfig> wecom_apps;
    std::string dingtalk_api = "https://oapi.dingtalk.com";
    std::string dingtalk_gateway = "https://api.dingtalk.com"; ///< of everything newer than webhooks
    std::vector<DingtalkRobotConfig> dingtalk_robots;
    std::vector<DingtalkAppConfig> dingtalk_apps;
    std::string ca_file;
    std::vector<std::string> private_hosts;
    bool user_id_is_member_id = false;
    bool consent_basis = false; ///< the legal basis is consent, not a duty
    RightsRules rights;
    RetentionSettings retention;
};

/// What reading a configuration file gave: a usable `config` only when `faults` is empty.
struct ConfigReading {
    Config config;
    std::vector<Fault> faults;
    std::vector<Fault> warnings;
};

/// Unread: for work that contacts nobody, so that a person who may not see the secrets can do it.
enum class Secrets { read, unread };

/// Reads and checks the whole file and reports every mistake at once. Never throws for what is in the file.
ConfigReading read_config(const std::filesystem::path& file, Secrets secrets = Secrets::read);

} // namespace tongbao::bot
