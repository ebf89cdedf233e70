#include "bot/delivery/claiming.hpp"

#include "bot/delivery/eligibility.hpp"
#include "bot/log.hpp"
#include "store/failpoint.hpp"

namespace tongbao::bot {
namespace {

using Turns = std::map<std::string, Turn, std::less<>>;

/// Ends the message and says so when the person it is for may not have it any more.
bool suppressed(store::Connection& db, const store::DuePart& part, const DeliveryRules& rules, Instant now)
{
    const auto addressee = store::addressee_of(db, part.message);
    if (!addressee)
        return false;
    const auto reason = obstacle(*addressee, account_state_of(db, *addressee, rules.user_id_is_member_id, now));
    if (reason.empty() || !store::end_waiting(db, part.message, store::MessageState::suppressed, reason, now))
        return false;
    log_event(Level::info, "message_suppressed", {{"message", part.message.value}, {"reason", reason}});
    return true;
}

/// The body stays with the first part of a call, also when another becomes the first.
Claim claim_call(store::Connection& db, Call call, const Turns& turns, const std::string& boot,
                 const DeliveryRules& rules, Instant now)
{
    auto body = std::move(call.parts.front().body);
    Claim claimed;
    for (auto& part : call.parts) {
        if (suppressed(db, part, rules, now))
            continue;
        const store::Intent intent{part.message, part.part, turns.find(part.target)->second.lane, boot, part.copy};
        if (const auto attempt = store::record_intent(db, intent, now)) {
            claimed.call.parts.push_back(std::move(part));
            claimed.attempts.push_back(*attempt);
        }
    }
    if (claimed.attempts.size() > 1)
        store::record_call(db, claimed.attempts);
    if (!claimed.attempts.empty())
        claimed.call.parts.front().body = std::move(body);
    return claimed;
}

} // namespace

std::vector<Claim> claim(store::Connection& db, std::vector<Call> selected, const Turns& turns, const std::string& boot,
                         const DeliveryRules& rules, Instant now)
{
    std::vector<Claim> claims;
    for (auto& call : selected)
        if (auto claimed = claim_call(db, std::move(call), turns, boot, rules, now); !claimed.attempts.empty())
            claims.push_back(std::move(claimed));
    TONGBAO_FAILPOINT("claimed");
    return claims;
}

} // namespace tongbao::bot
