#include "bot/delivery/trouble.hpp"

namespace tongbao::bot {

Trouble trouble_about(Trouble::Kind kind, const store::DuePart& part, std::string reason)
{
    return {kind, part.target, part.message, part.kind, part.dedup_key, std::move(reason)};
}

std::optional<Trouble> trouble_of(const store::DuePart& part, const store::AttemptResult& result)
{
    if (result.after == store::After::die)
        return trouble_about(Trouble::Kind::dead, part, result.reason);
    if (result.after == store::After::hold)
        return trouble_about(Trouble::Kind::held, part, result.reason);
    return std::nullopt;
}

} // namespace tongbao::bot
