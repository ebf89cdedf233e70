#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace tongbao::bot {

/// How long to wait before connecting again after `failures` in a row (from 1): 1, 2, 4, … seconds and up to one more,
/// drawn by `chance` in [0, 1), in all never more than `longest` (platforms/dingtalk.md §4.7, wecom.md §6.5 rule 3).
std::chrono::milliseconds reconnect_delay(int failures, std::chrono::seconds longest, double chance);

/// How long an evicted bot stays away before it takes its connection back, after `evictions` in a row (from 1):
/// `first`, twice, four times, … and up to half as much more, drawn by `chance` in [0, 1), in all never more than eight
/// hours. Two services with one bot would evict each other for ever if they came back at once (platforms/wecom.md §6.5
/// rule 4); so they do it a few times a day until somebody has read the alarm.
std::chrono::milliseconds return_delay(int evictions, std::chrono::milliseconds first, double chance);
/// A connection held for so long is nobody else's: the next eviction is the first again. Longer than any stay away.
constexpr std::chrono::hours held_undisputed{12};

/// What the connection of one bot has seen.
struct ConnectionCounters {
    bool connected = false;    ///< messages can be heard now
    std::uint64_t opened = 0;  ///< connections that came to work
    std::uint64_t lost = 0;    ///< of these, ended by network or platform
    std::uint64_t failed = 0;  ///< attempts that led to no connection
    std::uint64_t ignored = 0; ///< messages with nothing for us, or from nobody we could know
};

/// Why a bot hears nothing until somebody does something about it.
enum class Deafness {
    evicted, ///< another process connected for the same bot; ours comes back after a while
    refused, ///< the platform refuses its id or secret
};
using OnDeaf = std::function<boost::asio::awaitable<void>(std::string receiver, Deafness why)>;

} // namespace tongbao::bot
