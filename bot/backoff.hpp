#pragma once

#include <chrono>

namespace tongbao::bot {

/// How long to wait after the `tries`-th failed attempt (from 1): 2, 4, 8, ... seconds, at most ten minutes, of which
/// the second half is drawn by `chance` in [0, 1), so that those who failed together do not come back together.
std::chrono::seconds backoff(int tries, double chance);

} // namespace tongbao::bot
