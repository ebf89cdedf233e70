#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tongbao::bot {

/// The first name of the roster that `text` holds, or "" (domain/commands.md §6: no such text goes into a group).
/// `allowed` are passed over: names of units, persons praised with their consent, words that happen to be a name.
/// `is_name` is asked for every stretch of 2 to 12 characters without punctuation, so the cost follows the text, not
/// the roster.
std::string name_in(std::string_view text, std::vector<std::string> allowed,
                    const std::function<bool(std::string_view)>& is_name);

} // namespace tongbao::bot
