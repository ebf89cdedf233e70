#include "bot/delivery/calls.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

/// Parts held in memory for one target at once: some four megabytes.
constexpr int most_parts = 4000;

bool may_travel_with_others(const store::DuePart& part)
{
    return part.part && !part.address.empty() && !part.alone && !part.copy;
}

} // namespace

bool CallFilling::take(store::DuePart part)
{
    if (wanted_.waiting.contains(part.address) && !part.address.empty())
        return true;
    if (part.call)
        return meet(part.call);
    if (++parts_ > most_parts)
        return false;
    return join(part) || begin(std::move(part));
}

bool CallFilling::meet(AttemptId call)
{
    if (std::ranges::find(past_, call) != past_.end())
        return true;
    if (full())
        return false;
    past_.push_back(call);
    return true;
}

bool CallFilling::join(store::DuePart& part)
{
    const auto open = may_travel_with_others(part) ? open_.find(part.body) : open_.end();
    if (open == open_.end())
        return false;
    auto& parts = calls_[open->second].parts;
    part.body.clear();
    parts.push_back(std::move(part));
    if (std::ssize(parts) >= wanted_.addresses_per_call)
        open_.erase(open);
    return true;
}

bool CallFilling::begin(store::DuePart part)
{
    if (full())
        return false;
    if (wanted_.addresses_per_call > 1 && may_travel_with_others(part))
        open_[part.body] = calls_.size();
    calls_.emplace_back().parts.push_back(std::move(part));
    return true;
}

std::vector<Call> repeated(store::PastCall past)
{
    std::vector<Call> calls;
    if (past.early)
        return calls;
    const bool whole = std::ssize(past.due) == past.size;
    for (auto& part : past.due) {
        if (!whole || calls.empty())
            calls.emplace_back();
        auto& parts = calls.back().parts;
        if (!parts.empty())
            part.body.clear();
        parts.push_back(std::move(part));
    }
    return calls;
}

} // namespace tongbao::bot
