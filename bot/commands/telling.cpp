#include "bot/commands/telling.hpp"

#include "bot/commands/stored_settings.hpp"

#include <fmt/format.h>

namespace tongbao::bot {

std::vector<MemberId> deciders(store::Connection& db, const CommandContext& context, UnitId unit)
{
    if (unit)
        return store::holders_of(db, store::Role::study_administrator, unit, context.today);
    std::vector<MemberId> found;
    for (const auto& each : context.units.all())
        if (is_school(each))
            for (const auto holder : store::holders_of(db, store::Role::secretariat, each.id, context.today))
                found.push_back(holder);
    return found;
}

int tell(store::Connection& db, const CommandContext& context, const std::vector<MemberId>& members,
         const PrivateNote& note)
{
    int told = 0;
    for (const auto member : members) {
        if (!context.rules.tell || member == context.caller.member)
            continue;
        const auto membership = store::membership_on(db, member, context.today);
        auto dated = note;
        dated.not_before = end_of_quiet(db, context.calendar, membership ? membership->unit : UnitId{}, context.now);
        if (dated.not_after && *dated.not_after <= dated.not_before)
            continue; // over before anybody may be written to
        told += context.rules.tell(db, member, dated, context.now) ? 1 : 0;
    }
    return told;
}

std::string told_text(int told, std::string_view role)
{
    return told == 0 ? "" : fmt::format("，已私信通知{}位{}", told, role);
}

} // namespace tongbao::bot
