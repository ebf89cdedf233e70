#pragma once

#include "adapters/error_table.hpp"
#include "adapters/http_verdict.hpp"

namespace tongbao::adapters::wecom {

/// What became of a call of qyapi.weixin.qq.com, by the codes of that API (error_codes.hpp).
Outcome read_verdict(const Exchange& exchange, std::span<const ErrorRow> codes);
/// The same for an answer that did not come over HTTP.
Outcome read_verdict(const ErrorAnswer& answer, std::span<const ErrorRow> codes);

} // namespace tongbao::adapters::wecom
