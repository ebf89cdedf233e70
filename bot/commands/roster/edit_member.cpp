#include "bot/commands/audit_entry.hpp"
#include "bot/commands/people.hpp"
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

/// One field of a member: how it is written now, and how it would be written. Empty: no such value.
struct Edit {
    std::string before;
    std::string after;
    bool valid = false;
};

bool cadre_list(std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('|'), text.size());
        if (!cadre_word(text.substr(0, end)))
            return false;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

/// Changes the person's copy.
Edit edit(Person& person, std::string_view field, const std::string& value, Day today)
{
    auto& [member, membership, grant] = person;
    if (field == "姓名") {
        const Edit made{member.name, read_name(value).display,
                        value.size() <= max_name_bytes && !looks_like_formula(value)};
        member.name = made.after;
        return {made.before, made.after, made.valid && !made.after.empty()};
    }
    if (field == "手机尾号") {
        const Edit made{member.phone_tail, phone_tail(value), !phone_tail(value).empty()};
        member.phone_tail = made.after;
        return made;
    }
    if (field == "类别") {
        const Edit made{std::string(word_of(membership.category)), value, category_of(value).has_value()};
        membership.category = category_of(value).value_or(membership.category);
        return made;
    }
    if (field == "政治面貌") {
        const Edit made{std::string(word_of(membership.party_status)), value, party_status_of(value).has_value()};
        membership.party_status = party_status_of(value).value_or(membership.party_status);
        return made;
    }
    if (field == "干部") {
        const auto list = value == "无" ? std::string() : value;
        const Edit made{membership.cadre, list, cadre_list(list)};
        membership.cadre = list;
        return made;
    }
    const auto day = parse_day(folded(value), today, WithoutYear::nearest);
    const Edit made{membership.registered_on ? iso_date(*membership.registered_on) : "", day ? iso_date(*day) : "",
                    day && *day <= today};
    membership.registered_on = day;
    return made;
}

std::string_view advice_for(std::string_view field)
{
    if (field == "类别")
        return "类别应为教工、学生、离退休或其他。";
    if (field == "政治面貌")
        return "政治面貌应为正式、预备、积极分子或非党员。";
    if (field == "干部")
        return "干部应为校中心组、院中心组、处级或支部书记，几个之间用竖线“|”分开；没有请写“无”。";
    if (field == "注册日期")
        return "注册日期请写成9月14日或2026-09-14，不能晚于今天。";
    return field == "手机尾号" ? "手机尾号应为4位数字。" : "姓名不能为空，也不能以符号开头。";
}

std::string shown(const std::string& value)
{
    return value.empty() ? "空" : value;
}

} // namespace

/// 名册 修改 工号 字段 值
boost::asio::awaitable<Reply> edit_member(const CommandContext& context, const Arguments& arguments)
{
    const auto field = arguments.text("字段");
    const auto value = nfkc(arguments.text("值"));
    PersonMatch match;
    Edit made;
    co_await context.store.write([&](store::Connection& db) {
        match = find_person(db, context, arguments.text("工号"), roster_writers);
        if (!match.person)
            return;
        auto& person = *match.person;
        made = edit(person, field, value, context.today);
        if (!made.valid || made.before == made.after)
            return;
        store::save_person(db, person.member);
        store::save_membership(db, person.membership, context.rules.figures.rollup);
        auto entry =
            audit_entry(context, "名册 修改", fmt::format("{} {}", person_text(person.member), field), person.grant);
        entry.subject = person.member.id;
        entry.before = made.before;
        entry.after = made.after;
        store::record_audit(db, entry);
    });
    if (!match.person)
        co_return not_one_person(context, match);
    if (!made.valid)
        co_return Reply{ReplyCode::argument, std::string(advice_for(field))};
    if (made.before == made.after)
        co_return Reply{ReplyCode::done,
                        fmt::format("{}的{}已经是“{}”。", person_text(match.person->member), field, shown(made.after))};
    co_return Reply{ReplyCode::done, fmt::format("已修改 {}：{}由“{}”改为“{}”。", person_text(match.person->member),
                                                 field, shown(made.before), shown(made.after))};
}

} // namespace tongbao::bot
