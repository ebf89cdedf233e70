#pragma once

#include "adapters/channel.hpp"
#include "adapters/http_client.hpp"

#include <optional>

namespace tongbao::adapters {

using Exchange = boost::system::result<HttpReply, HttpFailure>;

/// What an exchange means wherever the body need not be asked: it failed, or its status is not 200. Empty: read the
/// body. 429 and 503 are documented as "not processed"; any other status may come from a gateway behind which the
/// platform has accepted the message, so it is uncertain.
std::optional<Outcome> transport_verdict(const Exchange& exchange);

/// The wait that Retry-After asks for, at least one second and at most an hour; a date counts from the answer's own
/// Date. Empty when the answer has no Retry-After; a minute when it has one that makes no sense.
std::optional<std::chrono::seconds> retry_after(const HttpReply& reply);

/// The platform's clock when it answered; empty when the answer does not tell.
std::optional<std::chrono::sys_seconds> answered_at(const HttpReply& reply);

/// `text` cut to a line for operators: one line, at most 200 bytes, and none of `secrets` in it (plain, percent-encoded
/// or base64).
std::string for_operators(std::string_view text, const std::vector<std::string>& secrets);

} // namespace tongbao::adapters
