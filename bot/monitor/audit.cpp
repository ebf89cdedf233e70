#include "bot/monitor/audit.hpp"

#include <array>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

/// Every kind of finding, in the words of both readers. `{}` is the subject.
struct Kind {
    std::string_view what;
    std::string_view text;
    std::string_view chinese;
};

constexpr std::array kinds{
    Kind{"blind", "the database cannot be read: look at the log, the disk and who else has it open",
         "数据库无法读取，服务看不到自己的状态。请检查磁盘和日志。"},
    Kind{"commits_fail",
         "the last commit failed: free disk space or mend the disk; nothing is marked as sent meanwhile",
         "数据库无法写入，消息暂停发送。请检查磁盘空间。"},
    Kind{"loop_silent", "the {} loop has not completed a step for too long: look at the log, restart the service",
         "服务的“{}”环节长时间没有动作。请查看日志，必要时重启服务。"},
    Kind{"target_stuck", "messages for {} are due, its lane is free, and none was tried",
         "发往“{}”的消息到时未发，原因不明。请查看日志。"},
    Kind{"bot_deaf", "the bot {} has had no connection to its platform for too long: look at the log for why",
         "机器人“{}”与平台的连接断开已久，收不到消息。请查看日志。"},
    Kind{"attempt_open", "an attempt has had no outcome for too long",
         "有一条消息发出后迟迟没有结果记录。请查看日志。"},
    Kind{"question_unanswered", "a question from a chat has not been answered",
         "有群里或私聊的提问迟迟没有答复。请查看日志。"},
    Kind{"run_overdue", "a planned circular has waited far beyond its time: see `tongbao status`",
         "有一期通报长时间等待，未能发出。请用 tongbao status 查看原因。"},
    Kind{"run_missing", "a planned circular was due and the schedule did not look at it",
         "有一期通报已到时间，计划没有执行。请查看日志。"},
    Kind{"file_left", "a file in the drop folder has not been imported: look at its owner and mode, and at the log",
         "投放文件夹里有文件迟迟没有导入。请检查文件权限和日志。"},
    Kind{"restore_unconfirmed",
         "the database was restored and nobody has looked: see `tongbao outbox list --restored`, then release or drop",
         "数据库已从备份恢复，通报和提醒暂停发送。请管理员核对后放行或丢弃。"},
    Kind{"operators_out_of_reach", "no group of administrators accepts messages: alerts are only in the log and here",
         "所有管理员群都拒绝消息，提醒只能留在日志里。"},
};

const Kind& kind_of(std::string_view what)
{
    for (const auto& kind : kinds)
        if (kind.what == what)
            return kind;
    return kinds.front();
}

AuditFinding finding(std::string_view what, std::string subject = "")
{
    auto text = fmt::format(fmt::runtime(kind_of(what).text), subject);
    return {std::string(what), std::move(subject), std::move(text)};
}

} // namespace

std::vector<AuditFinding> audit(const AuditFacts& facts, const AuditRules& rules, Instant now)
{
    std::vector<AuditFinding> found;
    const auto since = [&](const std::optional<Instant>& instant, std::chrono::seconds allowed, std::string_view what) {
        if (instant && now - *instant > allowed)
            found.push_back(finding(what));
    };
    if (facts.blind)
        found.push_back(finding("blind"));
    if (facts.commits_fail)
        found.push_back(finding("commits_fail"));
    for (const auto& loop : facts.silent_loops)
        found.push_back(finding("loop_silent", loop));
    for (const auto& target : facts.stuck_targets)
        found.push_back(finding("target_stuck", target));
    for (const auto& [bot, lost] : facts.deaf_bots)
        if (now - lost > rules.deaf)
            found.push_back(finding("bot_deaf", bot));
    since(facts.open_attempt, rules.attempt, "attempt_open");
    since(facts.question, rules.question, "question_unanswered");
    since(facts.waiting_run, rules.decision, "run_overdue");
    since(facts.missing_run, rules.occurrence, "run_missing");
    since(facts.file, rules.file, "file_left");
    if (facts.restored)
        found.push_back(finding("restore_unconfirmed"));
    if (facts.operators_out_of_reach)
        found.push_back(finding("operators_out_of_reach"));
    return found;
}

std::string chinese(const AuditFinding& finding)
{
    return fmt::format(fmt::runtime(kind_of(finding.what).chinese), finding.subject);
}

} // namespace tongbao::bot
