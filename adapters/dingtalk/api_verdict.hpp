#pragma once

#include "adapters/dingtalk/api_codes.hpp"
#include "adapters/http_verdict.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::adapters::dingtalk {

/// What became of a call of api.dingtalk.com: a documented code decides, else the HTTP status
/// (platforms/dingtalk.md §2.2). `sent` means status 200 and an object with the text member `proof`; it is given to
/// `accepted` where there is one.
Outcome read_api_verdict(const Exchange& exchange, std::span<const ApiCode> codes, const char* proof,
                         const std::function<Outcome(const nlohmann::json&)>& accepted = {});

/// What batchSend answered about a message to `users`, each of whom may be invalid or throttled (§2.4).
Outcome read_batch_verdict(const Exchange& exchange, const std::vector<std::string>& users);

/// True where the access token must be fetched anew (§2.2).
bool refuses_token(const Exchange& exchange);

} // namespace tongbao::adapters::dingtalk
