#include "bot/delivery/claiming.hpp"

namespace tongbao::bot {

std::vector<Claim> claim(store::Connection& db, const std::vector<store::DuePart>& selected,
                         const std::map<std::string, Turn, std::less<>>& turns, const std::string& boot, Instant now)
{
    std::vector<Claim> claims;
    for (const auto& part : selected) {
        const store::Intent intent{part.message, part.part, turns.find(part.target)->second.lane, boot, part.copy};
        if (const auto attempt = store::record_intent(db, intent, now))
            claims.push_back({part, *attempt});
    }
    return claims;
}

} // namespace tongbao::bot
