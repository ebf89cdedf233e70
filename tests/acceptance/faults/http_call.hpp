#pragma once

#include "tests/simulator/callback_client.hpp"

namespace tongbao::acceptance {

/// One request to its end, without a coroutine around it.
simulator::CallbackAnswer call(const simulator::CallbackRequest& request);

} // namespace tongbao::acceptance
