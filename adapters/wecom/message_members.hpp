#pragma once

#include "adapters/wecom/message.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::adapters::wecom {

/// The members of platforms/wecom.md §6.1, whatever is there: a long connection's events have no id.
Message bot_message_of(const nlohmann::json& body);

/// Without the control characters that some of the platform's senders leave inside strings (§6.5 rule 10).
std::string without_controls(std::string_view json);

} // namespace tongbao::adapters::wecom
