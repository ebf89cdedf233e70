#include "adapters/recipients.hpp"

#include <algorithm>

namespace tongbao::adapters {

Outcome outcome_of_accepted(const std::vector<std::string>& asked, std::vector<RecipientOutcome> named,
                            std::chrono::seconds wait)
{
    std::erase_if(named, [&](const auto& one) { return std::ranges::find(asked, one.recipient) == asked.end(); });
    if (named.empty())
        return Outcome::sent();
    Outcome some{Verdict::sent_to_some, "", wait, Scope::target, std::move(named), 0};
    some.reason = std::to_string(some.recipients.size()) + " of " + std::to_string(asked.size()) + " not reached";
    return asked.size() == 1 ? outcome_for(some, asked.front()) : some;
}

Outcome outcome_for(const Outcome& outcome, std::string_view recipient)
{
    auto own = outcome;
    own.recipients.clear();
    if (outcome.verdict != Verdict::sent_to_some)
        return own;
    const auto named = std::ranges::find(outcome.recipients, recipient, &RecipientOutcome::recipient);
    if (named == outcome.recipients.end())
        return Outcome::sent();
    own.verdict = named->verdict;
    own.reason = named->reason;
    own.scope = Scope::target;
    return own;
}

} // namespace tongbao::adapters
