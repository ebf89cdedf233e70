#pragma once

#include "adapters/files/table.hpp"

namespace tongbao::adapters {

enum class Encoding { utf8, utf16_le, utf16_be, gb18030 };

/// The encoding of a whole text file: by byte order mark, else strict UTF-8, else GB18030 (domain/exports.md §5).
/// Refuses damaged UTF-8 instead of reading it as GB18030, and any text with a NUL or U+FFFD.
FileResult<Encoding> encoding_of(std::string_view bytes);

/// Takes the text in pieces of any size, cut anywhere; returning false ends the decoding early.
using TextSink = std::function<bool(std::string_view utf8)>;

/// Hands the text to the sink as UTF-8 without its byte order mark. A truncated or undefined sequence is a refusal
/// that names the row.
std::optional<FileRefusal> decode(std::string_view bytes, Encoding encoding, const TextSink& sink);

} // namespace tongbao::adapters
