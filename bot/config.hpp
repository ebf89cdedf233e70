#pragma once

#include "bot/figures/rules.hpp"
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

struct ListenConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    int max_connections = 2000;
    int max_connections_per_peer = 200;
};

struct DropFolderConfig {
    std::filesystem::path path; ///< empty: no drop folder
    std::chrono::seconds poll{30};
    std::chrono::seconds stable{60};
};

struct FiguresConfig {
    Denominator denominator = Denominator::roster;
    bool party_only = false;
    int grace_days = 7;
    int rank_min = 5;
    int show_min = 3;
    bool rank_within_group = false;
    Tie tie = Tie::shared;
    int sanity_max = 100;
};

struct CircularConfig {
    bool approval_auto = true;
    std::string ranking = "full";
    bool hold_when_missing = true;
    bool weekly_in_vacation = false;
    std::string org;
    std::string contact;
    int deadline_days = 2;
    std::vector<std::string> tasks;
    std::filesystem::path blocks_folder;
    std::chrono::hours grace{72};
    std::vector<std::string> weekly; ///< names of groups
};

enum class Platform { wecom, dingtalk };

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
};

struct WecomBotConfig {
    std::string name;
    std::string path;
    Secret token;
    Secret encoding_aes_key;
    std::string receive_id;
    std::vector<std::string> display_names;
};

struct DingtalkRobotConfig {
    std::string name;
    std::string path;
    Secret app_secret;
    std::string robot_code;
};

/// The whole configuration: config.schema.json says what each key means. Relative paths are already resolved.
struct Config {
    std::filesystem::path store_path;
    std::filesystem::path calendar;
    std::filesystem::path templates;
    ListenConfig listen;
    DropFolderConfig drop_folder;
    FiguresConfig figures;
    CircularConfig circular;
    std::string operators; ///< name of a group; empty: nobody is told
    std::vector<GroupConfig> groups;
    std::string wecom_api = "https://qyapi.weixin.qq.com";
    std::vector<WecomBotConfig> wecom_bots;
    std::string dingtalk_api = "https://oapi.dingtalk.com";
    std::vector<DingtalkRobotConfig> dingtalk_robots;
    std::string ca_file;
    std::vector<std::string> private_hosts;
    bool user_id_is_member_id = false;
    bool ranking_enabled = true;
    bool ranking_public = false;
};

/// What reading a configuration file gave: a usable `config` only when `faults` is empty.
struct ConfigReading {
    Config config;
    std::vector<Fault> faults;
    std::vector<Fault> warnings;
};

/// Reads and checks the whole file and reports every mistake at once. Never throws for what is in the file.
ConfigReading read_config(const std::filesystem::path& file);

} // namespace tongbao::bot
