#include "bot/demo/place.hpp"

#include "bot/demo/credentials.hpp"
#include "bot/windows.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tongbao::bot::demo {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Where the calendar and the templates of this program lie: beside its sources, or where it was installed.
fs::path shipped()
{
    for (const fs::path folder : {TONGBAO_SOURCE_FOLDER, "/etc/tongbao", "/usr/share/tongbao"})
        if (fs::exists(folder / "calendar.json") && fs::exists(folder / "templates"))
            return folder;
    throw std::runtime_error("calendar.json and templates/ are not where this program was built or installed");
}

json groups()
{
    return json::array({{{"name", wecom_group},
                         {"platform", "wecom"},
                         {"kind", "管理员群"},
                         {"unit", "XX"},
                         {"chat_id", wecom_chat},
                         {"webhook_key", wecom_key}},
                        {{"name", dingtalk_group},
                         {"platform", "dingtalk"},
                         {"kind", "管理员群"},
                         {"unit", "XX"},
                         {"chat_id", dingtalk_chat},
                         {"access_token", dingtalk_token},
                         {"signing_secret", dingtalk_signing_secret}}});
}

json config(const Place& place, const std::string& platforms, const std::string& ca_file)
{
    const auto shipped_files = shipped();
    return {{"store", {{"path", "tongbao.db"}}},
            {"calendar", (shipped_files / "calendar.json").string()},
            {"templates", (shipped_files / "templates/zh-CN").string()},
            {"listen", {{"address", "127.0.0.1"}, {"port", 0}}},
            {"drop_folder", {{"path", place.inbox().filename().string()}, {"poll_seconds", 1}, {"stable_seconds", 0}}},
            {"circular",
             {{"org", "党委宣传部"},
              {"contact", "党委宣传部学习强国工作秘书处"},
              {"blocks_folder", place.blocks().filename().string()},
              {"weekly", {wecom_group, dingtalk_group}}}},
            {"operators", wecom_group},
            {"groups", groups()},
            {"wecom",
             {{"api", platforms},
              {"bots",
               {{{"name", wecom_bot},
                 {"path", wecom_path},
                 {"token", wecom_token},
                 {"encoding_aes_key", wecom_aes_key},
                 {"display_names", {bot_name}}}}}}},
            {"dingtalk",
             {{"api", platforms},
              {"robots",
               {{{"name", dingtalk_bot},
                 {"path", dingtalk_path},
                 {"app_secret", dingtalk_app_secret},
                 {"robot_code", dingtalk_client}}}}}},
            {"network", {{"ca_file", ca_file}, {"private_hosts", {"127.0.0.1"}}}},
            {"people", {{"user_id_is_member_id", true}}}};
}

} // namespace

void prepare(const Place& place)
{
    if (fs::exists(place.finished()))
        fs::remove_all(place.folder);
    if (fs::exists(place.folder) && !fs::is_empty(place.folder) && !fs::exists(place.started()))
        throw std::runtime_error(place.folder.string() + " holds something else: name an empty folder with --folder");
    fs::create_directories(place.folder);
    fs::create_directories(place.blocks());
}

SystemClock demo_clock(const Place& place)
{
    const Day monday = std::chrono::local_days{std::chrono::year{2026} / 9 / 21};
    const InstantMs start = at_local(monday, std::chrono::hours{9}) - std::chrono::seconds{3};
    auto began = SystemClock().now_ms();
    if (std::ifstream in(place.started()); in) {
        std::int64_t milliseconds = 0;
        in >> milliseconds;
        began = InstantMs{std::chrono::milliseconds{milliseconds}};
    } else {
        std::ofstream(place.started()) << began.time_since_epoch().count() << '\n';
    }
    return SystemClock(start - began);
}

void write_settings(const Place& place, const std::string& platforms, const std::string& ca_file)
{
    std::ofstream(place.config()) << config(place, platforms, ca_file).dump(2) << '\n';
    const json blocks = {{"task1", "全校尚有34位同志未完成注册，请各单位协助核对名册，确有困难的可登记说明。"},
                         {"task2", "9月新生支部组建，请于25日前完成名册更新。"}};
    std::ofstream(place.blocks() / "2026-W38.json") << blocks.dump(2) << '\n';
}

} // namespace tongbao::bot::demo
