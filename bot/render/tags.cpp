#include "bot/render/tags.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    const auto last = text.find_last_not_of(blanks);
    return text.substr(first, last == std::string_view::npos ? 0 : last + 1 - first);
}

Tag tag_of(std::string_view inside, bool triple)
{
    Tag tag;
    inside = trimmed(inside);
    if (triple)
        tag.sigil = '&';
    else if (!inside.empty() && std::string_view("#^/&!>=").find(inside.front()) != std::string_view::npos) {
        tag.sigil = inside.front();
        inside.remove_prefix(1);
    }
    tag.name = trimmed(inside);
    return tag;
}

} // namespace

std::vector<Tag> tags_of(std::string_view text)
{
    std::vector<Tag> found;
    int line = 1;
    std::size_t counted = 0;
    for (auto start = text.find("{{"); start != std::string_view::npos;) {
        line += static_cast<int>(std::count(text.begin() + counted, text.begin() + start, '\n'));
        counted = start;
        const bool triple = text.substr(start, 3) == "{{{";
        const std::string_view opening = triple ? "{{{" : "{{", closing = triple ? "}}}" : "}}";
        const auto end = text.find(closing, start + opening.size());
        if (end == std::string_view::npos) {
            const auto rest = text.substr(start, std::min(text.find('\n', start), text.size()) - start);
            found.push_back({line, ' ', "", std::string(rest), false});
            break;
        }
        auto tag = tag_of(text.substr(start + opening.size(), end - start - opening.size()), triple);
        tag.line = line;
        tag.written = text.substr(start, end + closing.size() - start);
        found.push_back(std::move(tag));
        start = text.find("{{", end + closing.size());
    }
    return found;
}

} // namespace tongbao::bot
