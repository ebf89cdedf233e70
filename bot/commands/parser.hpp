#pragma once

#include "bot/commands/grammar.hpp"
#include "bot/commands/period.hpp"
#include "bot/commands/table.hpp"

#include <functional>

/// From words to a row of the table and its arguments. Pure.
namespace tongbao::bot {

/// What was typed after the command, by the argument's name.
class Arguments {
public:
    /// As typed; a choice by its first name; empty when absent.
    std::string_view text(std::string_view argument) const;
    /// The argument of kind `period`.
    const std::optional<Period>& period() const { return period_; }
    /// The argument of kind `day` or `coming` of that name.
    std::optional<Day> day(std::string_view argument) const;

private:
    friend class Assignment;
    std::vector<std::pair<std::string_view, std::string>> texts_;
    std::vector<std::pair<std::string_view, Day>> days_;
    std::optional<Period> period_;
};

struct CommandLine {
    const Command* command = nullptr; ///< null: no such command
    std::vector<Word> rest;           ///< the words after it
};

/// Finds the row whose name or alias the first words are, the longest first; words of a name may be written together.
CommandLine command_of(const std::vector<Word>& words, const std::vector<Command>& table);

/// Gives each word to an argument that accepts it: choices and periods before free words, so that their order does not
/// matter. Empty when a word is left over or a required argument is missing. `message` is what the words come from.
std::optional<Arguments> arguments_of(const Command& command, std::vector<Word> rest, std::string_view message,
                                      Day today);

/// The permitted command nearest to what was typed (edit distance at most 2, one character kept), or whose first word
/// it is; else null.
const Command* nearest_command(const std::vector<Word>& words, const std::vector<Command>& table,
                               const std::function<bool(const Command&)>& permitted);

} // namespace tongbao::bot
