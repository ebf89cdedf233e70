#pragma once

#include "bot/calendar_watch.hpp"
#include "bot/circulars/circulars.hpp"
#include "bot/commands/commands.hpp"
#include "bot/drop_folder.hpp"
#include "bot/retention.hpp"
#include "bot/schedule.hpp"
#include "bot/single_instance.hpp"
#include "bot/transports.hpp"

namespace tongbao::bot {

/// The parts of `tongbao serve`, wired. The outbound river runs drop_folder -> schedule -> delivery, the inbound one
/// transports -> inbound -> commands -> delivery; both meet in the outbox.
class Service {
public:
    /// Opens the database and binds the listener; throws when either cannot be had, also when another process serves
    /// the database. `config`, `clock`, `templates` and
    /// the executor's context must outlive the service.
    Service(boost::asio::any_io_executor executor, const Config& config, const Clock& clock,
            const Templates& templates);

    /// Runs until a loop fails, which is thrown, or until cancelled. Call stop() afterwards.
    boost::asio::awaitable<void> run();
    /// Stops accepting, drains what is under way, closes the database: at most ten seconds.
    boost::asio::awaitable<void> stop();

    /// Where the callbacks are heard.
    std::uint16_t port() const { return listener_.port(); }
    store::Store& store() { return store_; }

private:
    boost::asio::awaitable<void> draft_circulars();
    boost::asio::awaitable<void> draft_once();
    boost::asio::awaitable<void> keep_retention();
    boost::asio::awaitable<void> remove_once();
    boost::asio::awaitable<void> import_files();
    boost::asio::awaitable<void> import_once(DropFolder& folder);
    boost::asio::awaitable<void> answer(adapters::InboundMessage message, InboundId id);
    boost::asio::awaitable<void> note_unknown_chat(const adapters::InboundMessage& message);
    void tell_operators(store::Connection& db, const Trouble& trouble, Instant now) const;
    boost::asio::awaitable<void> tell_of_deafness(std::string receiver, Deafness why);

    boost::asio::any_io_executor executor_;
    const Config& config_;
    const Clock& clock_;
    SingleInstance only_one_;
    store::Store store_;
    Channels channels_;
    Circulars circulars_;
    WeeklySchedule schedule_;
    Retention retention_;
    CalendarWatch calendar_watch_;
    Delivery delivery_;
    Commands commands_;
    Inbound inbound_;
    Listener listener_;
    Transports transports_;
};

} // namespace tongbao::bot
