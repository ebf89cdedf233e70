#pragma once

#include "bot/answering.hpp"
#include "bot/calendar_watch.hpp"
#include "bot/circulars/circulars.hpp"
#include "bot/drop_folder.hpp"
#include "bot/lasting_parts.hpp"
#include "bot/monitor/monitor.hpp"
#include "bot/private_notes.hpp"
#include "bot/retention.hpp"
#include "bot/schedule.hpp"
#include "bot/sent_files.hpp"
#include "bot/transports.hpp"

namespace tongbao::bot {

/// The parts of `tongbao serve`, wired. The outbound river runs drop_folder -> schedule -> delivery, the inbound one
/// transports -> inbound -> commands -> delivery; both meet in the outbox.
class Service {
public:
    /// Opens the database; throws when it cannot be had. The caller holds the database's SingleInstance. `config`,
    /// `clock`, `templates`, `lasting` and the executor's context must outlive the service.
    Service(boost::asio::any_io_executor executor, const Config& config, const Clock& clock, const Templates& templates,
            const LastingParts& lasting);

    /// Runs until a loop fails, which is thrown, or until cancelled. Call stop() afterwards.
    boost::asio::awaitable<void> run();
    /// Stops accepting, drains what is under way, closes the database: at most ten seconds.
    boost::asio::awaitable<void> stop();

    /// Where the callbacks are heard.
    std::uint16_t port() const { return listener_.port(); }
    /// Where health is told; 0: nowhere.
    std::uint16_t monitor_port() const { return monitor_.port(); }
    store::Store& store() { return store_; }

private:
    boost::asio::awaitable<void> draft_circulars();
    boost::asio::awaitable<void> draft_once();
    boost::asio::awaitable<void> keep_retention();
    boost::asio::awaitable<void> remove_once();
    boost::asio::awaitable<void> import_files();
    boost::asio::awaitable<void> import_once(DropFolder& folder);
    void tell_operators(store::Connection& db, const Trouble& trouble, Instant now) const;
    void enqueue_alert(store::Connection& db, const std::string& key, const std::string& target,
                       const std::string& text, Instant now) const;
    boost::asio::awaitable<void> tell_of_deafness(std::string receiver, Deafness why);

    boost::asio::any_io_executor executor_;
    const Config& config_;
    const Clock& clock_;
    store::Store store_;
    Channels channels_;
    Circulars circulars_;
    WeeklySchedule schedule_;
    Retention retention_;
    CalendarWatch calendar_watch_;
    Delivery delivery_;
    PrivateNotes private_notes_;
    SentFiles sent_files_;
    Commands commands_;
    Answering answering_;
    Inbound inbound_;
    Listener listener_;
    Transports transports_;
    Monitor monitor_;
};

} // namespace tongbao::bot
