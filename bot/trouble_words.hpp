#pragma once

#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

/// What a group of administrators is told of a trouble, in Chinese. Pure.
std::string chinese(const Trouble& trouble);

} // namespace tongbao::bot
