#pragma once

#include "bot/commands/table.hpp"

/// The rows of each family of commands. A new family is a file or folder of its own, a line here and one in table.cpp.
namespace tongbao::bot {

std::vector<Command> help_family();
std::vector<Command> figures_family();
std::vector<Command> persons_family();
std::vector<Command> data_family();
std::vector<Command> own_family();
std::vector<Command> requests_family();
std::vector<Command> outbox_family();
std::vector<Command> binding_family();
std::vector<Command> roster_family();
std::vector<Command> groups_family();
std::vector<Command> settings_family();
std::vector<Command> audit_family();
std::vector<Command> confirmation_family();

} // namespace tongbao::bot
