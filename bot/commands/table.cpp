#include "bot/commands/table.hpp"

#include "bot/commands/families.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace tongbao::bot {
namespace {

/// In the order in which help and manual list them.
constexpr std::vector<Command> (*families[])() = {
    help_family,         // the first row answers a bare mention
    figures_family,      //
    persons_family,      //
    data_family,         //
    own_family,          //
    requests_family,     //
    outbox_family,       //
    binding_family,      //
    roster_family,       //
    groups_family,       //
    settings_family,     //
    audit_family,        //
    confirmation_family, //
};

std::vector<Command> joined_families()
{
    std::vector<Command> table;
    for (const auto rows_of : families)
        std::ranges::move(rows_of(), std::back_inserter(table));
    return table;
}

} // namespace

const std::vector<Command>& command_table()
{
    static const std::vector<Command> table = joined_families();
    return table;
}

std::string format_of(const Command& command)
{
    std::string format(command.name);
    for (const auto& argument : command.arguments)
        format += argument.optional ? " [" + std::string(argument.name) + "]" : " " + std::string(argument.name);
    return format;
}

Reply wrong_arguments_of(std::string_view command_name)
{
    const auto& table = command_table();
    const auto row =
        std::find_if(table.begin(), table.end(), [&](const Command& command) { return command.name == command_name; });
    assert(row != table.end());
    return replies::wrong_arguments(format_of(*row), row->example);
}

} // namespace tongbao::bot
