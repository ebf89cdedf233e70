#pragma once

#include "adapters/http_verdict.hpp"

namespace tongbao::adapters::dingtalk {

/// What became of a call of oapi.dingtalk.com/robot/send or sendBySession, with every error code documented for it.
Outcome read_webhook_verdict(const Exchange& exchange);

} // namespace tongbao::adapters::dingtalk
