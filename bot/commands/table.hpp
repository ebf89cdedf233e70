#pragma once

#include "bot/commands/reply.hpp"
#include "bot/commands/rights.hpp"

#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

/// The one table of commands. Parser, help, rights, suggestions and docs/zh/命令手册.md read it; a new command is a row
/// in its family (families.hpp) and a handler.
namespace tongbao::bot {

struct CommandContext;
class Arguments;

enum class ArgumentKind {
    choice, ///< one of the listed words
    period, ///< any written form of a period
    word,   ///< any one word: a unit, a group of units
    rest,   ///< everything up to the end, as typed
    day,    ///< one day; written without a year it is the nearest such day, past or to come
    coming, ///< one day; written without a year it is the next such day
};

/// A word of a choice, with its other spellings.
struct Choice {
    std::string_view name;
    std::vector<std::string_view> spellings;
};

struct Argument {
    std::string_view name; ///< as the format line prints it
    ArgumentKind kind = ArgumentKind::word;
    bool optional = false;
    std::vector<Choice> choices = {};
};

enum class GroupUse {
    never,
    figures, ///< "G*": figures of units; which of them is for may_show_unit to say
    branch,  ///< only a branch's own group, its own figures
    administrators,
    always,
};

using Handler = boost::asio::awaitable<Reply> (*)(const CommandContext& context, const Arguments& arguments);

constexpr std::string_view everybody_role = "*"; ///< strangers too
constexpr char member_role = 'M';                ///< everybody who is bound

struct Command {
    std::string_view name;
    std::vector<std::string_view> aliases;
    std::vector<Argument> arguments;
    std::string_view summary;
    std::string_view example;
    std::string_view roles; ///< letters of domain/commands.md §1, or everybody_role
    bool ranking = false;   ///< off where rankings are off; where they are public, for all members and in every group
    bool in_direct = true;
    GroupUse in_group = GroupUse::never;
    bool in_unbound_group = false;
    bool answers_in_private = false; ///< asked in a group, it is answered one-to-one where the bot can write to persons
    bool looks_at_persons = false;   ///< counted apart: fewer of these in a minute
    Handler handler = nullptr;
    /// Of a destructive command: `handler` gives the preview, this acts after 确认.
    Handler carry_out = nullptr;
};

const std::vector<Command>& command_table();

/// "查单位 单位 [期间]".
std::string format_of(const Command& command);

/// ARG for the row of that name.
Reply wrong_arguments_of(std::string_view command_name);

/// docs/zh/命令手册.md.
std::string command_manual();

} // namespace tongbao::bot
