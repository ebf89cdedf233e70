#include "bot/inbound/inbound.hpp"
#include "store/store.hpp"
#include "tests/store/database_file.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// Occupies one of the store's threads until it is let go.
class Occupied {
public:
    template <class Call>
    Occupied(asio::io_context& io, Call call)
    {
        asio::co_spawn(io, call([this](store::Connection&) { let_go_.get_future().wait(); }),
                       [](std::exception_ptr) {});
    }
    void let_go() { let_go_.set_value(); }

private:
    std::promise<void> let_go_;
};

asio::awaitable<void> nothing(adapters::InboundMessage, InboundId)
{
    co_return;
}

} // namespace

TEST(InboundStopping, AStopDuringTheFirstLookAtTheStoreEndsItsWorkers)
{
    const store::DatabaseFile file;
    store::Store store(file.path, {.readers = 1});
    const FakeClock clock{Instant{std::chrono::seconds{1'760'578'201}}};
    asio::io_context io;
    Occupied reader(io, [&](auto work) { return store.read(work); });
    Occupied writer(io, [&](auto work) { return store.write(work); });
    Inbound inbound(io.get_executor(), store, clock, {}, nothing);
    asio::cancellation_signal stop;
    bool ended = false;
    asio::co_spawn(io, inbound.run(),
                   asio::bind_cancellation_slot(stop.slot(), [&ended](std::exception_ptr) { ended = true; }));
    io.poll(); // everybody waits for the store now
    stop.emit(asio::cancellation_type::terminal);
    io.poll();
    ASSERT_FALSE(ended) << "the fault was not there";
    reader.let_go();
    writer.let_go();
    while (!ended)
        ASSERT_GT(io.run_one_for(30s), 0u) << "a worker waits for ever";
    store.close();
}
