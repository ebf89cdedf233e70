#pragma once

#include <string_view>

namespace tongbao::bot::cli {

/// Asks on the terminal; true for `y` and 是. Where nobody can be asked, says on stderr that nothing was changed.
bool confirmed(std::string_view question);

} // namespace tongbao::bot::cli
