#pragma once

#include "adapters/http_verdict.hpp"

namespace tongbao::adapters::wecom {

/// What message/send answered about a message to `users`. Those in invaliduser and unlicenseduser, which the platform
/// gives in lower case, did not get it although the errcode is 0 (platforms/wecom.md §4.2).
Outcome read_app_verdict(const Exchange& exchange, const std::vector<std::string>& users);

/// True where the access token must be fetched anew (§4.1).
bool refuses_token(const Exchange& exchange);

} // namespace tongbao::adapters::wecom
