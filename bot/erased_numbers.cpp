#include "bot/erased_numbers.hpp"

#include "adapters/crypto.hpp"
#include "bot/windows.hpp"
#include "store/erasure.hpp"
#include "store/members.hpp"

namespace tongbao::bot {
namespace {

std::string digest_of(std::string_view salt, std::string_view code)
{
    return adapters::sha256_hex(std::string(salt) + '\n' + std::string(code));
}

} // namespace

void erase(store::Connection& db, MemberId member, Instant now)
{
    const auto person = store::find_member(db, member);
    if (!person)
        return;
    auto salt = store::erasure_salt(db);
    if (!salt)
        salt = store::keep_erasure_salt(db, adapters::sha256_hex(adapters::random_bytes(32)));
    store::erase_person(db, member, digest_of(*salt, person->code), adapters::sha256_hex, now);
}

bool still_erased(store::Connection& db, std::string_view code, Day membership_start)
{
    const auto salt = store::erasure_salt(db);
    if (!salt)
        return false; // nobody was erased yet
    const auto at = store::erased_at(db, digest_of(*salt, code));
    return at && membership_start <= local_day(*at);
}

} // namespace tongbao::bot
