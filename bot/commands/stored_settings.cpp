#include "bot/commands/stored_settings.hpp"

#include "bot/commands/hours.hpp"
#include "store/settings.hpp"

namespace tongbao::bot {
namespace {

constexpr std::string_view quiet_key = "command.quiet";

constexpr Setting all_settings[] = {
    {"排行", "command.ranking.enabled", "是否提供排行；学习管理员可在本单位的群里关掉", &RightsRules::ranking_enabled,
     true},
    {"排行公开", "command.ranking.public", "成员和各群是否都能看排行", &RightsRules::ranking_public},
    {"免打扰", quiet_key, "工作日这段时间和休息日不主动发私信，到时再发", nullptr, true},
};

std::string unit_key(std::string_view key, UnitId unit)
{
    return std::string(key) + (unit ? ".unit." + std::to_string(unit.value) : "");
}

} // namespace

std::span<const Setting> settings()
{
    return all_settings;
}

std::string stored_key(const Setting& setting, UnitId unit)
{
    return unit_key(setting.key, unit);
}

CommandRules with_stored_settings(store::Connection& db, CommandRules rules)
{
    for (const auto& each : all_settings)
        if (each.on_off != nullptr)
            if (const auto stored = store::setting(db, each.key))
                rules.rights.*each.on_off = *stored == "1";
    return rules;
}

RightsRules narrowed_by_unit(store::Connection& db, RightsRules rules, UnitId unit)
{
    for (const auto& each : all_settings)
        if (each.on_off != nullptr && each.of_units && store::setting(db, stored_key(each, unit)) == "0")
            rules.*each.on_off = false;
    return rules;
}

std::optional<std::string> stored_quiet_hours(store::Connection& db, UnitId unit)
{
    auto stored = unit ? store::setting(db, unit_key(quiet_key, unit)) : std::nullopt;
    if (!stored || stored->empty())
        stored = store::setting(db, quiet_key);
    return stored && !stored->empty() ? stored : std::nullopt;
}

Instant end_of_quiet(store::Connection& db, const Calendar& calendar, UnitId unit, Instant now)
{
    const auto stored = stored_quiet_hours(db, unit);
    const auto hours = stored ? parse_hours(*stored) : std::nullopt;
    const auto end = hours ? calendar.with_quiet_hours(Audience::staff, *hours).end_of_quiet(Audience::staff, now)
                           : calendar.end_of_quiet(Audience::staff, now);
    return end.value_or(now);
}

} // namespace tongbao::bot
