#include "bot/forecast.hpp"

#include "bot/delivery/lane_state.hpp"
#include "bot/windows.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {

Forecast::Forecast(store::Connection& db, const std::vector<Target>& targets, const Clock& clock)
    : db_(db), targets_(targets), machine_(clock.machine_time()), now_(clock.now())
{
}

std::optional<Instant> Forecast::begin(const store::MessageRow& message) const
{
    const auto target = std::ranges::find(targets_, message.target, &Target::name);
    if (message.state != store::MessageState::queued || target == targets_.end())
        return std::nullopt;
    std::vector<std::string> sharing; // the lane's pace with it
    for (const auto& other : targets_)
        if (other.lane == target->lane)
            sharing.push_back(other.name);
    auto lane = load_lane(db_, target->lane, target->channel->pace(), now_, machine_);
    const auto wait = expected_wait(std::move(lane), store::parts_ahead(db_, message, sharing), machine_.up);
    return std::max(now_ + std::chrono::ceil<std::chrono::seconds>(wait), message.next_at);
}

std::string queued_text(Instant expected, Instant now)
{
    const auto at = local_time_of_day(expected);
    const auto time = fmt::format("{}:{:02}", at.count() / 60, at.count() % 60);
    const auto day = local_day(expected);
    return day == local_day(now) ? "排队中，预计 " + time : fmt::format("排队中，预计 {} {}", chinese_day(day), time);
}

} // namespace tongbao::bot
