#include "bot/commands/data/handlers.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"
#include "bot/commands/typed_number.hpp"
#include "bot/windows.hpp"
#include "store/members.hpp"
#include "store/queued_rows.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_listed = 10;
constexpr std::string_view nobody = "无";

bool administers(const CommandContext& context, UnitId unit)
{
    return grant_over(context.caller, "A", unit, context.units).has_value();
}

std::optional<UnitId> unit_on(store::Connection& db, MemberId member, Day day)
{
    const auto membership = store::membership_on(db, member, day);
    return membership ? std::optional(membership->unit) : std::nullopt;
}

/// The row names a unit of the caller's, or may be one of the caller's people.
bool concerns(store::Connection& db, const CommandContext& context, const store::QueuedRow& row)
{
    if (holds(context.caller, "S"))
        return true;
    std::vector<const Unit*> all;
    for (const auto& unit : context.units.all())
        all.push_back(&unit);
    const auto match = row.unit_text.empty() ? UnitMatch{} : match_unit(row.unit_text, all);
    if (match.unit != nullptr && administers(context, match.unit->id))
        return true;
    return std::any_of(row.candidates.begin(), row.candidates.end(), [&](MemberId candidate) {
        const auto unit = unit_on(db, candidate, row.day);
        return unit && administers(context, *unit);
    });
}

std::vector<store::QueuedRow> waiting_for(store::Connection& db, const CommandContext& context)
{
    auto rows = store::queued_rows(db);
    std::erase_if(rows, [&](const store::QueuedRow& row) { return !concerns(db, context, row); });
    return rows;
}

std::string reason_of(const std::string& code)
{
    if (code == "NAME0")
        return "名册里没有";
    if (code == "NAME2")
        return "名册里有同名的";
    return code == "UNIT" ? "单位认不出" : code;
}

std::string line_of(const store::QueuedRow& row)
{
    return fmt::format("{} {}{}，{}，{}", row.id.value, row.name,
                       row.unit_text.empty() ? "" : "（" + row.unit_text + "）", chinese_day(row.day),
                       reason_of(row.code));
}

std::string list_of(const std::vector<store::QueuedRow>& rows)
{
    if (rows.empty())
        return "没有待认的记录。";
    auto text = fmt::format("待认的记录{}条：", rows.size());
    for (std::size_t i = 0; i < std::min(rows.size(), most_listed); ++i)
        text += "\n" + line_of(rows[i]);
    if (rows.size() > most_listed)
        text += fmt::format("\n另有{}条。", rows.size() - most_listed);
    return text + "\n认给一个人请发“数据 待认 编号 工号”；不属于任何人请发“数据 待认 编号 无”。";
}

/// The row meant, first, and those that name the same person in the same words: one decision settles all.
std::vector<store::QueuedRow> meant(store::Connection& db, const CommandContext& context, std::string_view number)
{
    const auto id = typed_number(number);
    auto rows = waiting_for(db, context);
    const auto chosen =
        std::find_if(rows.begin(), rows.end(), [&](const store::QueuedRow& row) { return id == row.id.value; });
    if (chosen == rows.end())
        return {};
    const auto one = *chosen;
    std::erase_if(rows, [&](const store::QueuedRow& row) {
        return row.name != one.name || row.unit_text != one.unit_text || row.platform_id != one.platform_id ||
               row.phone_tail != one.phone_tail || row.code != one.code;
    });
    return rows;
}

/// The number typed: "→ 20180123".
std::string code_of(const Arguments& arguments)
{
    std::string typed = nfkc(arguments.text("工号/无"));
    for (const std::string_view arrow : {"→", "->", "=>", " "})
        while (typed.starts_with(arrow))
            typed.erase(0, arrow.size());
    while (typed.ends_with(' '))
        typed.pop_back();
    return typed;
}

/// Whom the rows are to be given; none when that is nobody in the caller's scope on these days.
std::optional<store::Member> owner(store::Connection& db, const CommandContext& context, const std::string& code,
                                   const std::vector<store::QueuedRow>& rows)
{
    auto member = store::find_member(db, code);
    const bool allowed = member && std::all_of(rows.begin(), rows.end(), [&](const store::QueuedRow& row) {
                             const auto unit = unit_on(db, member->id, row.day);
                             return unit && (holds(context.caller, "S") || administers(context, *unit));
                         });
    return allowed ? member : std::nullopt;
}

} // namespace

/// 数据 待认 [编号] [工号/无]
boost::asio::awaitable<Reply> preview_queued(const CommandContext& context, const Arguments& arguments)
{
    const auto number = arguments.text("编号");
    const auto code = code_of(arguments);
    std::vector<store::QueuedRow> rows;
    std::optional<store::Member> member;
    co_await context.store.read([&](store::Connection& db) {
        rows = number.empty() ? waiting_for(db, context) : meant(db, context, number);
        if (!number.empty() && code != nobody)
            member = owner(db, context, code, rows);
    });
    if (number.empty())
        co_return Reply{rows.empty() ? ReplyCode::no_data : ReplyCode::done, list_of(rows), true};
    if (code.empty())
        co_return wrong_arguments_of("数据 待认");
    if (rows.empty() || (code != nobody && !member))
        co_return replies::out_of_scope();
    const auto whose = member ? fmt::format("认给工号{}（{}），计入这些天的统计", member->code, member->name)
                              : std::string("认定不属于任何人，不计入统计");
    co_return Reply{ReplyCode::done,
                    fmt::format("将把“{}”{}。", line_of(rows.front()),
                                rows.size() > 1 ? fmt::format("等写法相同的{}条{}", rows.size(), whose) : whose)};
}

boost::asio::awaitable<Reply> resolve_queued(const CommandContext& context, const Arguments& arguments)
{
    const auto number = arguments.text("编号");
    const auto code = code_of(arguments);
    int settled = 0;
    co_await context.store.write([&](store::Connection& db) {
        const auto rows = meant(db, context, number);
        const auto member = code == nobody ? std::nullopt : owner(db, context, code, rows);
        if (code != nobody && !member)
            return;
        for (const auto& row : rows)
            settled += member ? store::resolve_queued(db, row.id, member->id, context.now, context.rules.figures.rollup)
                              : store::dismiss_queued(db, row.id, context.now);
    });
    if (settled == 0)
        co_return replies::conflict();
    co_return Reply{ReplyCode::done, fmt::format("已处理{}条。", settled)};
}

} // namespace tongbao::bot
