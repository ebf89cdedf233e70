#include "adapters/neutralise.hpp"

namespace tongbao::adapters {
namespace {

constexpr std::string_view zero_width_space = "\u200b";

/// The harmless form of one byte of markup; empty where the byte stays as it is.
std::string_view twin(char c)
{
    switch (c) {
    case '`':
        return "｀";
    case '*':
        return "＊";
    case '[':
        return "［";
    case ']':
        return "］";
    case '|':
        return "｜";
    case '<':
        return "＜";
    case '\n':
    case '\r':
    case '\t':
        return " ";
    default:
        return {};
    }
}

/// What makes a block of Markdown when a line begins with it; numbers ("1. ") stay, they are mostly data.
bool opens_block(char c)
{
    return c == '#' || c == '>' || c == '-' || c == '+' || c == '=';
}

} // namespace

std::string neutralised(std::string_view data)
{
    std::string result;
    result.reserve(data.size());
    for (const char c : data) {
        const auto byte = static_cast<unsigned char>(c);
        if (const auto safe = twin(c); !safe.empty()) {
            result += safe;
            continue;
        }
        if (byte < 0x20 || byte == 0x7f)
            continue;
        if (result.empty() && opens_block(c))
            result += zero_width_space;
        result.push_back(c);
        if (c == '@')
            result += zero_width_space;
    }
    return result;
}

} // namespace tongbao::adapters
