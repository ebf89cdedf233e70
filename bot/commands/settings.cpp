#include "store/settings.hpp"
#include "bot/commands/audit_entry.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/hours.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/stored_settings.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::string_view command_name = "设置";
constexpr std::string_view by_default = "默认";

/// For whom the caller sets: everybody, or one unit.
struct Reach {
    UnitId unit; ///< none: everybody
    std::string name;
    Grant grant;
};

/// 秘书处 sets for everybody, 学习管理员 for the own unit; one of several is asked for.
std::vector<Reach> reaches(const CommandContext& context, std::string_view typed)
{
    if (typed.empty())
        if (const auto grant = any_grant(context.caller, "S"))
            return {{UnitId{}, "全校", *grant}};
    std::vector<Reach> found;
    for (const auto& grant : context.caller.grants) {
        const auto* unit = context.units.find(grant.scope);
        const bool named = unit != nullptr && (typed.empty() || match_unit(typed, {unit}).unit != nullptr);
        if (grant.role == RoleCode::administrator && named)
            found.push_back({unit->id, unit->name, grant});
    }
    return found;
}

std::string on_off_word(bool on)
{
    return on ? "开" : "关";
}

/// What holds for `unit` now.
std::string value_of(store::Connection& db, const CommandRules& rules, const Setting& setting, UnitId unit)
{
    if (setting.on_off != nullptr)
        return on_off_word((unit ? narrowed_by_unit(db, rules.rights, unit) : rules.rights).*setting.on_off);
    return stored_quiet_hours(db, unit).value_or(std::string(by_default));
}

Reply current(store::Connection& db, const CommandContext& context, const Reach& reach)
{
    auto text = fmt::format("当前设置（{}）：", reach.name);
    for (const auto& each : settings())
        if (!reach.unit || each.of_units)
            text += fmt::format("\n{}：{}（{}）", each.name, value_of(db, context.rules, each, reach.unit), each.about);
    return {ReplyCode::done, text + "\n修改请发“设置 排行 关”或“设置 免打扰 20:30-8:00”。"};
}

/// The value as it is stored and shown; empty for what the setting does not take.
struct Value {
    std::string stored;
    std::string shown;
};

std::optional<Value> read_value(const Setting& setting, std::string_view typed)
{
    if (setting.on_off != nullptr) {
        for (const auto& [word, stored] :
             {std::pair{"开", "1"}, {"打开", "1"}, {"开启", "1"}, {"关", "0"}, {"关闭", "0"}})
            if (typed == word)
                return Value{stored, on_off_word(stored == std::string_view("1"))};
        return std::nullopt;
    }
    if (typed == by_default)
        return Value{"", std::string(by_default)};
    const auto hours = parse_hours(typed);
    return hours ? std::optional(Value{hours_text(*hours), hours_text(*hours)}) : std::nullopt;
}

Reply changed(store::Connection& db, const CommandContext& context, const Setting& setting, const Value& value,
              const Reach& reach)
{
    auto entry = audit_entry(context, command_name, fmt::format("{}（{}）", setting.name, reach.name), reach.grant);
    entry.before = value_of(db, context.rules, setting, reach.unit);
    entry.after = value.shown;
    store::save_setting(db, stored_key(setting, reach.unit), value.stored);
    store::record_audit(db, entry);
    return {ReplyCode::done,
            fmt::format("已设置{}：{}由“{}”改为“{}”，立即生效。", reach.unit ? "（" + reach.name + "）" : "",
                        setting.name, entry.before, entry.after)};
}

/// 设置 [键] [值] [单位]
boost::asio::awaitable<Reply> set(const CommandContext& context, const Arguments& arguments)
{
    const auto name = arguments.text("键");
    const auto typed = arguments.text("值");
    const auto found = reaches(context, arguments.text("单位"));
    if (found.empty())
        co_return replies::out_of_scope();
    if (found.size() > 1) {
        std::vector<std::string> names;
        for (const auto& each : found)
            names.push_back(each.name);
        co_return replies::ambiguous(names);
    }
    const auto& reach = found.front();
    if (name.empty() && typed.empty())
        co_return co_await context.store.read([&](store::Connection& db) { return current(db, context, reach); });
    const auto setting = std::ranges::find(settings(), name, &Setting::name);
    const auto value = setting == settings().end() ? std::nullopt : read_value(*setting, typed);
    if (!value)
        co_return wrong_arguments_of(command_name);
    if (reach.unit && !setting->of_units)
        co_return replies::needs_role("S");
    co_return co_await context.store.write(
        [&](store::Connection& db) { return changed(db, context, *setting, *value, reach); });
}

} // namespace

std::vector<Command> settings_family()
{
    std::vector<Choice> keys;
    for (const auto& each : settings())
        keys.push_back({each.name, {}});
    return {
        {.name = command_name,
         .aliases = {},
         .arguments = {{.name = "键", .kind = ArgumentKind::choice, .optional = true, .choices = std::move(keys)},
                       {.name = "值", .optional = true},
                       {.name = "单位", .optional = true}},
         .summary =
             "查看或修改设置：排行、排行公开为开或关，免打扰为一段时间或默认；学习管理员设置本单位的排行和免打扰",
         .example = "设置 免打扰 20:30-8:00",
         .roles = "SA",
         .handler = set},
    };
}

} // namespace tongbao::bot
