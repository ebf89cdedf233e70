#include "bot/commands/outbox/outbox_words.hpp"

#include "bot/windows.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

struct Named {
    std::string_view name;
    std::string_view word;
};

constexpr Named kinds[] = {{"weekly_circular", "周通报"},  {"weekly_table", "周通报附表"},
                           {"monthly_circular", "月通报"}, {"alert", "运行提醒"},
                           {"reply", "命令的回答"},        {"note", "通知"}};

constexpr Named verdicts[] = {{"sent", "成功"},
                              {"sent_to_some", "部分收件人成功"},
                              {"deferred", "限流，稍后再试"},
                              {"retry", "没有送到，再试"},
                              {"refused", "被平台拒绝"},
                              {"uncertain", "是否送到不明"}};

template <std::size_t N>
std::string word_for(const Named (&words)[N], const std::string& name)
{
    for (const auto& each : words)
        if (each.name == name)
            return std::string(each.word);
    return name;
}

} // namespace

std::string_view state_word(store::MessageState state)
{
    switch (state) {
    case store::MessageState::queued:
        return "排队中";
    case store::MessageState::sending:
        return "发送中";
    case store::MessageState::sent:
        return "已送达";
    case store::MessageState::sent_to_some:
        return "部分送达";
    case store::MessageState::uncertain_held:
        return "是否送达不明，等人决定";
    case store::MessageState::dead:
        return "发送失败";
    case store::MessageState::suppressed:
        return "已不需要，没有发";
    case store::MessageState::expired:
        return "已过期，没有发";
    case store::MessageState::cancelled:
        break;
    }
    return "已取消";
}

std::string kind_word(const std::string& kind)
{
    return word_for(kinds, kind);
}

std::string verdict_word(const std::string& verdict)
{
    return verdict.empty() ? "还没有结果" : word_for(verdicts, verdict);
}

std::string clock_text(Instant at)
{
    const auto time = local_time_of_day(at).count();
    return fmt::format("{}{:02}:{:02}", chinese_day(local_day(at)), time / 60, time % 60);
}

} // namespace tongbao::bot
