#include "adapters/unbreakable.hpp"

#include <algorithm>
#include <optional>

namespace tongbao::adapters {
namespace {

constexpr auto npos = std::string_view::npos;

/// The end of `closing` when it follows within the line.
std::size_t closed_in_line(std::string_view text, std::size_t from, std::string_view closing)
{
    const auto line_end = std::min(text.find('\n', from), text.size());
    const auto at = text.substr(0, line_end).find(closing, from);
    return at == npos ? npos : at + closing.size();
}

std::size_t end_of_web_address(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    if (!rest.starts_with("https://") && !rest.starts_with("http://"))
        return npos;
    const auto outside = [](unsigned char c) { return c <= 0x20 || c >= 0x7f; };
    return static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), outside) - text.begin());
}

std::size_t end_of_link(std::string_view text, std::size_t at)
{
    const auto open = text[at] == '!' ? at + 1 : at;
    if (open >= text.size() || text[open] != '[')
        return npos;
    const auto label = closed_in_line(text, open, "](");
    return label == npos ? npos : closed_in_line(text, label, ")");
}

std::size_t end_of_element(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    if (rest.starts_with("<font"))
        return closed_in_line(text, at, "</font>");
    return npos;
}

std::size_t end_of_mention(std::string_view text, std::size_t at)
{
    return text.substr(at).starts_with("<@") ? closed_in_line(text, at, ">") : npos;
}

std::size_t end_of_run(std::string_view text, std::size_t at, std::string_view mark)
{
    return text.substr(at).starts_with(mark) ? closed_in_line(text, at + mark.size(), mark) : npos;
}

bool at_line_start(std::string_view text, std::size_t at)
{
    return at == 0 || text[at - 1] == '\n';
}

std::size_t end_of_line(std::string_view text, std::size_t at)
{
    const auto end = text.find('\n', at);
    return end == npos ? text.size() : end + 1;
}

std::size_t end_of_fence(std::string_view text, std::size_t at)
{
    if (!at_line_start(text, at) || !text.substr(at).starts_with("```"))
        return npos;
    const auto close = text.find("\n```", at);
    return close == npos ? text.size() : end_of_line(text, close + 1);
}

/// Two or more lines that begin with a bar.
std::size_t end_of_table(std::string_view text, std::size_t at)
{
    if (!at_line_start(text, at) || text[at] != '|')
        return npos;
    auto end = end_of_line(text, at);
    const auto first = end;
    while (end < text.size() && text[end] == '|')
        end = end_of_line(text, end);
    return end == first ? npos : end;
}

std::size_t end_of_markdown(std::string_view text, std::size_t at)
{
    switch (text[at]) {
    case '`': {
        const auto fence = end_of_fence(text, at);
        return fence != npos ? fence : end_of_run(text, at, "`");
    }
    case '|':
        return end_of_table(text, at);
    case '!':
    case '[':
        return end_of_link(text, at);
    case '*':
        return end_of_run(text, at, "**");
    case '<':
        return end_of_element(text, at);
    default:
        return npos;
    }
}

std::size_t end_of_unit(std::string_view text, std::size_t at, bool markdown)
{
    if (text[at] == 'h')
        return end_of_web_address(text, at);
    if (const auto mention = text[at] == '<' ? end_of_mention(text, at) : npos; mention != npos)
        return mention;
    return markdown ? end_of_markdown(text, at) : npos;
}

SpanKind kind_of(std::string_view text, std::size_t at)
{
    if (text[at] == '|')
        return SpanKind::table;
    return end_of_fence(text, at) != npos ? SpanKind::fence : SpanKind::whole;
}

} // namespace

std::vector<Span> unbreakable(std::string_view text, bool markdown)
{
    std::vector<Span> found;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = end_of_unit(text, at, markdown);
        if (end == npos) {
            ++at;
            continue;
        }
        found.push_back({at, end, kind_of(text, at)});
        at = end;
    }
    return found;
}

} // namespace tongbao::adapters
