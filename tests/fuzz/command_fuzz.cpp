#include "bot/commands/parser.hpp"
#include "bot/commands/text.hpp"

#include <cstdlib>

using namespace tongbao;
using namespace tongbao::bot;

namespace {

/// One row for each kind of argument: the parser knows nothing else of the table.
const std::vector<Command>& table()
{
    static const auto rows = [] {
        std::vector<Command> made(4);
        made[0].name = "帮助";
        made[0].arguments = {{"命令", ArgumentKind::word, true}};
        made[1].name = "查排行";
        made[1].aliases = {"排行", "ph"};
        made[1].arguments = {{"指标", ArgumentKind::choice, true, {{"参与", {"参与度"}}, {"积分", {}}}},
                             {"期间", ArgumentKind::period, true}};
        made[2].name = "查单位";
        made[2].arguments = {{"单位", ArgumentKind::word, false}, {"期间", ArgumentKind::period, true}};
        made[3].name = "数据 状态";
        return made;
    }();
    return rows;
}

} // namespace

/// Whatever a person or a machine types in a chat.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view message(reinterpret_cast<const char*>(data), size);
    const Day today{std::chrono::days{20'000}};
    const auto words = words_of(message);
    for (const auto& word : words) {
        if (word.begin > size)
            std::abort();
        if (const auto period = parse_period(word.folded, today); period && period->until <= period->from)
            std::abort(); // an empty or backward run of days
    }
    const auto line = command_of(words, table());
    if (line.command)
        (void)arguments_of(*line.command, line.rest, message, today);
    else
        (void)nearest_command(words, table(), [](const Command&) { return true; });
    (void)with_digits(message);
    return 0;
}
