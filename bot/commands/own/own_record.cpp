#include "bot/commands/own/own_record.hpp"

#include "bot/commands/outbox/outbox_words.hpp"
#include "bot/commands/own/looks.hpp"
#include "bot/commands/requests/request_words.hpp"
#include "bot/windows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ranges>

namespace tongbao::bot {
namespace {

using std::chrono::days;

constexpr int most_log_lines = 200; ///< of the newest

/// A cell that a spreadsheet takes as text, never as a formula.
std::string cell(std::string_view text)
{
    constexpr std::string_view formula_begins = "=+-@\t\r";
    std::string safe;
    if (!text.empty() && formula_begins.find(text.front()) != formula_begins.npos)
        safe = "'";
    for (const char c : text)
        safe += c == '"' ? std::string("\"\"") : c == '\n' || c == '\r' ? std::string(" ") : std::string(1, c);
    return safe.find_first_of(",\" '") == safe.npos ? safe : "\"" + safe + "\"";
}

std::string end_text(const std::optional<Day>& end)
{
    return end ? iso_date(*end) : "";
}

std::string name_of(const UnitTree& units, UnitId id)
{
    const auto* unit = units.find(id);
    return unit == nullptr ? "" : unit->name;
}

std::string person_lines(const OwnRecord& record, const UnitTree& units, Day today)
{
    auto lines = fmt::format(
        "我的数据（{}导出，仅您可见）\n姓名,{}\n工号,{}\n手机尾号,{}\n\n单位,支部,开始,结束（不含）,注册日\n",
        chinese_date(today), cell(record.member.name), cell(record.member.code), cell(record.member.phone_tail));
    for (const auto& stay : record.memberships)
        lines += fmt::format("{},{},{},{},{}\n", cell(name_of(units, stay.unit)), cell(name_of(units, stay.branch)),
                             iso_date(stay.start), end_text(stay.end), end_text(stay.registered_on));
    if (!record.exemptions.empty())
        lines += "\n豁免开始,结束（不含）,原因码\n";
    for (const auto& exemption : record.exemptions)
        lines += fmt::format("{},{},{}\n", iso_date(exemption.start), end_text(exemption.end), cell(exemption.reason));
    return lines;
}

std::string account_lines(const OwnRecord& record)
{
    std::string lines = record.bindings.empty() ? "" : "\n聊天平台,绑定时间,解绑时间\n";
    for (const auto& binding : record.bindings)
        lines += fmt::format("{},{},{}\n", cell(binding.platform), clock_text(binding.since),
                             binding.until ? clock_text(*binding.until) : "");
    if (!record.cards.empty())
        lines += "\n打卡时间,文字\n";
    for (const auto& card : record.cards)
        lines += fmt::format("{},{}\n", clock_text(card.said_at), cell(card.text));
    if (!record.requests.empty())
        lines += "\n申请,时间,内容,状态\n";
    for (const auto& request : record.requests)
        lines += fmt::format("{}{},{},{},{}\n", kind_word(request.kind), request.id.value, clock_text(request.made_at),
                             cell(request.text), cell(state_text(request)));
    return lines;
}

std::string log_lines(const OwnRecord& record, const UnitTree& units, Day today)
{
    const auto stay = stay_on(record, today);
    std::string lines = record.log.empty() ? "" : "\n查看或修改时间,身份,操作,内容,原值,新值\n";
    for (const auto& entry : record.log)
        lines += fmt::format("{},{},{},{},{},{}\n", clock_text(entry.at), cell(looker(entry, units, stay)),
                             cell(entry.command), cell(entry.object), cell(entry.before), cell(entry.after));
    return lines;
}

/// Newest first, so that what is left out for want of room is the oldest.
std::string study_lines(const OwnRecord& record, std::size_t max_bytes)
{
    std::string lines = "\n学习日,计入积分,是否学习\n";
    for (const auto& row : record.activity | std::views::reverse) {
        const auto line = fmt::format("{},{},{}\n", iso_date(row.day), row.points, row.active ? "是" : "否");
        if (lines.size() + line.size() > max_bytes)
            return lines + fmt::format("更早的请按月发“我的数据 导出 {}”\n", window_name(month_of(row.day)));
        lines += line;
    }
    if (!record.spans.empty())
        lines += "\n多日合计至,天数,积分\n";
    for (const auto& span : record.spans)
        lines += fmt::format("{},{},{}\n", iso_date(span.last_day), span.span, span.points);
    return lines;
}

} // namespace

std::optional<store::Membership> stay_on(const OwnRecord& record, Day day)
{
    for (const auto& stay : record.memberships)
        if (stay.start <= day && (!stay.end || day < *stay.end))
            return stay;
    return std::nullopt;
}

OwnRecord own_record(store::Connection& db, MemberId member, const std::optional<Period>& period, Day today)
{
    OwnRecord record;
    record.member = store::find_member(db, member).value();
    record.memberships = store::memberships_of(db, member);
    const auto first = record.memberships.empty() ? today : record.memberships.front().start;
    const auto from = period ? std::max(period->from, first) : first;
    const auto until = period ? period->until : today + days{1};
    record.exemptions = store::exemptions_of(db, member);
    record.activity = store::activity_of(db, member, from, until);
    record.spans = store::span_rows(db, member, from, until);
    record.bindings = store::bindings_of(db, member);
    record.cards = store::cards_of(db, member);
    record.requests = store::requests_of(db, member);
    store::AuditQuestion question;
    question.subject = member;
    question.limit = most_log_lines;
    record.log = store::audit_entries(db, question);
    return record;
}

std::string own_record_csv(const OwnRecord& record, const UnitTree& units, Day today, std::size_t max_bytes)
{
    const auto other = person_lines(record, units, today) + account_lines(record) + log_lines(record, units, today);
    return other + study_lines(record, max_bytes - std::min(max_bytes, other.size()));
}

} // namespace tongbao::bot
