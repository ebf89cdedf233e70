#include "bot/commands/person_words.hpp"

#include <algorithm>

namespace tongbao::bot {

std::string number_tail(const std::string& member_code)
{
    constexpr std::size_t shown = 4;
    return "尾号" + member_code.substr(member_code.size() - std::min(shown, member_code.size()));
}

bool holds(const Caller& caller, std::string_view roles)
{
    return std::any_of(caller.grants.begin(), caller.grants.end(),
                       [&](const Grant& grant) { return roles.find(static_cast<char>(grant.role)) != roles.npos; });
}

} // namespace tongbao::bot
