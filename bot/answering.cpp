#include "bot/answering.hpp"

#include "bot/delivery/eligibility.hpp"
#include "bot/inbound/inbound.hpp"
#include "bot/log.hpp"
#include "bot/private_way.hpp"
#include "bot/windows.hpp"
#include "store/groups.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr const char* title = "学习助手";

/// With the question and its minute: a platform that swallows copies must not take one answer for another's copy.
std::string with_question(const std::string& answer, const std::string& question, Instant asked_at)
{
    const auto time = local_time_of_day(asked_at);
    return fmt::format("{}\n（{}:{:02} 您在群里问：{:.40}）", answer, time.count() / 60, time.count() % 60, question);
}

store::NewMessage reply_to(const adapters::InboundMessage& message, InboundId id)
{
    store::NewMessage reply;
    reply.dedup_key = reply_key(id);
    reply.kind = "reply";
    reply.target = message.receiver;
    reply.address = message.reply_address;
    reply.priority = store::Priority::reply;
    reply.not_after = message.reply_until;
    return reply;
}

} // namespace

Answering::Answering(store::Store& store, const Config& config, const Clock& clock, const Channels& channels,
                     Commands& commands, Delivery& delivery)
    : store_(store), config_(config), clock_(clock), channels_(channels), commands_(commands), delivery_(delivery)
{
}

boost::asio::awaitable<void> Answering::answer(adapters::InboundMessage message, InboundId id)
{
    co_await note_unknown_chat(message);
    const auto now = clock_.now();
    const auto said = co_await commands_.answer(message, now);
    if (!said)
        co_return;
    auto reply = reply_to(message, id);
    reply.parts = channels_.encode(reply.target, {title, said->text});
    const auto way = said->in_private.empty()
                         ? std::nullopt
                         : private_way(config_, message.platform, message.sender, message.receiver);
    auto alone = reply;
    if (way) {
        alone.dedup_key += ":private";
        alone.target = way->target;
        alone.address = way->address;
        alone.parts = channels_.encode(way->target, {title, with_question(said->in_private, message.text, now)});
    }
    co_await store_.write([&](store::Connection& db) {
        auto person = addressee_at(db, message.platform, message.sender, config_.user_id_is_member_id, now);
        if (message.where == ChannelKind::direct)
            reply.addressee = person;
        store::enqueue(db, reply, now);
        alone.addressee = std::move(person);
        if (way && alone.addressee)
            store::enqueue(db, alone, now);
    });
    delivery_.wake();
}

/// How whoever installs the service learns the chat id of a group (docs/operations.md).
boost::asio::awaitable<void> Answering::note_unknown_chat(const adapters::InboundMessage& message)
{
    const auto known = [&](const GroupConfig& group) {
        return name_of(group.platform) == message.platform && group.chat_id == message.chat;
    };
    if (message.where != ChannelKind::group || std::ranges::any_of(config_.groups, known))
        co_return;
    const auto bound = co_await store_.read(
        [&](store::Connection& db) { return store::bound_group(db, message.platform, message.chat); });
    if (!bound)
        log_event(Level::info, "unknown_chat", {{"platform", message.platform}, {"chat", message.chat}});
}

} // namespace tongbao::bot
