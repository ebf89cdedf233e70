#pragma once

#include <string>
#include <string_view>
#include <vector>

/// domain/commands.md §2: a line of words. Pure.
namespace tongbao::bot {

/// One word of a message: as typed, and folded for comparing.
struct Word {
    std::string typed;
    std::string folded;
    std::size_t begin = 0; ///< byte offset in the message
};

/// Splits a message at spaces of any width, tabs, line ends, `,` `，` `、`, and at a colon unless digits stand on both
/// sides (20:30). One leading `/` or `#` is dropped. Words beyond `max_words` are left out.
std::vector<Word> words_of(std::string_view message, std::size_t max_words = 64);

} // namespace tongbao::bot
