#include "bot/private_notes.hpp"

#include "bot/private_way.hpp"
#include "store/bindings.hpp"
#include "store/members.hpp"

namespace tongbao::bot {
namespace {

/// Bound accounts; where the organisation's accounts are named by member codes and none is bound, that of the code.
std::vector<store::Addressee> accounts_of(store::Connection& db, MemberId member, const Config& config, Instant now)
{
    std::vector<store::Addressee> accounts;
    for (auto& [platform, user_id] : store::accounts_of(db, member, now))
        accounts.push_back({std::move(platform), std::move(user_id), member});
    if (!accounts.empty() || !config.user_id_is_member_id)
        return accounts;
    const auto found = store::find_member(db, member);
    for (const auto platform : {Platform::wecom, Platform::dingtalk})
        if (found)
            accounts.push_back({std::string(name_of(platform)), found->code, member});
    return accounts;
}

} // namespace

bool PrivateNotes::tell(store::Connection& db, MemberId member, const PrivateNote& note, Instant now) const
{
    bool told = false;
    for (const auto& account : accounts_of(db, member, config_, now))
        told = tell_account(db, account, note, now) || told;
    return told;
}

bool PrivateNotes::tell_account(store::Connection& db, const store::Addressee& account, const PrivateNote& note,
                                Instant now) const
{
    const auto way = private_way(config_, account.platform, account.user_id);
    if (!way)
        return false;
    store::NewMessage message;
    message.dedup_key =
        note.key + ":" + std::to_string(account.member.value) + ":" + account.platform + ":" + account.user_id;
    message.kind = "note";
    message.target = way->target;
    message.address = way->address;
    message.not_before = note.not_before;
    message.not_after = note.not_after;
    message.addressee = account;
    message.parts = channels_.encode(way->target, {"学习助手", note.text});
    store::enqueue(db, message, now);
    return true;
}

} // namespace tongbao::bot
