#include "store/text_list.hpp"

namespace tongbao::store {

std::string join(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& value : values)
        text += (text.empty() ? "" : "|") + value;
    return text;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> values;
    while (!text.empty()) {
        const auto bar = text.find('|');
        values.emplace_back(text.substr(0, bar));
        text.remove_prefix(bar == std::string_view::npos ? text.size() : bar + 1);
    }
    return values;
}

} // namespace tongbao::store
