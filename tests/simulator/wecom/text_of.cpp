#include "tests/simulator/wecom/text_of.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::simulator::wecom {

std::string text_of(const nlohmann::json& object, const char* member)
{
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

} // namespace tongbao::simulator::wecom
