#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "store/roster.hpp"
#include "store/store.hpp"

#include <fmt/format.h>
#include <variant>

namespace tongbao::bot {
namespace {

using std::chrono::days;

/// Whose membership ends, and when.
struct Leaving {
    Person person;
    Day day;
};

std::variant<Leaving, Reply> leaving(store::Connection& db, const CommandContext& context, const Arguments& arguments)
{
    auto match = find_person(db, context, arguments.text("工号"), "AUS");
    if (!match.person)
        return not_one_person(context, match);
    const auto day = *arguments.day("日期");
    const auto& membership = match.person->membership;
    if (day <= membership.start)
        return Reply{ReplyCode::argument, fmt::format("{}自{}起才登记在{}，离岗日期应在此之后。",
                                                      person_text(match.person->member), chinese_date(membership.start),
                                                      place_text(context.units, membership.unit, membership.branch))};
    if (membership.end && *membership.end <= day)
        return Reply{ReplyCode::conflict, fmt::format("{}已登记自{}起离岗。", person_text(match.person->member),
                                                      chinese_date(*membership.end))};
    return Leaving{std::move(*match.person), day};
}

} // namespace

/// 名册 离岗 工号 日期 原因码
boost::asio::awaitable<Reply> preview_leaving(const CommandContext& context, const Arguments& arguments)
{
    const auto found =
        co_await context.store.read([&](store::Connection& db) { return leaving(db, context, arguments); });
    if (const auto* refusal = std::get_if<Reply>(&found))
        co_return *refusal;
    const auto& [person, day] = std::get<Leaving>(found);
    co_return Reply{ReplyCode::done,
                    fmt::format("将登记 {} 自{}起离开{}（{}）：这一天起不再计入统计，所任角色同时结束。",
                                person_text(person.member), chinese_date(day),
                                place_text(context.units, person.membership.unit, person.membership.branch),
                                arguments.text("原因码"))};
}

boost::asio::awaitable<Reply> end_membership(const CommandContext& context, const Arguments& arguments)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        auto found = leaving(db, context, arguments);
        if (auto* refusal = std::get_if<Reply>(&found))
            return std::move(*refusal);
        auto& [person, day] = std::get<Leaving>(found);
        auto entry = audit_entry(context, "名册 离岗", person_text(person.member), person.grant);
        entry.subject = person.member.id;
        entry.before = person.membership.end ? "至" + iso_date(*person.membership.end) : "在册";
        entry.after = fmt::format("至{}，{}", iso_date(day), arguments.text("原因码"));
        person.membership.end = day;
        store::save_membership(db, person.membership, context.rules.figures.rollup);
        store::record_audit(db, entry);
        return Reply{ReplyCode::done,
                     fmt::format("已登记 {} 自{}起离岗。", person_text(person.member), chinese_date(day))};
    });
    co_return done;
}

} // namespace tongbao::bot
