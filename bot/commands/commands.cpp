#include "bot/commands/commands.hpp"

#include "adapters/crypto.hpp"
#include "bot/commands/confirmation.hpp"
#include "bot/commands/data/handlers.hpp"
#include "bot/commands/identity.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/stored_settings.hpp"
#include "bot/log.hpp"
#include "bot/name_guard.hpp"
#include "bot/windows.hpp"
#include "store/bindings.hpp"
#include "store/members.hpp"
#include "store/store.hpp"
#include "store/units.hpp"

#include <cctype>
#include <exception>

namespace tongbao::bot {
namespace {

constexpr std::size_t longest_message = 4000; // bytes: 1000 characters of up to four

/// Four hex digits that answer and log share; the same for every try of one message.
std::string failure_number(const adapters::InboundMessage& message)
{
    auto number = adapters::sha256_hex(message.receiver + message.message_id).substr(0, 4);
    for (auto& digit : number)
        digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
    return number;
}

Reply refusal(const Command& command, Right right)
{
    switch (right) {
    case Right::bind:
        return replies::bind_first();
    case Right::unbound_group:
        return replies::unbound_group();
    case Right::direct_only:
        return replies::direct_only();
    case Right::group_only:
        return replies::group_only();
    case Right::switched_off:
        return replies::ranking_off();
    case Right::role:
    case Right::allowed:
        break;
    }
    return replies::needs_role(command.roles);
}

Reply unknown(const std::vector<Word>& words, const Caller& caller, const RightsRules& rules)
{
    const auto permitted = [&](const Command& command) { return right_to(command, caller, rules) == Right::allowed; };
    const auto* nearest = nearest_command(words, command_table(), permitted);
    return replies::unknown_command(nearest == nullptr ? std::string_view{} : nearest->name);
}

} // namespace

Commands::Commands(store::Store& store, const Calendar& calendar, const Templates& templates, CommandRules rules)
    : store_(store),
      calendar_(calendar),
      templates_(templates),
      rules_(std::move(rules)),
      askers_(rules_.per_minute),
      lookers_(rules_.looks_per_minute),
      warned_(1)
{
}

boost::asio::awaitable<std::optional<Answer>> Commands::answer(const adapters::InboundMessage& message, Instant now)
{
    std::optional<Reply> reply;
    try {
        reply = co_await reply_to(message, now);
    } catch (const std::exception& error) {
        // The database or a template failed: whoever asked is told so, and by which number the log knows it.
        const auto number = failure_number(message);
        log_event(Level::error, "command_failed", {{"number", number}, {"why", error.what()}});
        reply = replies::failed(number);
    }
    std::optional<Answer> answer;
    if (reply)
        answer.emplace(Answer{std::move(reply->text), message.where, reply->code, std::move(reply->in_private)});
    co_return answer;
}

boost::asio::awaitable<std::optional<Reply>> Commands::reply_to(const adapters::InboundMessage& message, Instant now)
{
    std::optional<Reply> reply;
    const auto asker = co_await store_.read([&](store::Connection& db) {
        Asker found{with_stored_settings(db, rules_), UnitTree(store::all_units(db), store::former_unit_names(db))};
        found.caller = identify(db, message, found.units, found.rules, now);
        if (const auto* unit = found.units.second_level(found.caller.place.unit))
            found.rules.rights = narrowed_by_unit(db, found.rules.rights, unit->id);
        found.notice_owed =
            message.where == ChannelKind::direct && store::notice_owed(db, message.platform, message.sender);
        return found;
    });
    const auto person = asker.caller.platform + '\n' + asker.caller.user;
    if (!askers_.available(person, now))
        co_return warning(person, now);
    askers_.take(person, now);
    reply = co_await run(message, asker, now);
    if (reply->code == ReplyCode::bind && !co_await first_notice(asker.caller, local_day(now)))
        reply.reset();
    if (reply && asker.caller.member && asker.notice_owed) {
        reply->text += "\n\n" + asker.rules.notice;
        co_await store_.write([&](store::Connection& db) { store::note_notice(db, message.platform, message.sender); });
    }
    co_return reply;
}

/// Said once a minute: whoever floods must not make the bot flood.
std::optional<Reply> Commands::warning(const std::string& person, Instant now)
{
    if (!warned_.available(person, now))
        return std::nullopt;
    warned_.take(person, now);
    return replies::too_often();
}

boost::asio::awaitable<Reply> Commands::run(const adapters::InboundMessage& message, const Asker& asker, Instant now)
{
    const auto& caller = asker.caller;
    if (message.text.size() > longest_message) // before anything is folded or compared
        co_return caller.member ? replies::too_long() : replies::bind_first();
    auto words = words_of(message.text);
    if (words.empty()) // the bot was only mentioned, or sent a file
        words = words_of(message.file ? import_command : command_table().front().name);
    const auto line = command_of(words, command_table());
    if (line.command == nullptr)
        co_return caller.member ? unknown(words, caller, asker.rules.rights) : replies::bind_first();
    const auto& command = *line.command;
    const auto right = right_to(command, caller, asker.rules.rights);
    const bool in_private = right == Right::direct_only && command.answers_in_private;
    if (in_private && !asker.rules.private_receivers.contains(message.receiver))
        co_return replies::ask_in_private();
    if (right != Right::allowed && !in_private)
        co_return refusal(command, right);
    auto asking = caller;
    if (in_private)
        asking.place = Place{}; // as if it had been asked there: the group hears only that it was answered
    const CommandContext context{message, asking, asker.units, asker.rules,    calendar_,    templates_,
                                 store_,  files_, now,         local_day(now), kept_figures_};
    auto reply = co_await run_command(line, context);
    if (in_private)
        co_return replies::answered_in_private(std::move(reply.text));
    if (message.where != ChannelKind::group)
        co_return reply;
    const bool named = co_await names_a_member(reply.text);
    if (named)
        reply = replies::direct_only();
    co_return reply;
}

boost::asio::awaitable<Reply> Commands::run_command(const CommandLine& line, const CommandContext& context)
{
    const auto& command = *line.command;
    const auto arguments = arguments_of(command, line.rest, context.message.text, context.today);
    if (!arguments)
        co_return replies::wrong_arguments(format_of(command), command.example);
    if (command.looks_at_persons) {
        const auto looker = std::to_string(context.caller.member.value); // whichever accounts the person has
        if (!lookers_.available(looker, context.now))
            co_return replies::too_often();
        lookers_.take(looker, context.now);
    }
    auto reply = co_await command.handler(context, *arguments);
    if (command.carry_out == nullptr || reply.code != ReplyCode::done || reply.complete)
        co_return reply;
    co_return co_await held_for_confirmation(context, reply);
}

boost::asio::awaitable<bool> Commands::names_a_member(const std::string& text)
{
    co_return co_await store_.read([&](store::Connection& db) { return !name_beside_units(db, text, {}).empty(); });
}

boost::asio::awaitable<bool> Commands::first_notice(const Caller& caller, Day today)
{
    co_return co_await store_.write(
        [&](store::Connection& db) { return store::note_stranger(db, caller.platform, caller.user, today); });
}

} // namespace tongbao::bot
