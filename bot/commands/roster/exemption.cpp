#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/roster/handlers.hpp"
#include "store/roster.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using std::chrono::days;

constexpr std::string_view exemption_writers = "AU";

} // namespace

/// 名册 豁免 工号 原因码 到期日
boost::asio::awaitable<Reply> exempt_member(const CommandContext& context, const Arguments& arguments)
{
    const auto last = *arguments.day("到期日");
    if (last < context.today)
        co_return Reply{ReplyCode::argument, "到期日已经过去，请重新填写。"};
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto match = find_person(db, context, arguments.text("工号"), exemption_writers);
        if (!match.person)
            return not_one_person(context, match);
        const auto& person = *match.person;
        const store::Exemption exemption{person.member.id, context.today, last + days{1},
                                         std::string(arguments.text("原因码"))};
        store::add_exemption(db, exemption, context.rules.figures.rollup);
        auto entry = audit_entry(context, "名册 豁免", person_text(person.member), person.grant);
        entry.subject = person.member.id;
        entry.after = fmt::format("{}至{}，{}", iso_date(context.today), iso_date(last), exemption.reason);
        store::record_audit(db, entry);
        return Reply{ReplyCode::done, fmt::format("已登记：{} 自今天起至{}豁免，这些天不计入统计。",
                                                  person_text(person.member), chinese_date(last))};
    });
    co_return done;
}

/// 名册 取消豁免 工号
boost::asio::awaitable<Reply> end_exemption(const CommandContext& context, const Arguments& arguments)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto match = find_person(db, context, arguments.text("工号"), exemption_writers);
        if (!match.person)
            return not_one_person(context, match);
        const auto& person = *match.person;
        if (!store::end_exemption(db, person.member.id, context.today, context.rules.figures.rollup))
            return Reply{ReplyCode::no_data,
                         fmt::format("{}目前没有用命令登记的豁免；花名册写明的，请改花名册后再导入。",
                                     person_text(person.member))};
        auto entry = audit_entry(context, "名册 取消豁免", person_text(person.member), person.grant);
        entry.subject = person.member.id;
        entry.before = "豁免";
        entry.after = iso_date(context.today) + "起不再豁免";
        store::record_audit(db, entry);
        return Reply{ReplyCode::done,
                     fmt::format("已登记：{} 从今天起不再豁免，已豁免的日子不变。", person_text(person.member))};
    });
    co_return done;
}

} // namespace tongbao::bot
