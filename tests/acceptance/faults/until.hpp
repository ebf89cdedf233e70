#pragma once

#include <chrono>
#include <thread>

namespace tongbao::acceptance {

/// Looks until `condition` holds, at most `limit`: how every fault test waits. Generous by default, because a loaded
/// machine is slow and a test that passes does not wait.
template <class Condition>
bool holds_within(std::chrono::milliseconds limit, Condition condition)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // between two looks, not instead of one
    }
    return true;
}

template <class Condition>
bool holds_soon(Condition condition)
{
    return holds_within(std::chrono::seconds(60), condition);
}

} // namespace tongbao::acceptance
