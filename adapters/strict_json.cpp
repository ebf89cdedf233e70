#include "adapters/strict_json.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::adapters {
namespace {

bool shallow(std::string_view text, int max_depth)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[')) {
            if (++depth > max_depth)
                return false;
        } else if (!quoted && (c == '}' || c == ']'))
            --depth;
    }
    return true;
}

} // namespace

std::optional<nlohmann::json> parse_strict_json(std::string_view text, int max_depth)
{
    if (!shallow(text, max_depth))
        return std::nullopt;
    auto value = nlohmann::json::parse(text, nullptr, false);
    if (value.is_discarded())
        return std::nullopt;
    return value;
}

std::string text_member(const nlohmann::json& object, std::string_view name)
{
    if (!object.is_object())
        return "";
    const auto found = object.find(name);
    if (found == object.end())
        return "";
    if (found->is_string())
        return found->get<std::string>();
    return found->is_number_integer() ? found->dump() : "";
}

const nlohmann::json& object_member(const nlohmann::json& object, std::string_view name)
{
    static const nlohmann::json none = nlohmann::json::object();
    if (!object.is_object())
        return none;
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : none;
}

} // namespace tongbao::adapters
