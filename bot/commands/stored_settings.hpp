#pragma once

#include "bot/commands/context.hpp"

#include <span>

namespace tongbao::store {
class Connection;
}

namespace tongbao::bot {

/// Something that 设置 switches on and off: stored, and effective with the next message.
struct Switch {
    std::string_view name; ///< as typed
    std::string_view key;  ///< in the database
    std::string_view about;
    bool RightsRules::*value;
};

std::span<const Switch> switches();

/// The configuration's rules with what was set by command since.
CommandRules with_stored_settings(store::Connection& db, CommandRules rules);

} // namespace tongbao::bot
