#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

using CardId = Id<struct CardTag>;

/// 打卡: what a member chose to show. It enters no figure and no list.
struct Card {
    CardId id;
    MemberId member;
    Instant said_at;
    std::string text; ///< empty: the card was the own figure
};

CardId add_card(Connection& db, const Card& card);
/// Of one member, newest first.
std::vector<Card> cards_of(Connection& db, MemberId member);
/// Removes the member's newest card. False when there is none.
bool withdraw_card(Connection& db, MemberId member);
/// Removes all of one member.
void forget_cards_of(Connection& db, MemberId member);
/// Removes what was said before; returns how many.
std::int64_t forget_cards(Connection& db, Instant before);

} // namespace tongbao::store
