#include "adapters/shorten.hpp"

namespace tongbao::adapters {
namespace {

constexpr std::string_view note = "\n（内容较长，以上为前一部分；请缩小查询范围后再查。）";
constexpr std::string_view part_mark = "（1/";

} // namespace

std::string shorten(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size, Markup markup)
{
    if (encoded_size(text) <= max_bytes)
        return std::string(text);
    const auto with_note = [&](std::string_view part) { return encoded_size(std::string(part) + std::string(note)); };
    auto beginning = split(text, max_bytes, with_note, markup).front();
    beginning.resize(beginning.rfind(part_mark));
    return beginning += note;
}

} // namespace tongbao::adapters
