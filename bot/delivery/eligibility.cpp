#include "bot/delivery/eligibility.hpp"

#include "bot/account_holder.hpp"
#include "bot/calendar.hpp"
#include "store/members.hpp"

namespace tongbao::bot {

std::string_view obstacle(const store::Addressee& addressee, const AccountState& state)
{
    if (state.holder != addressee.member)
        return "the account is no longer bound to the person it was written for";
    if (!state.on_roster)
        return "the person has left the roster";
    return {};
}

AccountState account_state_of(store::Connection& db, const store::Addressee& addressee, bool user_id_is_member_id,
                              Instant now)
{
    AccountState state;
    state.holder = account_holder(db, addressee.platform, addressee.user_id, user_id_is_member_id, now);
    state.on_roster = store::membership_on(db, addressee.member, local_day(now)).has_value();
    return state;
}

std::optional<store::Addressee> addressee_at(store::Connection& db, const std::string& platform,
                                             const std::string& user_id, bool user_id_is_member_id, Instant now)
{
    const auto holder = account_holder(db, platform, user_id, user_id_is_member_id, now);
    if (!holder || !store::membership_on(db, *holder, local_day(now)))
        return std::nullopt;
    return store::Addressee{platform, user_id, *holder};
}

} // namespace tongbao::bot
