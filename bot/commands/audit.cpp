#include "bot/commands/audit_entry.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/people.hpp"
#include "bot/commands/person_words.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::string_view command_name = "审计";
constexpr int most_entries = 20;

/// "名册 调动" of a row's name or alias; a family's first word; "" for what is neither.
std::string command_asked(const std::string& typed)
{
    const auto words = words_of(typed);
    if (words.empty())
        return {};
    const auto& table = command_table();
    const bool family =
        std::ranges::any_of(table, [&](const Command& row) { return row.name.starts_with(words.front().typed + " "); });
    if (family && words.size() == 1)
        return words.front().typed;
    const auto line = command_of(words, table);
    return line.command != nullptr && line.rest.empty() ? std::string(line.command->name) : "";
}

/// The words are a command, or a person and perhaps a command.
struct Asked {
    std::string person;
    std::string command;
    bool understood = true;
};

Asked asked(const Arguments& arguments)
{
    const std::string first(arguments.text("人"));
    const std::string second(arguments.text("命令"));
    const std::string third(arguments.text("子命令"));
    if (first.empty())
        return {};
    if (auto command = command_asked(first + " " + second + " " + third); !command.empty())
        return {"", std::move(command)};
    auto command = command_asked(second + " " + third);
    const bool understood = second.empty() || !command.empty();
    return {first, std::move(command), understood};
}

std::string clock_text(Instant at)
{
    const auto time = local_time_of_day(at);
    return fmt::format("{} {:02}:{:02}", chinese_day(local_day(at)), time.count() / 60, time.count() % 60);
}

std::string change_text(const store::AuditEntry& entry)
{
    if (entry.before.empty())
        return entry.after.empty() ? "" : "，" + entry.after;
    return fmt::format("，{}→{}", entry.before, entry.after.empty() ? "无" : entry.after);
}

std::string line(store::Connection& db, const CommandContext& context, const store::AuditEntry& entry)
{
    std::string who = "命令行";
    if (const auto member = store::find_member(db, entry.member))
        who = fmt::format("{}（{}）", member->name, number_tail(member->code));
    auto text =
        fmt::format("{} {} {}：{}{}", clock_text(entry.at), who, entry.command, entry.object, change_text(entry));
    const auto* scope = context.units.find(entry.scope);
    if (scope != nullptr && !entry.role.empty())
        text += fmt::format("（{} {}）", scope->name, role_name(entry.role.front()));
    return text;
}

Reply listing(store::Connection& db, const CommandContext& context, const store::AuditQuestion& question)
{
    const auto entries = store::audit_entries(db, question);
    if (entries.empty())
        return {ReplyCode::no_data, "没有符合条件的记录。"};
    const auto count = store::count_audit_entries(db, question);
    auto text =
        count > most_entries ? fmt::format("共{}条，最近{}条：", count, most_entries) : fmt::format("共{}条：", count);
    for (const auto& entry : entries)
        text += "\n" + line(db, context, entry);
    return {ReplyCode::done, std::move(text)};
}

/// 审计 [人] [命令] [子命令] [期间]
boost::asio::awaitable<Reply> show_audit(const CommandContext& context, const Arguments& arguments)
{
    const auto what = asked(arguments);
    if (!what.understood)
        co_return wrong_arguments_of(command_name);
    store::AuditQuestion question;
    question.command = what.command;
    question.limit = most_entries;
    if (const auto& period = arguments.period()) { // the log knows today, unlike the figures
        question.from = at_local(period->asked_for_today ? context.today : period->from, {});
        question.until = at_local(period->asked_for_today ? context.today + std::chrono::days{1} : period->until, {});
    }
    auto entry = audit_entry(context, command_name, context.message.text, any_grant(context.caller, "S"));
    const auto reply = co_await context.store.write([&](store::Connection& db) {
        if (!what.person.empty()) {
            const auto match = find_person(db, context, what.person, "S");
            if (!match.person)
                return not_one_person(context, match);
            question.person = entry.subject = match.person->member.id;
        }
        auto said = listing(db, context, question);
        store::record_audit(db, entry); // after the reading: nobody needs to see his own look
        return said;
    });
    co_return reply;
}

} // namespace

std::vector<Command> audit_family()
{
    return {
        {.name = command_name,
         .aliases = {},
         .arguments = {{.name = "人", .optional = true},
                       {.name = "命令", .optional = true},
                       {.name = "子命令", .optional = true},
                       {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "谁在什么时候用什么命令看了或改了什么，可按人、命令、期间查",
         .example = "审计 名册 调动 上周",
         .roles = "S",
         .handler = show_audit},
    };
}

} // namespace tongbao::bot
