#include "store/cards.hpp"

namespace tongbao::store {

CardId add_card(Connection& db, const Card& card)
{
    auto insert = db.prepare("INSERT INTO card (member, said_at, text) VALUES ($1, $2, $3) RETURNING id");
    insert.bind(card.member, card.said_at, card.text);
    insert.step();
    return insert.id<CardId>(0);
}

std::vector<Card> cards_of(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT id, said_at, text FROM card WHERE member = $1 ORDER BY said_at DESC, id DESC");
    query.bind(member);
    std::vector<Card> found;
    while (query.step())
        found.push_back({query.id<CardId>(0), member, query.instant(1), query.text(2)});
    return found;
}

bool withdraw_card(Connection& db, MemberId member)
{
    const auto cards = cards_of(db, member);
    if (cards.empty())
        return false;
    db.run("DELETE FROM card WHERE id = $1", cards.front().id);
    return true;
}

void forget_cards_of(Connection& db, MemberId member)
{
    db.run("DELETE FROM card WHERE member = $1", member);
}

std::int64_t forget_cards(Connection& db, Instant before)
{
    db.run("DELETE FROM card WHERE said_at < $1", before);
    return db.changes();
}

} // namespace tongbao::store
