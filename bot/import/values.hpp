#pragma once

#include "store/vocabulary.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Reads one cell's text the ways people write it (domain/exports.md §5). Pure; nothing here knows files or tables.
namespace tongbao::bot {

/// NFKC, without spaces of any width and without zero-width characters. Returns `text` itself where that changes
/// nothing, else a view of `buffer`.
std::string_view cleaned(std::string_view text, std::string& buffer);
/// NFKC with inner spaces kept; ends trimmed.
std::string nfkc_trimmed(std::string_view text);
/// Cleaned, with Latin letters in lower case: how headers, units and words are compared.
std::string match_key(std::string_view text);

/// `—`, `-`, `/`, `无` and nothing: the cell says that there is no value. `text` is cleaned.
bool says_missing(std::string_view text);

/// Begins like a spreadsheet formula (`=`, `+`, `-`, `@`, tab): never a name, a code or a unit. `text` is raw.
bool looks_like_formula(std::string_view text);

enum class NumberFault { not_a_number, negative, too_large };
struct Integer {
    std::optional<std::int64_t> value; ///< empty without a fault: missing
    std::optional<NumberFault> fault;
};
/// `38`, `1,234`, `1，234`, `38.0`, `38分`, `３８`. A true fraction is a fault.
Integer read_integer(std::string_view text);

/// Like read_integer, and fractions; for averages and totals that are only compared.
std::optional<double> read_decimal(std::string_view text);

/// `85.32%` -> 0.8532; a bare number up to 1 is a fraction, above a percent; 1 is 100 %.
std::optional<double> read_rate(std::string_view text);

/// 1/0, 是/否, 激活/未激活, 已注册/未注册, √/empty, Y/N, true/false. Empty result: neither.
std::optional<bool> read_flag(std::string_view text);

struct PersonName {
    std::string name;    ///< spaces between Chinese characters removed, one kind of middle dot
    std::string display; ///< as written
    std::string note;    ///< what stood in brackets behind the name
};
PersonName read_name(std::string_view text);
/// Only the name, in a reused buffer; returns `text` itself where nothing changes.
std::string_view name_key(std::string_view text, std::string& buffer);

/// The last four digits, as `138****5678` and `+86 138…` show them; empty when fewer are visible.
std::string phone_tail(std::string_view text);

/// The row is a total, an average, a note or a signature; `text` is its first filled cell or its name.
bool ends_the_people(std::string_view text);

} // namespace tongbao::bot
