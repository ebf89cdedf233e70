#pragma once

#include "tests/simulator/receive_log.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace tongbao::simulator::dingtalk {

struct Complaint {
    int errcode;
    std::string english;
    std::string chinese;
};

/// The first rule of platforms/dingtalk.md §1.3 and §1.6 that a webhook body breaks; empty when it may be posted.
std::optional<Complaint> complaint_about(const std::string& body);
/// The text that the keyword rule looks at: the body text without the title, the stricter reading of §1.2.
std::string body_text(const nlohmann::json& message);
/// What people would read of a webhook body, whatever its faults, and whom it alerts (§1.4).
void read_message(const std::string& body, Received& into);

} // namespace tongbao::simulator::dingtalk
