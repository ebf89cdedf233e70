#include "bot/account_holder.hpp"

#include "store/bindings.hpp"
#include "store/members.hpp"

namespace tongbao::bot {

std::optional<MemberId> account_holder(store::Connection& db, std::string_view platform, std::string_view user_id,
                                       bool user_id_is_member_id, Instant now)
{
    if (user_id.empty())
        return std::nullopt;
    if (auto bound = store::bound_member(db, platform, user_id, now))
        return bound;
    if (!user_id_is_member_id)
        return std::nullopt;
    const auto member = store::find_member(db, user_id);
    return member ? std::optional(member->id) : std::nullopt;
}

} // namespace tongbao::bot
