#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tongbao::store {
class Connection;
}

namespace tongbao::bot {

/// The first name of the roster that is not less than `word`, by bytes; "" when there is none.
using NameFrom = std::function<std::string(std::string_view word)>;

/// The first name of the roster that `text` holds, or "" (domain/commands.md §6: no such text goes into a group).
/// `allowed` are passed over: names of units, persons praised with their consent, words that happen to be a name.
/// About one question per character, so the cost follows the text, not the roster.
std::string name_in(std::string_view text, std::vector<std::string> allowed, const NameFrom& name_from);
/// The same with the roster of the database.
std::string name_in(store::Connection& db, std::string_view text, std::vector<std::string> allowed);

/// The same, names of units allowed.
std::string name_beside_units(store::Connection& db, std::string_view text, std::vector<std::string> allowed);

/// An alert as a group may read it: one that holds a name is replaced by a line that says where to look.
std::string fit_for_group(store::Connection& db, const std::string& alert, const std::vector<std::string>& allowed);

} // namespace tongbao::bot
