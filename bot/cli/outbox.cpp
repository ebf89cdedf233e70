#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/queue_outlook.hpp"
#include "bot/clock.hpp"
#include "store/outbox_desk.hpp"
#include "store/restored.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const store::MessageRow& message)
{
    ordered_json row{{"id", message.id.value},
                     {"key", message.dedup_key},
                     {"kind", message.kind},
                     {"target", message.target},
                     {"state", store::name_of(message.state)},
                     {"reason", message.reason},
                     {"created", local_text(message.created_at)},
                     {"changed", local_text(message.changed_at)},
                     {"parts", message.parts},
                     {"parts_out", message.parts_out},
                     {"tries", message.tries}};
    if (message.state == store::MessageState::queued)
        row["not_before"] = local_text(message.next_at);
    if (message.not_after)
        row["not_after"] = local_text(*message.not_after);
    return row;
}

ordered_json json_of(const store::AttemptRow& attempt)
{
    return {{"id", attempt.id.value},
            {"part", attempt.part},
            {"lane", attempt.lane},
            {"copy", attempt.copy},
            {"started", local_text(attempt.started_at)},
            {"ended", attempt.ended_at ? ordered_json(local_text(*attempt.ended_at)) : ordered_json()},
            {"verdict", attempt.verdict},
            {"reason", attempt.reason}};
}

void print_line(const store::MessageRow& message, const ordered_json& row)
{
    fmt::print("{:>6}  {:<14}  {}  {} {}  {}/{}  {}{}\n", message.id.value, store::name_of(message.state),
               local_text(message.changed_at), message.kind, message.target, message.parts_out, message.parts,
               row.value("queued", ""), message.reason.empty() ? "" : " " + message.reason);
}

std::vector<store::MessageRow> restored_messages(store::Connection& db)
{
    std::vector<store::MessageRow> messages;
    for (const auto id : store::held_by_restore(db))
        if (auto message = store::find_message(db, id))
            messages.push_back(std::move(*message));
    return messages;
}

int list(store::Connection& db, const Config& config, const OutboxArguments& arguments)
{
    const QueueOutlook outlook(db, config);
    store::MessageFilter filter;
    if (!arguments.state.empty())
        filter.state = store::state_of(arguments.state);
    filter.target = arguments.target;
    filter.limit = arguments.limit;
    auto rows = ordered_json::array();
    for (const auto& message : arguments.restored ? restored_messages(db) : store::list_messages(db, filter)) {
        auto row = json_of(message);
        outlook.add_to(row, message);
        if (!arguments.json)
            print_line(message, row);
        rows.push_back(std::move(row));
    }
    if (arguments.json)
        fmt::print("{}\n", rows.dump(2));
    return done;
}

int no_such_message(const OutboxArguments& arguments)
{
    fmt::print(stderr, "tongbao: there is no message {}\n", arguments.message);
    return refused;
}

int show(store::Connection& db, const Config& config, const OutboxArguments& arguments)
{
    const MessageId id{arguments.message};
    const auto message = store::find_message(db, id);
    if (!message)
        return no_such_message(arguments);
    auto attempts = ordered_json::array();
    for (const auto& attempt : store::attempts_of(db, id))
        attempts.push_back(json_of(attempt));
    auto whole = json_of(*message);
    QueueOutlook(db, config).add_to(whole, *message);
    whole["bodies"] = store::bodies_of(db, id);
    whole["attempts"] = std::move(attempts);
    fmt::print("{}\n", whole.dump(2));
    return done;
}

using Action = store::DeskResult (*)(store::Connection&, MessageId, std::string_view who, Instant now);

Action action_called(std::string_view name)
{
    if (name == "retry")
        return store::retry;
    if (name == "cancel")
        return store::cancel;
    return name == "release" ? store::release : store::drop;
}

/// Which states an action is for, in the words of its refusal.
std::string_view states_for(std::string_view action)
{
    if (action == "retry")
        return "dead or expired";
    return action == "cancel" ? "queued" : "uncertain_held";
}

std::string who()
{
    const char* user = std::getenv("USER");
    return user != nullptr ? user : "an operator";
}

/// All that a restore holds, together.
int confirm_restore(store::Connection& db, const OutboxArguments& arguments)
{
    const auto decision = arguments.action == "release" ? store::AfterRestore::release : store::AfterRestore::drop;
    store::Transaction transaction(db);
    const auto decided = store::confirm_restore(db, decision, who(), SystemClock().now());
    transaction.commit();
    if (!decided) {
        fmt::print(stderr, "tongbao: no restore waits for a decision\n");
        return refused;
    }
    fmt::print("{} held messages: {}; from now on messages go as usual\n", *decided,
               decision == store::AfterRestore::release ? "queued again" : "ended");
    return done;
}

int act(store::Connection& db, const OutboxArguments& arguments)
{
    store::Transaction transaction(db);
    const auto result = action_called(arguments.action)(db, MessageId{arguments.message}, who(), SystemClock().now());
    transaction.commit();
    switch (result) {
    case store::DeskResult::done:
        return done;
    case store::DeskResult::no_such_message:
        return no_such_message(arguments);
    case store::DeskResult::wrong_state:
        fmt::print(stderr, "tongbao: {} is for a message that is {}\n", arguments.action, states_for(arguments.action));
        return refused;
    case store::DeskResult::text_erased:
        fmt::print(stderr, "tongbao: the message's text was erased when its time was over\n");
        return refused;
    case store::DeskResult::address_erased:
        break;
    }
    fmt::print(stderr, "tongbao: the answer's address was erased when it ended; the question must be asked again\n");
    return refused;
}

} // namespace

int outbox(const OutboxArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    if (arguments.action != "list" && arguments.action != "show") {
        auto db = open_database(*config);
        return arguments.restored ? confirm_restore(db, arguments) : act(db, arguments);
    }
    auto db = open_database_to_read(*config);
    if (!db)
        return not_complete;
    return arguments.action == "list" ? list(*db, *config, arguments) : show(*db, *config, arguments);
}

} // namespace tongbao::bot::cli
