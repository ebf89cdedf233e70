#pragma once

#include "bot/commands/parser.hpp"
#include "bot/commands/people.hpp"

#include <variant>

namespace tongbao::bot {

/// A member, and the branch to which the member goes on a day.
struct Move {
    Person person;
    UnitId unit;
    UnitId branch;
    Day day;
};

/// What 名册 调动 asks for, or why it cannot be. The caller reaches the member; the branch may be anybody's.
std::variant<Move, Reply> asked_move(store::Connection& db, const CommandContext& context, const Arguments& arguments);

/// Whether the membership can end on that day and go on elsewhere; empty: it can.
std::optional<Reply> move_objection(const CommandContext& context, const Move& move);

/// The sentence of a preview: "将把 … 自9月21日起由 … 调至 …。"
std::string move_text(const CommandContext& context, const Move& move);

/// Moves the member and records it under `command`. Call it in a transaction.
void carry_out_move(store::Connection& db, const CommandContext& context, const Move& move, std::string_view command,
                    const Grant& used);

} // namespace tongbao::bot
