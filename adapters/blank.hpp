#pragma once

#include <string_view>

namespace tongbao::adapters {

/// Bytes of the white space that `text` begins with: 0 when it begins with none. Knows the spaces that chat clients put
/// around mentions: ASCII, U+00A0, U+2000 to U+200B, U+202F, U+3000, U+FEFF.
std::size_t leading_blank(std::string_view text);
/// `text` without white space at both ends.
std::string_view trim_blank(std::string_view text);

} // namespace tongbao::adapters
