#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tongbao::simulator::wecom {

struct Complaint {
    int errcode;
    std::string text;
};

struct RobotLimits {
    std::size_t max_text_bytes;
    std::function<bool(const std::string&)> has_media;
};

/// The first rule of platforms/wecom.md §3 that the body breaks; empty when it may be posted.
std::optional<Complaint> complaint_about(const nlohmann::json& body, const RobotLimits& limits);
/// True where the platform posts the message but warns about the JSON (§2, silent trap): mention lists of a wrong type.
bool half_understood(const nlohmann::json& body);

} // namespace tongbao::simulator::wecom
