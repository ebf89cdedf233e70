#include "adapters/blank.hpp"

namespace tongbao::adapters {
namespace {

bool wide_blank(std::string_view three)
{
    if (three == "\xE3\x80\x80" || three == "\xEF\xBB\xBF" || three == "\xE2\x80\xAF")
        return true;
    return three.substr(0, 2) == "\xE2\x80" && static_cast<unsigned char>(three[2]) <= 0x8B;
}

} // namespace

std::size_t leading_blank(std::string_view text)
{
    if (text.empty())
        return 0;
    if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))
        return 1;
    if (text.substr(0, 2) == "\xC2\xA0")
        return 2;
    return text.size() >= 3 && wide_blank(text.substr(0, 3)) ? 3 : 0;
}

std::string_view trim_blank(std::string_view text)
{
    while (const auto blank = leading_blank(text))
        text.remove_prefix(blank);
    for (std::size_t length = 1; length <= 3 && length <= text.size();) {
        if (leading_blank(text.substr(text.size() - length)) == length) {
            text.remove_suffix(length);
            length = 1;
        } else {
            ++length;
        }
    }
    return text;
}

} // namespace tongbao::adapters
