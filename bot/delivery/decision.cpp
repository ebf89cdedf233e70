#include "bot/delivery/decision.hpp"

#include "bot/backoff.hpp"

namespace tongbao::bot {
namespace {

using adapters::Outcome;
using adapters::Verdict;
using store::After;
using store::OnUncertain;

/// An explicit policy counts; else a copy is risked where it does no harm or reaches one person only (docs/design.md
/// §5).
OnUncertain policy_of(const Tried& tried)
{
    if (tried.on_uncertain)
        return *tried.on_uncertain;
    return tried.deduplicates || tried.own_address ? OnUncertain::resend : OnUncertain::hold;
}

bool tries_left(const Outcome& outcome, const Tried& tried, const DeliveryRules& rules)
{
    const bool own_limit_left = outcome.tries_at_most == 0 || tried.limited_tries + 1 < outcome.tries_at_most;
    return own_limit_left && tried.tries + 1 < rules.max_tries;
}

/// One copy is risked, any number where the platform swallows them.
bool may_resend(const Outcome& outcome, const Tried& tried, const DeliveryRules& rules)
{
    return policy_of(tried) == OnUncertain::resend && (tried.deduplicates || !tried.copy) &&
           tries_left(outcome, tried, rules);
}

/// A refusal for what is not in the message, of which another message has told already or another recipient may be the
/// cause: this one goes on, by itself where a recipient may be to blame, else when the way is open again.
bool refused_for_others(const Outcome& outcome, const Tried& tried)
{
    if (outcome.verdict != Verdict::refused || outcome.scope == adapters::Scope::message)
        return false;
    const bool about_itself = outcome.scope == adapters::Scope::target && tried.own_address;
    return tried.in_company || (tried.left_alone && !about_itself);
}

After after(const Outcome& outcome, const Tried& tried, const DeliveryRules& rules)
{
    switch (outcome.verdict) {
    case Verdict::sent:
        return After::sent;
    case Verdict::sent_to_some:
        return After::sent_to_some;
    case Verdict::deferred:
        return After::again;
    case Verdict::retry:
        return tries_left(outcome, tried, rules) ? After::again : After::die;
    case Verdict::uncertain:
        return may_resend(outcome, tried, rules) ? After::again : After::hold;
    case Verdict::refused:
        break;
    }
    return refused_for_others(outcome, tried) ? After::again : After::die;
}

} // namespace

store::AttemptResult decide(const Outcome& outcome, const Tried& tried, const DeliveryRules& rules, double chance,
                            Instant now)
{
    store::AttemptResult result;
    result.verdict = name_of(outcome.verdict);
    result.reason = outcome.reason;
    result.after = after(outcome, tried, rules);
    result.spends_try = outcome.verdict != Verdict::deferred;
    result.limited = outcome.tries_at_most > 0;
    result.maybe_sent = outcome.verdict == Verdict::uncertain;
    result.next_at = now + (outcome.verdict == Verdict::deferred ? outcome.wait : backoff(tried.tries + 1, chance));
    if (refused_for_others(outcome, tried)) {
        result.alone = tried.in_company && outcome.scope == adapters::Scope::target;
        result.next_at = now;
    }
    for (const auto& [recipient, verdict, reason] : outcome.recipients)
        result.recipients.push_back({recipient, std::string(name_of(verdict)), reason});
    return result;
}

std::string_view name_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::sent:
        return "sent";
    case Verdict::sent_to_some:
        return "sent_to_some";
    case Verdict::deferred:
        return "deferred";
    case Verdict::retry:
        return "retry";
    case Verdict::refused:
        return "refused";
    case Verdict::uncertain:
        break;
    }
    return "uncertain";
}

} // namespace tongbao::bot
