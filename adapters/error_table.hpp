#pragma once

#include "adapters/channel.hpp"

#include <optional>
#include <span>

namespace tongbao::adapters {

/// What to make of one documented error code.
struct ErrorRow {
    int code;
    Verdict verdict;
    Scope scope = Scope::message; ///< with Verdict::deferred: what is throttled, see Outcome
    std::string_view words{};     ///< what an operator should know or do
    std::chrono::seconds wait{0}; ///< with Verdict::deferred
    int tries_at_most = 0;        ///< with Verdict::retry
};

/// A platform's answer as far as both platforms' old APIs share it.
struct ErrorAnswer {
    std::int64_t code = 0;
    std::string text; ///< the platform's own words: its wording changes, so it decides nothing but sub-cases
};

/// Reads "errcode" as number or as decimal text, whatever else is in the object. Empty when there is none.
std::optional<ErrorAnswer> read_error_answer(std::string_view body);

/// The outcome that `row` demands, with the code and its words as the reason.
Outcome outcome_of(const ErrorRow& row);

/// A code nobody documented: at most three attempts (platforms/wecom.md §9, dingtalk.md §1.7).
Outcome unknown_code(const ErrorAnswer& answer);

const ErrorRow* find_row(std::span<const ErrorRow> table, std::int64_t code);

} // namespace tongbao::adapters
