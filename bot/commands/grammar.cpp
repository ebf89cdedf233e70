#include "bot/commands/grammar.hpp"

#include "bot/commands/text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace tongbao::bot {
namespace {

struct Character {
    UChar32 point = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Character> characters_of(std::string_view text)
{
    std::vector<Character> all;
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    const auto length = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < length;) {
        Character next;
        next.begin = static_cast<std::size_t>(at);
        U8_NEXT_OR_FFFD(bytes, at, length, next.point);
        next.end = static_cast<std::size_t>(at);
        all.push_back(next);
    }
    return all;
}

bool colon(UChar32 point)
{
    return point == U':' || point == U'：';
}

bool separator(const std::vector<Character>& all, std::size_t at)
{
    const auto point = all[at].point;
    if (colon(point)) {
        const bool between_digits =
            at > 0 && at + 1 < all.size() && u_isdigit(all[at - 1].point) && u_isdigit(all[at + 1].point);
        return !between_digits;
    }
    return u_isUWhiteSpace(point) || point == U',' || point == U'，' || point == U'、';
}

bool command_mark(UChar32 point)
{
    return point == U'/' || point == U'／' || point == U'#' || point == U'＃';
}

} // namespace

std::vector<Word> words_of(std::string_view message, std::size_t max_words)
{
    const auto all = characters_of(message);
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < all.size() && separator(all, at))
        ++at;
    if (at < all.size() && command_mark(all[at].point))
        ++at;
    while (at < all.size() && words.size() < max_words) {
        const auto first = at;
        while (at < all.size() && !separator(all, at))
            ++at;
        if (at > first) {
            const auto begin = all[first].begin;
            const auto typed = message.substr(begin, all[at - 1].end - begin);
            if (auto fold = folded(typed); !fold.empty())
                words.push_back({std::string(typed), std::move(fold), begin});
        } else {
            ++at;
        }
    }
    return words;
}

} // namespace tongbao::bot
