#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tongbao::bot {

/// A number as somebody types it, in digits of any width; empty for anything else. Pure.
std::optional<std::int64_t> typed_number(std::string_view typed);

} // namespace tongbao::bot
