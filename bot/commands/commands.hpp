#pragma once

#include "adapters/inbound.hpp"
#include "bot/commands/context.hpp"
#include "bot/commands/data/received_files.hpp"
#include "bot/commands/kept_figures.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/reply.hpp"
#include "bot/inbound/buckets.hpp"

#include <boost/asio/awaitable.hpp>
#include <memory>

namespace tongbao::bot {

/// What is said back, in the chat where the command was typed.
struct Answer {
    std::string text;
    ChannelKind where = ChannelKind::direct;
    ReplyCode code = ReplyCode::done;
    std::string in_private = {}; ///< not empty: this goes to whoever asked, one-to-one
};

/// Answers commands: who asks, what is asked, may they ask it here, then the row's handler.
class Commands {
public:
    /// `calendar`, `templates` and `store` must live as long as this.
    Commands(store::Store& store, const Calendar& calendar, const Templates& templates, CommandRules rules);

    /// One message, one answer; empty is silence: a stranger who was already told today how to bind, or who was
    /// just told to wait. Never throws: what fails is logged under the number that the answer names.
    boost::asio::awaitable<std::optional<Answer>> answer(const adapters::InboundMessage& message, Instant now);

private:
    struct Asker {
        CommandRules rules; ///< with what 设置 changed
        UnitTree units;
        Caller caller = {};
        bool notice_owed = false; ///< was bound without having seen the notice of purpose
    };
    boost::asio::awaitable<std::optional<Reply>> reply_to(const adapters::InboundMessage& message, Instant now);
    boost::asio::awaitable<Reply> run(const adapters::InboundMessage& message, const Asker& asker, Instant now);
    boost::asio::awaitable<Reply> run_command(const CommandLine& line, const CommandContext& context);
    std::optional<Reply> warning(const std::string& person, Instant now);
    boost::asio::awaitable<bool> first_notice(const Caller& caller, Day today);
    /// Such an answer must not go into a group (domain/commands.md §6).
    boost::asio::awaitable<bool> names_a_member(const std::string& text);

    store::Store& store_;
    const Calendar& calendar_;
    const Templates& templates_;
    CommandRules rules_;
    Buckets askers_;  ///< beyond it a person is told to wait
    Buckets lookers_; ///< the same for looks at other persons
    Buckets warned_;
    KeptFigures kept_figures_;
    ReceivedFiles files_;
};

} // namespace tongbao::bot
