#pragma once

#include <string>
#include <string_view>
#include <vector>

/// How typed text is compared. Pure.
namespace tongbao::bot {

/// NFKC with case folded and invisible characters removed: what looks equal is equal. Malformed UTF-8 becomes U+FFFD.
std::string folded(std::string_view text);

/// NFKC alone: case stays.
std::string nfkc(std::string_view text);

/// The code points of UTF-8 text; malformed bytes become U+FFFD.
std::u32string code_points(std::string_view text);

/// Fewest insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) that turn one text
/// into the other, counted in characters; `limit + 1` where it is more than `limit`.
int edit_distance(std::string_view left, std::string_view right, int limit);

/// Chinese numerals turned into digits: 十四 -> 14, 二〇二六 -> 2026, 廿三 -> 23. Everything else stays.
std::string with_digits(std::string_view text);

/// "甲、乙或丙"; `last` stands before the last part.
std::string joined(const std::vector<std::string>& parts, std::string_view separator, std::string_view last);

} // namespace tongbao::bot
