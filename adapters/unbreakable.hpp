#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tongbao::adapters {

enum class SpanKind {
    whole, ///< nothing of it makes sense without the rest
    table, ///< lines that begin with a bar
    fence, ///< lines between ``` and ```
};

struct Span {
    std::size_t from;
    std::size_t until;
    SpanKind kind = SpanKind::whole;
};

/// What must stay in one piece when a text is cut, in order and without overlap: web addresses and mentions <@id>;
/// in Markdown also links, images, code spans and fences, bold runs, <font> elements and tables.
std::vector<Span> unbreakable(std::string_view text, bool markdown);

} // namespace tongbao::adapters
