#include "bot/commands/figures/message_explanation.hpp"

#include "bot/commands/asked_figures.hpp"
#include "bot/commands/outbox/outbox_words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_attempts_listed = 5;
constexpr std::size_t most_changes_listed = 10;

std::string title_of(const MessageStory& story)
{
    std::string title;
    if (story.message)
        title = fmt::format("消息{}", story.message->id.value);
    if (story.circular)
        title += (title.empty() ? "" : "：") + story.circular->number;
    else if (story.message)
        title += "：" + kind_word(story.message->kind);
    return title;
}

std::string run_of(const store::Occurrence& run)
{
    const auto due = clock_text(run.due);
    const auto decided = run.decided ? clock_text(*run.decided) : std::string();
    const auto why = run.reason.empty() ? std::string() : "（" + run.reason + "）";
    switch (run.state) {
    case store::OccurrenceState::ran:
        return fmt::format("计划{}执行，{}按计划执行", due, decided);
    case store::OccurrenceState::late:
        return fmt::format("计划{}执行，推迟到{}执行{}", due, decided, why);
    case store::OccurrenceState::skipped:
        return fmt::format("计划{}执行，没有执行{}", due, why);
    case store::OccurrenceState::waiting:
        break;
    }
    return fmt::format("计划{}执行，还在等{}", due, why);
}

std::string circular_rule(const MessageStory& story)
{
    const auto& circular = *story.circular;
    const auto window = parse_window(circular.period);
    const bool weekly = circular.kind == "weekly";
    auto rule = fmt::format("【为什么发】{}：{}，说的是{}的数据。", weekly ? "每周一期的规则" : "每月一期的规则",
                            weekly ? "周日之后的第一个工作日起草，各单位数据到齐就发" : "每月1日起的第一个工作日起草",
                            window ? chinese_period(*window) : circular.period);
    if (story.occurrence)
        rule += "这一期" + run_of(*story.occurrence) + "。";
    return rule + (story.by_person ? "发送前须经人审核。" : "");
}

/// The rule behind an alert is the first word of its key; the key itself stays inside.
std::string alert_rule(const std::string& key)
{
    if (key.starts_with("alert:hold:"))
        return "通报到截止时间还发不出去，提示一次";
    if (key.starts_with("alert:skipped:"))
        return "通报错过了发送期限，提示一次";
    if (key.starts_with("alert:correction:"))
        return "已发通报里的数被后来的数据改变，提示更正";
    if (key.starts_with("trouble:"))
        return "有消息没有送到或无法判断，提示一次";
    return "运行中有事需要人看";
}

std::string rule_of(const MessageStory& story)
{
    if (story.circular)
        return circular_rule(story);
    if (story.message->kind == "reply")
        return "【为什么发】有人发了命令，这是回答；问和答的内容都不对别人显示。";
    if (story.message->kind == "alert")
        return "【为什么发】" + alert_rule(story.message->dedup_key) + "。";
    return "【为什么发】由规则“" + kind_word(story.message->kind) + "”产生。";
}

std::string attempts_text(const std::vector<store::AttemptRow>& attempts)
{
    std::string lines;
    const auto hidden = attempts.size() - std::min(attempts.size(), most_attempts_listed);
    for (auto attempt = attempts.begin() + static_cast<std::ptrdiff_t>(hidden); attempt != attempts.end(); ++attempt)
        lines += fmt::format("\n第{}段 {} {}{}", attempt->part, clock_text(attempt->started_at),
                             verdict_word(attempt->verdict), attempt->copy ? "（重发，可能重复）" : "");
    return lines;
}

std::string fate_of(const MessageStory& story)
{
    const auto& message = *story.message;
    auto fate = fmt::format("【去向】发往“{}”，{}，{}", message.target, state_word(message.state),
                            clock_text(message.changed_at));
    if (message.parts > 1)
        fate += fmt::format("；共{}段，已发{}段", message.parts, message.parts_out);
    fate += fmt::format("；尝试{}次。", story.attempts.size());
    fate += attempts_text(story.attempts);
    if (story.siblings.size() > 1)
        fate += fmt::format("\n同一期通报共发往{}个群。", story.siblings.size());
    return fate;
}

std::string now_of(const MessageStory& story)
{
    if (!story.circular)
        return {};
    if (story.circular->state == store::CircularState::draft)
        return "【现在】还是草稿，没有发出。";
    if (story.changes.empty())
        return "【现在】用现在的数据重算，与发出的一致。";
    auto text = fmt::format("【现在】用现在的数据重算，有{}处与发出的不同：", story.changes.size());
    for (std::size_t i = 0; i < std::min(story.changes.size(), most_changes_listed); ++i) {
        const auto& change = story.changes[i];
        text += fmt::format("\n{}{}：发出时{}，现在{}", change.unit, change.figure, change.was, change.now_is);
    }
    if (story.changes.size() > most_changes_listed)
        text += fmt::format("\n另有{}处。", story.changes.size() - most_changes_listed);
    return text + (story.has_corrections ? "\n已记入更正；发出的通报本身不改。" : "\n稍后会自动记入更正。");
}

} // namespace

std::string explained(const MessageStory& story)
{
    const auto basis = story.circular
                           ? fmt::format("【依据】{}；发“为什么 单位 期间”可以看每个数怎么来。", story.circular->basis)
                           : std::string();
    return joined_lines(
        {title_of(story), rule_of(story), story.message ? fate_of(story) : std::string(), basis, now_of(story)});
}

} // namespace tongbao::bot
