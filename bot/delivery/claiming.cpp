#include "bot/delivery/claiming.hpp"

#include "bot/delivery/eligibility.hpp"
#include "bot/log.hpp"
#include "store/failpoint.hpp"

namespace tongbao::bot {
namespace {

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

} // namespace

std::vector<Claim> claim(store::Connection& db, const std::vector<store::DuePart>& selected,
                         const std::map<std::string, Turn, std::less<>>& turns, const std::string& boot,
                         const DeliveryRules& rules, Instant now)
{
    std::vector<Claim> claims;
    for (const auto& part : selected) {
        if (suppressed(db, part, rules, now))
            continue;
        const store::Intent intent{part.message, part.part, turns.find(part.target)->second.lane, boot, part.copy};
        if (const auto attempt = store::record_intent(db, intent, now))
            claims.push_back({part, *attempt});
    }
    TONGBAO_FAILPOINT("claimed");
    return claims;
}

} // namespace tongbao::bot
