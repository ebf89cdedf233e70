#include "bot/trouble_words.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

/// “消息5（weekly_circular）”, or with the others “消息5等20条消息（weekly_circular）”.
std::string messages_of(const Trouble& trouble)
{
    if (trouble.others == 0)
        return fmt::format("消息{}（{}）", trouble.message.value, trouble.message_kind);
    return fmt::format("消息{}等{}条消息（{}）", trouble.message.value, trouble.others + 1, trouble.message_kind);
}

std::string places_of(const Trouble& trouble)
{
    if (trouble.other_targets.empty())
        return fmt::format("“{}”", trouble.target);
    return fmt::format("“{}”等{}处", trouble.target, trouble.other_targets.size() + 1);
}

} // namespace

std::string chinese(const Trouble& trouble)
{
    const auto messages = messages_of(trouble);
    const auto places = places_of(trouble);
    switch (trouble.kind) {
    case Trouble::Kind::target_refused:
        return fmt::format("{}拒绝了消息：{}。发往它的消息暂停，恢复后自动继续。", places, trouble.reason);
    case Trouble::Kind::held:
        if (trouble.others > 0)
            return fmt::format("{}是否送达{}无法判断：{}。请用 tongbao outbox list --state uncertain_held "
                               "查看，到各群核对后，再决定放行还是丢弃。",
                               messages, places, trouble.reason);
        return fmt::format("{}是否送达{}无法判断：{}。请到群里看一眼，再决定放行还是丢弃。", messages, places,
                           trouble.reason);
    case Trouble::Kind::expired:
        return fmt::format("{}未能按时发往{}，已过期。", messages, places);
    case Trouble::Kind::dead:
        break;
    }
    return fmt::format("{}未能发往{}：{}。", messages, places, trouble.reason);
}

} // namespace tongbao::bot
