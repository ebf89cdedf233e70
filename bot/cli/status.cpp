#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/queue_outlook.hpp"
#include "bot/cli/self_report.hpp"
#include "bot/clock.hpp"
#include "store/activation_doubts.hpp"
#include "store/activity.hpp"
#include "store/occurrences.hpp"
#include "store/queued_rows.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

using nlohmann::ordered_json;

constexpr int most_messages = 20;
constexpr std::size_t most_doubts = 20;

ordered_json freshness(store::Connection& db)
{
    auto units = ordered_json::array();
    const auto school = store::school(db);
    for (const auto& unit : store::all_units(db))
        if (school && unit.parent == school) {
            const auto last = store::last_covered_day(db, unit.id);
            units.push_back({{"code", unit.code},
                             {"name", unit.name},
                             {"last_day", last ? ordered_json(iso_date(*last)) : ordered_json()}});
        }
    return units;
}

/// 待核对 and the rows that wait for a person.
ordered_json to_check(store::Connection& db)
{
    const auto doubts = store::activation_doubts(db);
    const auto units = store::all_units(db);
    auto listed = ordered_json::array();
    for (const auto& doubt : doubts) {
        if (listed.size() == most_doubts)
            break;
        const auto unit =
            std::find_if(units.begin(), units.end(), [&](const Unit& one) { return one.id == doubt.unit; });
        listed.push_back({{"member", doubt.member.code},
                          {"unit", unit == units.end() ? ordered_json() : ordered_json(unit->code)},
                          {"day", iso_date(doubt.day)},
                          {"file", doubt.activated ? "activated" : "not activated"}});
    }
    return {{"activation_doubts", doubts.size()}, {"members", listed}, {"queued_rows", store::count_queued_rows(db)}};
}

ordered_json json_of(const store::Occurrence& occurrence)
{
    return {{"schedule", occurrence.schedule},
            {"period", occurrence.period},
            {"due", local_text(occurrence.due)},
            {"state", store::name_of(occurrence.state)},
            {"reason", occurrence.reason}};
}

ordered_json schedule(store::Connection& db)
{
    auto list = ordered_json::array();
    for (const auto& waiting : store::waiting_occurrences(db, "weekly"))
        list.push_back(json_of(waiting));
    const auto last = store::last_occurrence(db, "weekly");
    if (last && last->state != store::OccurrenceState::waiting)
        list.push_back(json_of(*last));
    return list;
}

ordered_json queue(store::Connection& db, const Config& config)
{
    ordered_json counts = ordered_json::object();
    for (const auto& [state, count] : store::count_by_state(db))
        counts[std::string(store::name_of(state))] = count;
    auto messages = ordered_json::array();
    const QueueOutlook outlook(db, config);
    for (const auto state : {store::MessageState::sending, store::MessageState::queued,
                             store::MessageState::uncertain_held, store::MessageState::dead})
        for (const auto& message : store::list_messages(db, {.state = state, .target = "", .limit = most_messages})) {
            ordered_json row = {{"id", message.id.value},   {"kind", message.kind},
                                {"target", message.target}, {"state", store::name_of(state)},
                                {"reason", message.reason}, {"since", local_text(message.changed_at)}};
            outlook.add_to(row, message);
            messages.push_back(std::move(row));
        }
    return {{"counts", counts}, {"messages", messages}};
}

std::string word(const ordered_json& value, const char* fallback)
{
    return value.is_string() && !value.get_ref<const std::string&>().empty() ? value.get<std::string>() : fallback;
}

void print_to_check(const ordered_json& list)
{
    fmt::print("待核对\n");
    if (const auto rows = list["queued_rows"].get<std::int64_t>(); rows > 0)
        fmt::print("  {} 行待人工匹配\n", rows);
    for (const auto& member : list["members"])
        fmt::print("  {} {} {}\n", word(member["member"], ""), word(member["unit"], "—"),
                   member["file"] == "activated" ? "文件（" + word(member["day"], "") + "）为已激活，名册无注册日期"
                                                 : "文件（" + word(member["day"], "") + "）为未激活，名册已有注册日期");
    const auto more = list["activation_doubts"].get<std::size_t>() - list["members"].size();
    if (more > 0)
        fmt::print("  另有 {} 人\n", more);
}

void print(const ordered_json& status)
{
    print_self_report(status["service"]);
    fmt::print("数据\n");
    for (const auto& unit : status["data"])
        fmt::print("  {} {} 数据到 {}\n", word(unit["code"], ""), word(unit["name"], ""),
                   word(unit["last_day"], "（尚无）"));
    print_to_check(status["to_check"]);
    fmt::print("计划\n");
    for (const auto& run : status["schedule"])
        fmt::print("  {} {} {} 应于 {} {}\n", word(run["schedule"], ""), word(run["period"], ""),
                   word(run["state"], ""), word(run["due"], ""), word(run["reason"], ""));
    fmt::print("发件箱\n");
    for (const auto& [state, count] : status["queue"]["counts"].items())
        fmt::print("  {} {}\n", state, count.get<int>());
    for (const auto& message : status["queue"]["messages"])
        fmt::print("  消息{} {} → {} {} {}{}\n", message["id"].get<std::int64_t>(), word(message["kind"], ""),
                   word(message["target"], ""), word(message["state"], ""), word(message["reason"], ""),
                   message.contains("queued") ? word(message["queued"], "") : "");
}

} // namespace

int status(const ConfigArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    auto db = open_database_to_read(*config);
    if (!db)
        return not_complete;
    const ordered_json status = {{"service", self_report(*db, SystemClock().now())},
                                 {"data", freshness(*db)},
                                 {"to_check", to_check(*db)},
                                 {"schedule", schedule(*db)},
                                 {"queue", queue(*db, *config)}};
    if (arguments.json)
        fmt::print("{}\n", status.dump(2));
    else
        print(status);
    return done;
}

} // namespace tongbao::bot::cli
