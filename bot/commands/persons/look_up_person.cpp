#include "bot/commands/persons/look_up_person.hpp"

#include "bot/commands/asked_figures.hpp"
#include "bot/commands/audit_entry.hpp"
#include "bot/commands/own/own_figures.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"
#include "store/activity.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using std::chrono::days;

constexpr std::string_view without_reason = "UAOB"; ///< those in whose own scope the person is
constexpr int most_days_listed = 7;
constexpr std::size_t longest_reason = 100; // characters

/// What was typed after the word 理由, which may be left out.
std::string reason_of(const Arguments& arguments)
{
    std::string reason(arguments.text("理由"));
    constexpr std::string_view word = "理由";
    if (reason.starts_with(word))
        reason.erase(0, word.size());
    const auto words = words_of(reason);
    return words.empty() ? "" : reason.substr(words.front().begin);
}

bool needs_reason(const Person& person)
{
    return without_reason.find(static_cast<char>(person.grant.role)) == without_reason.npos;
}

Reply reason_wanted()
{
    return {ReplyCode::argument, "秘书处查个人须写明理由，本人看得到。例：查个人 20180123 第38周 理由：核对更正申请"};
}

std::string daily_line(store::Connection& db, MemberId member, const Period& period)
{
    if (period.until - period.from > days{most_days_listed})
        return {};
    std::vector<std::string> each;
    for (const auto& row : store::activity_of(db, member, period.from, period.until))
        each.push_back(fmt::format("{} {}分", chinese_day(row.day), row.points));
    return each.empty() ? "" : "\n" + joined(each, "，", "，");
}

std::string activity_text(store::Connection& db, const CommandContext& context, const Person& person,
                          const Period& period)
{
    const auto& rules = context.rules.figures;
    const auto& [member, membership, grant] = person;
    auto told = fmt::format("{}{}（{}，工号{}）{}\n", today_note(period), member.name,
                            place_text(context.units, membership.unit, membership.branch), number_tail(member.code),
                            period_title(period));
    const auto figures = own_figures(db, member.id, period, rules);
    if (figures.covered_days == 0)
        told += replies::no_data().text;
    else
        told += fmt::format("学习{}天，累计{}分，日均{}分；应计{}天，有数据{}天", figures.active_days, figures.points,
                            text(rounded(figures.due_points, figures.due_days, rules.decimals)), figures.due_days,
                            figures.covered_days) +
                daily_line(db, member.id, period);
    if (const auto last = store::last_active(db, member.id))
        told += fmt::format("\n最近一次学习：{}", chinese_date(*last));
    if (const auto scope = scope_note(context.caller, grant, context.units); !scope.empty())
        told += "\n" + scope;
    return told + "\n本次查看已记录，本人在“我的数据”里看得到。";
}

store::AuditEntry look_at(const CommandContext& context, const Person& person, const std::string& reason)
{
    auto object = "工号" + number_tail(person.member.code) + (reason.empty() ? "" : "，理由：" + reason);
    auto entry = audit_entry(context, looks_command, std::move(object), person.grant);
    entry.subject = person.member.id;
    return entry;
}

} // namespace

/// 查个人 姓名/工号 [期间] [理由]
boost::asio::awaitable<Reply> look_up_person(const CommandContext& context, const Arguments& arguments)
{
    const auto reason = reason_of(arguments);
    if (code_points(reason).size() > longest_reason)
        co_return Reply{ReplyCode::argument, fmt::format("理由请控制在{}字以内。", longest_reason)};
    if (reason.empty() && !holds(context.caller, without_reason))
        co_return reason_wanted();
    const auto typed = arguments.text("姓名/工号");
    const auto reply = co_await context.store.write([&](store::Connection& db) {
        const auto match = find_person(db, context, typed, "UAOBS");
        const bool unreasoned = reason.empty() && (match.person ? needs_reason(*match.person)
                                                                : std::ranges::any_of(match.namesakes, needs_reason));
        if (unreasoned)
            return reason_wanted();
        if (!match.person)
            return not_one_person(context, match);
        const auto period =
            period_or_last_closed(db, arguments.period(), context.now, context.calendar, context.units.all());
        store::record_audit(db, look_at(context, *match.person, reason)); // one transaction: no look without its record
        return Reply{ReplyCode::done, activity_text(db, context, *match.person, period)};
    });
    co_return reply;
}

} // namespace tongbao::bot
