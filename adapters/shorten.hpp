#pragma once

#include "adapters/split.hpp"

namespace tongbao::adapters {

/// `text` when encoded_size(text) <= max_bytes, else its beginning, cut as split() cuts, and a line that says so. For
/// channels that take one message only.
std::string shorten(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size, Markup markup);

} // namespace tongbao::adapters
