#pragma once

#include "bot/commands/rights.hpp"

#include <string>

/// How people are named where their names are not for the reader, and what they hold. Pure.
namespace tongbao::bot {

/// "尾号0123": enough for its owner, too little for anybody else.
std::string number_tail(const std::string& member_code);

/// True when the caller holds one of `roles` (letters), over whatever.
bool holds(const Caller& caller, std::string_view roles);

} // namespace tongbao::bot
