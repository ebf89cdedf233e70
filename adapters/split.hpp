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

/// A piece of a text and what stands around it where it was cut out of a block.
struct Piece {
    std::string before; ///< a table's header or a code fence's opening line, said again
    std::string_view text;
    std::string after; ///< closes a code fence
};

/// The pieces of `text` in order; their texts join to `text` again. See split().
std::vector<Piece> pieces_of(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                             Markup markup);

/// Parts of `text` in order, each with encoded_size(part) <= max_bytes. A text that fits is its own only part; else
/// every part is a piece with what stands around it and ends in its mark （1/2）, counted in its size.
/// Cuts between paragraphs, list items, else lines; in a line that is too long at a sentence end, else between two
/// characters as people see them. Never cuts mentions, tags, links or code spans, unless one alone exceeds the limit. A
/// table or a code fence is cut only where it exceeds a part by itself: between rows, with the header repeated, or
/// between lines, with the fence closed and opened again. `max_bytes` must hold a mark and one character.
std::vector<std::string> split(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                               Markup markup);

} // namespace tongbao::adapters
