#pragma once

#include "adapters/http_verdict.hpp"

namespace tongbao::adapters::wecom {

/// What became of a call of qyapi.weixin.qq.com that sends something, with every error code the platform documents.
Outcome read_verdict(const Exchange& exchange);

} // namespace tongbao::adapters::wecom
