#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace tongbao::simulator::wecom {

/// The string `member` of `object`; empty when there is none.
std::string text_of(const nlohmann::json& object, const char* member);

} // namespace tongbao::simulator::wecom
