#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/requests/request_notes.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "bot/commands/text.hpp"
#include "bot/import/values.hpp"
#include "bot/roster_words.hpp"
#include "store/roster.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::chrono::days look_within{15};
constexpr std::size_t max_code_bytes = 64;

Reply not_added()
{
    return {ReplyCode::argument, "无法登记这个工号或姓名，请核对写法后再试，或联系秘书处。"};
}

/// The same whether the member is on the roster now or the secretariat looks into it first.
Reply taken_in(const CommandContext& context, const store::RosterRow& row, const std::string& place)
{
    const bool final = holds(context.caller, "S");
    auto text = fmt::format("{} {}（{}）：{}，自{}起。", final ? "已登记" : "已受理", row.name, row.code, place,
                            chinese_date(row.start));
    if (!final)
        text += fmt::format("需要核对的由秘书处办理，请用“名册 查询 {}”查看。", row.code);
    return {ReplyCode::done, std::move(text)};
}

/// The unit and branch that were typed, among those the caller writes.
struct Destination {
    UnitId unit;
    UnitId branch;
    Grant grant;
};

/// Sets `refusal` where there is no one destination.
std::optional<Destination> destination(const CommandContext& context, std::string_view typed, Reply& refusal)
{
    std::vector<const Unit*> writable;
    for (const auto& unit : context.units.all())
        if (!is_school(unit) && grant_over(context.caller, roster_writers, unit.id, context.units))
            writable.push_back(&unit);
    const auto match = match_unit(typed, writable, context.units.former());
    if (match.unit == nullptr) {
        refusal = match.matches.empty() ? replies::out_of_scope(names_of(match.similar))
                                        : replies::ambiguous(names_of(match.matches));
        return std::nullopt;
    }
    const auto& node = *match.unit;
    const auto* unit = context.units.second_level(node.id);
    const bool own_branch = is_branch(node) || node.kind == UnitKind::direct_branch;
    return Destination{unit == nullptr ? node.id : unit->id, own_branch ? node.id : UnitId{},
                       *grant_over(context.caller, roster_writers, node.id, context.units)};
}

store::RosterRow new_row(const CommandContext& context, const Arguments& arguments, const Destination& to)
{
    store::RosterRow row;
    row.code = nfkc(arguments.text("工号"));
    row.name = read_name(nfkc(arguments.text("姓名"))).display;
    row.unit = to.unit;
    row.branch = to.branch;
    row.category = *category_of(arguments.text("类别"));
    row.start = arguments.day("日期").value_or(context.today);
    return row;
}

bool acceptable(const store::RosterRow& row)
{
    return !row.code.empty() && row.code.size() <= max_code_bytes && !looks_like_formula(row.code) &&
           !row.name.empty() && row.name.size() <= max_name_bytes && !looks_like_formula(row.name);
}

/// Somebody whom the caller may not know of has that number.
bool taken_elsewhere(store::Connection& db, const CommandContext& context, const store::RosterRow& row)
{
    return store::find_member(db, row.code) && !find_person(db, context, row.code, roster_writers).person;
}

/// Asks the secretariat, who sees both units. The administrator is not told so: that would tell of the person.
void ask_secretariat(store::Connection& db, const CommandContext& context, const store::RosterRow& row,
                     const std::string& place)
{
    const auto asking = store::find_member(db, context.caller.member);
    store::Request request;
    request.kind = store::RequestKind::correction;
    request.text = fmt::format("学习管理员{}请把{}（{}）自{}起登记到{}，这个工号已在其他单位，请核对后办理调动",
                               asking ? person_text(*asking) : "", row.name, row.code, chinese_date(row.start), place);
    request.made_at = context.now;
    request.due = context.today + look_within;
    request.id = store::add_request(db, request);
    announce(db, context, request);
}

/// What stands against the row among the caller's own people.
std::optional<Reply> objection(store::Connection& db, const CommandContext& context, const store::RosterRow& row)
{
    const auto known = store::find_member(db, row.code);
    if (!known)
        return std::nullopt;
    const auto match = find_person(db, context, row.code, roster_writers);
    const auto memberships = store::memberships_of(db, known->id);
    const bool free = std::ranges::all_of(
        memberships, [&](const store::Membership& each) { return each.end && *each.end <= row.start; });
    if (free && match.person && known->name == row.name)
        return std::nullopt; // somebody who comes back
    if (!match.person)
        return not_added(); // on no roster at all, yet known
    return Reply{
        ReplyCode::conflict,
        fmt::format("{}已经登记在{}。调整请用“名册 修改”或“名册 调动”。", person_text(match.person->member),
                    place_text(context.units, match.person->membership.unit, match.person->membership.branch))};
}

} // namespace

/// 名册 新增 工号 姓名 支部 [类别] [日期]
boost::asio::awaitable<Reply> add_member(const CommandContext& context, const Arguments& arguments)
{
    Reply refusal;
    const auto to = destination(context, arguments.text("支部"), refusal);
    if (!to)
        co_return refusal;
    auto row = new_row(context, arguments, *to);
    if (!acceptable(row))
        co_return not_added();
    const auto place = place_text(context.units, to->unit, to->branch);
    auto entry = audit_entry(context, "名册 新增", fmt::format("{}（{}）", row.name, row.code), to->grant);
    entry.after = fmt::format("{}，{}起", place, iso_date(row.start));
    const auto objected = co_await context.store.write([&](store::Connection& db) -> std::optional<Reply> {
        if (!holds(context.caller, "S") && taken_elsewhere(db, context, row)) {
            ask_secretariat(db, context, row, place);
            entry.after = "待秘书处核对";
            store::record_audit(db, entry);
            return std::nullopt;
        }
        if (auto against = objection(db, context, row))
            return against;
        if (const auto known = store::find_member(db, row.code))
            row.phone_tail = known->phone_tail;
        if (!store::apply_roster(db, {row}, context.rules.figures.rollup).errors.empty())
            return not_added();
        entry.subject = store::find_member(db, row.code)->id;
        store::record_audit(db, entry);
        return std::nullopt;
    });
    if (objected)
        co_return *objected;
    co_return taken_in(context, row, place);
}

} // namespace tongbao::bot
