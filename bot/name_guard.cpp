#include "bot/name_guard.hpp"

#include "store/members.hpp"
#include "store/units.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t shortest = 2; ///< characters of a name

/// Replaces the allowed words, longest first, by a break.
std::string masked(std::string_view text, std::vector<std::string> allowed)
{
    std::string copy(text);
    std::ranges::sort(allowed, std::ranges::greater{}, [](const std::string& word) { return word.size(); });
    for (const auto& word : allowed)
        for (auto at = word.empty() ? std::string::npos : copy.find(word); at != std::string::npos;
             at = copy.find(word, at))
            copy.replace(at, word.size(), 1, '\n');
    return copy;
}

std::size_t character_bytes(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/// No name goes across it: line ends, digits, Chinese and ASCII punctuation. `·`, `.`, `-` and blanks may be in a name.
bool separates(std::string_view character)
{
    if (character.size() == 1) {
        const char c = character[0];
        return !(c == ' ' || c == '.' || c == '-' || c == '\'' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }
    // U+3000–U+303F and U+FF00–U+FF65: 、。〔〕【】，：；（）％ and full-width digits.
    return character.starts_with("\xE3\x80") || character.starts_with("\xEF\xBC") || character.starts_with("\xEF\xBD");
}

/// Where each character of `text` begins, and its end.
std::vector<std::size_t> boundaries(std::string_view text)
{
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < text.size(); at += character_bytes(static_cast<unsigned char>(text[at])))
        found.push_back(at);
    found.push_back(text.size());
    return found;
}

/// The name that begins at `starts[first]`, if any. Stops as soon as no name of the roster begins so.
std::string name_at(std::string_view text, const std::vector<std::size_t>& starts, std::size_t first,
                    const NameFrom& name_from)
{
    for (std::size_t last = first; last + 1 < starts.size(); ++last) {
        if (separates(text.substr(starts[last], starts[last + 1] - starts[last])))
            break;
        if (last - first + 1 < shortest)
            continue;
        const auto word = text.substr(starts[first], starts[last + 1] - starts[first]);
        const auto nearest = name_from(word);
        if (nearest == word)
            return nearest;
        if (!nearest.starts_with(word))
            break;
    }
    return "";
}

} // namespace

std::string name_in(std::string_view text, std::vector<std::string> allowed, const NameFrom& name_from)
{
    const auto searched = masked(text, std::move(allowed));
    const auto starts = boundaries(searched);
    for (std::size_t first = 0; first + 1 < starts.size(); ++first)
        if (auto name = name_at(searched, starts, first, name_from); !name.empty())
            return name;
    return "";
}

std::string name_in(store::Connection& db, std::string_view text, std::vector<std::string> allowed)
{
    return name_in(text, std::move(allowed), [&](std::string_view word) { return store::member_name_from(db, word); });
}

std::string name_beside_units(store::Connection& db, std::string_view text, std::vector<std::string> allowed)
{
    for (auto& unit : store::all_units(db))
        allowed.push_back(std::move(unit.name));
    return name_in(db, text, std::move(allowed));
}

std::string fit_for_group(store::Connection& db, const std::string& alert, const std::vector<std::string>& allowed)
{
    return name_beside_units(db, alert, allowed).empty()
               ? alert
               : "有一条运行提醒含有人名，不在群里显示。请在服务器上用 tongbao status 查看。";
}

} // namespace tongbao::bot
