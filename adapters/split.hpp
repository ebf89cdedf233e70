#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tongbao::adapters {

/// Bytes that a part takes where the platform counts them: its encoded content, or the whole encoded body.
/// Must not shrink when the part grows.
using EncodedSize = std::function<std::size_t(std::string_view part)>;

enum class Markup { none, markdown };

/// Parts of `text` in order, each with encoded_size(part) <= max_bytes. A text that fits is its own only part; else
/// every part ends in its mark （1/2）, counted in its size, and the parts without their marks join to `text` again.
/// Cuts at line ends; in a line that is too long at a sentence end, else between two characters as people see them.
/// Never cuts mentions, tags, links, code or tables, unless one alone exceeds the limit.
/// `max_bytes` must hold a mark and one character.
std::vector<std::string> split(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                               Markup markup);

} // namespace tongbao::adapters
