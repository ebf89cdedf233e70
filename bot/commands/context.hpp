#pragma once

#include "bot/commands/rights.hpp"
#include "bot/figures/rules.hpp"

namespace tongbao::store {
class Store;
}

namespace tongbao::bot {

class Calendar;
class Templates;

/// A chat group that the configuration or 群 绑定 names.
struct ConfiguredGroup {
    std::string platform; ///< as in InboundMessage
    std::string chat;
    GroupKind kind = GroupKind::administrators;
    std::string unit; ///< code
};

struct CommandRules {
    bool user_id_is_member_id = false; ///< the platform's user id is the member's code
    RightsRules rights;
    FiguresRules figures;
    std::vector<ConfiguredGroup> groups;
};

/// What a handler may use. Lives as long as the answer takes.
struct CommandContext {
    const Caller& caller;
    const UnitTree& units;
    const CommandRules& rules;
    const Calendar& calendar;
    const Templates& templates;
    store::Store& store;
    Instant now;
    Day today;
};

} // namespace tongbao::bot
