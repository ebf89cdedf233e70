#pragma once

#include "tests/simulator/stage.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator::wecom {

/// A refusal in the documented shape: HTTP 200, text, changing hint, caller's address and link (platforms/wecom.md §2).
Judgement refused(int errcode, const std::string& text, const Request& request);
/// errcode 0, with further members when given.
Judgement accepted(const std::string& errmsg = "ok");
Judgement accepted(const nlohmann::json& members);

} // namespace tongbao::simulator::wecom
