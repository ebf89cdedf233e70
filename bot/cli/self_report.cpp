#include "bot/cli/self_report.hpp"

#include "bot/cli/opening.hpp"
#include "store/restored.hpp"
#include "store/service_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

using nlohmann::ordered_json;

ordered_json last_words(store::Connection& db, std::string_view name, Instant now)
{
    const auto report = store::service_report(db, name);
    if (!report)
        return nullptr;
    auto words = ordered_json::parse(report->content);
    words["at"] = local_text(report->at);
    words["age_seconds"] = (now - report->at).count();
    return words;
}

ordered_json restore_to_confirm(store::Connection& db)
{
    const auto restored = store::unconfirmed_restore(db);
    if (!restored)
        return nullptr;
    return {{"restored", local_text(restored->at)},
            {"backup_made", restored->made_at ? ordered_json(local_text(*restored->made_at)) : ordered_json()},
            {"held", store::held_by_restore(db).size()}};
}

void print_audit(const ordered_json& audit)
{
    if (audit.is_null())
        return fmt::print("  尚未自检（服务没有运行过）\n");
    fmt::print("  {} 自检：{}\n", audit["at"].get<std::string>(), audit.value("ready", false) ? "正常" : "有问题");
    for (const auto& finding : audit["findings"])
        fmt::print("    {} {}\n", finding.value("finding", ""), finding.value("text", ""));
}

void print_reload(const ordered_json& reload)
{
    if (reload.is_null())
        return;
    fmt::print("  {} 重新加载配置：{}\n", reload["at"].get<std::string>(),
               reload.value("done", false) ? "已生效" : "未生效，仍用原配置");
    for (const auto& fault : reload["faults"])
        fmt::print("    {} {}\n", fault.value("path", ""), fault.value("problem", ""));
}

} // namespace

ordered_json self_report(store::Connection& db, Instant now)
{
    return {{"audit", last_words(db, "audit", now)},
            {"reload", last_words(db, "reload", now)},
            {"restore", restore_to_confirm(db)}};
}

void print_self_report(const ordered_json& report)
{
    fmt::print("服务\n");
    print_audit(report["audit"]);
    print_reload(report["reload"]);
    if (const auto& restore = report["restore"]; !restore.is_null())
        fmt::print("  {} 从备份恢复，{}条消息待人工决定：tongbao outbox list --restored\n",
                   restore["restored"].get<std::string>(), restore["held"].get<int>());
}

} // namespace tongbao::bot::cli
