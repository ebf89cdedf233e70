#include "bot/commands/data/handlers.hpp"
#include "bot/commands/families.hpp"

namespace tongbao::bot {

std::vector<Command> data_family()
{
    return {
        {.name = "数据 状态",
         .aliases = {},
         .arguments = {},
         .summary = "各单位的数据到哪一天，哪些单位还没有报送",
         .example = "数据 状态",
         .roles = "SA",
         .handler = show_data_state},
    };
}

} // namespace tongbao::bot
