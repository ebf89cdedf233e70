#include "bot/commands/typed_number.hpp"

#include "bot/commands/text.hpp"

#include <charconv>

namespace tongbao::bot {

std::optional<std::int64_t> typed_number(std::string_view typed)
{
    const auto word = folded(typed);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (word.empty() || error != std::errc{} || end != word.data() + word.size())
        return std::nullopt;
    return number;
}

} // namespace tongbao::bot
