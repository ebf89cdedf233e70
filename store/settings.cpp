#include "store/settings.hpp"

namespace tongbao::store {

std::optional<std::string> setting(Connection& db, std::string_view key)
{
    auto query = db.prepare("SELECT value FROM setting WHERE key = $1");
    query.bind(key);
    return query.step() ? std::optional(query.text(0)) : std::nullopt;
}

void save_setting(Connection& db, std::string_view key, std::string_view value)
{
    db.run("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
           key, value);
}

} // namespace tongbao::store
