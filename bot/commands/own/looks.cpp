#include "bot/commands/own/looks.hpp"

#include "bot/commands/rights.hpp"
#include "bot/commands/text.hpp"
#include "bot/windows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ranges>

namespace tongbao::bot {
namespace {

constexpr std::string_view looking_commands[] = {"查个人", "名册 查询", "审计"};

bool looked(const store::AuditEntry& entry)
{
    return entry.member != entry.subject &&
           std::ranges::find(looking_commands, entry.command) != std::end(looking_commands);
}

struct Looker {
    std::string who;
    int times = 0;
    std::vector<std::string> days; ///< each once
};

} // namespace

std::string looker(const store::AuditEntry& entry, const UnitTree& units, const std::optional<store::Membership>& stay)
{
    if (!entry.member)
        return "命令行";
    if (entry.role.empty())
        return "本人";
    const auto* scope = units.find(entry.scope);
    const auto role = role_name(entry.role.front());
    if (scope == nullptr || is_school(*scope))
        return std::string(role);
    if (stay && stay->branch == scope->id) // "支部书记" of it is "本支部书记"
        return std::string(role).starts_with("支部") ? fmt::format("本{}", role) : fmt::format("本支部{}", role);
    return stay && stay->unit == scope->id ? fmt::format("本单位{}", role) : fmt::format("{}{}", scope->name, role);
}

std::string looks_text(const std::vector<store::AuditEntry>& entries, const UnitTree& units,
                       const std::optional<store::Membership>& stay)
{
    std::vector<Looker> lookers;
    for (const auto& entry : entries | std::views::reverse | std::views::filter(looked)) {
        const auto who = looker(entry, units, stay);
        auto found = std::ranges::find(lookers, who, &Looker::who);
        if (found == lookers.end())
            found = lookers.insert(lookers.end(), {who, 0, {}});
        ++found->times;
        if (const auto day = chinese_day(local_day(entry.at)); found->days.empty() || found->days.back() != day)
            found->days.push_back(day);
    }
    std::vector<std::string> texts;
    for (const auto& [who, times, days] : lookers)
        texts.push_back(fmt::format("{}{}次（{}）", who, times, joined(days, "、", "、")));
    return texts.empty() ? "没有" : joined(texts, "；", "；");
}

} // namespace tongbao::bot
