#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tongbao::bot {

/// domain/commands.md §3, 绑定: 24 h, 5 tries of an account.
constexpr std::chrono::hours one_time_code_lifetime{24};
constexpr int most_code_tries = 5;

/// Eight digits.
std::string new_one_time_code();
/// What is stored instead of the code.
std::string code_digest(std::string_view typed);

} // namespace tongbao::bot
