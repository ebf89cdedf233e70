#include "store/store.hpp"
#include "tests/store/database_file.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>

using namespace tongbao;
using namespace tongbao::store;

namespace {

class StoreTest : public testing::Test {
protected:
    DatabaseFile file_;
    asio::io_context io_;

    void SetUp() override
    {
        Connection db = open_database(file_.path);
        db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT");
    }

    /// Runs the coroutine to its end on io_; throws what it throws.
    void run(asio::awaitable<void> work)
    {
        std::exception_ptr thrown;
        asio::co_spawn(io_, std::move(work), [&](std::exception_ptr error) { thrown = error; });
        io_.restart();
        io_.run();
        if (thrown)
            std::rethrow_exception(thrown);
    }

    std::vector<std::int64_t> stored()
    {
        Connection db = open_database(file_.path);
        auto query = db.prepare("SELECT n FROM t ORDER BY n");
        std::vector<std::int64_t> found;
        while (query.step())
            found.push_back(query.integer(0));
        return found;
    }
};

void insert(Connection& db, int n)
{
    db.run("INSERT INTO t (n) VALUES ($1)", n);
}

asio::awaitable<void> write_number(Store& store, int n)
{
    co_await store.write([&](Connection& db) { insert(db, n); });
}

asio::awaitable<void> write_and_note(Store& store, int n, std::vector<int>& order)
{
    co_await store.write([&](Connection& db) {
        insert(db, n);
        order.push_back(n);
    });
}

asio::awaitable<void> write_then_throw(Store& store, int n, std::string& said)
{
    try {
        co_await store.write([&](Connection& db) {
            insert(db, n);
            throw std::runtime_error("no");
        });
    } catch (const std::runtime_error& error) {
        said = error.what();
    }
}

asio::awaitable<std::int64_t> count(Store& store)
{
    const auto number = co_await store.read([](Connection& db) {
        auto query = db.prepare("SELECT count(*) FROM t");
        query.step();
        return query.integer(0);
    });
    co_return number;
}

TEST_F(StoreTest, WhatWasWrittenIsThereAfterReopening)
{
    {
        Store store(file_.path);
        run(write_number(store, 7));
    }
    EXPECT_EQ(stored(), std::vector<std::int64_t>{7});
}

TEST_F(StoreTest, CallerIsResumedOnlyAfterTheCommitIsVisibleToOthers)
{
    Store store(file_.path);
    run([](Store& s, const std::string& path) -> asio::awaitable<void> {
        co_await write_number(s, 1);
        Connection other(path, Access::read_only);
        EXPECT_TRUE(other.prepare("SELECT n FROM t WHERE n = 1").step());
    }(store, file_.path));
}

TEST_F(StoreTest, ConcurrentWritesKeepTheirOrder)
{
    Store store(file_.path);
    std::vector<int> order;
    for (int n = 0; n < 1000; ++n)
        asio::co_spawn(io_, write_and_note(store, n, order), [](std::exception_ptr) {});
    io_.run();
    ASSERT_EQ(order.size(), 1000u);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(StoreTest, ManyWaitingWritesShareATransaction)
{
    Store store(file_.path, {.readers = 1, .max_calls_per_commit = 256, .max_commit_delay = std::chrono::seconds{10}});
    std::promise<void> gate;
    std::vector<std::int64_t> transactions;
    asio::co_spawn(io_, store.write([&](Connection&) { gate.get_future().wait(); }), [](std::exception_ptr) {});
    for (int n = 0; n < 100; ++n)
        asio::co_spawn(io_, write_number(store, n), [&](std::exception_ptr) {
            Connection db(file_.path, Access::read_only);
            auto query = db.prepare("SELECT count(*) FROM t");
            query.step();
            transactions.push_back(query.integer(0));
        });
    io_.poll();
    gate.set_value();
    io_.run();
    EXPECT_EQ(transactions, std::vector<std::int64_t>(100, 100)); // the first to be resumed already sees all
}

TEST_F(StoreTest, ExceptionUndoesItsOwnCallOnly)
{
    {
        Store store(file_.path);
        std::string said;
        asio::co_spawn(io_, write_number(store, 1), [](std::exception_ptr) {});
        asio::co_spawn(io_, write_then_throw(store, 2, said), [](std::exception_ptr) {});
        asio::co_spawn(io_, write_number(store, 3), [](std::exception_ptr) {});
        io_.run();
        EXPECT_EQ(said, "no");
    }
    EXPECT_EQ(stored(), (std::vector<std::int64_t>{1, 3}));
}

TEST_F(StoreTest, FailingCommitFailsAllItsCallers)
{
    {
        Connection db = open_database(file_.path);
        db.execute("CREATE TABLE child (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED) STRICT");
    }
    int failed = 0;
    {
        Store store(file_.path, {.max_commit_delay = std::chrono::seconds{10}});
        std::promise<void> gate;
        const auto note = [&](std::exception_ptr error) { failed += error != nullptr; };
        asio::co_spawn(io_, store.write([&](Connection&) { gate.get_future().wait(); }), note);
        asio::co_spawn(io_, write_number(store, 1), note);
        asio::co_spawn(io_, store.write([](Connection& db) { db.execute("INSERT INTO child VALUES (9)"); }), note);
        io_.poll();
        gate.set_value();
        io_.run();
    }
    EXPECT_EQ(failed, 3);
    EXPECT_TRUE(stored().empty());
}

TEST_F(StoreTest, WritesGoOnAfterAFailedCommit)
{
    {
        Connection db = open_database(file_.path);
        db.execute("CREATE TABLE child (n INTEGER REFERENCES t (n) DEFERRABLE INITIALLY DEFERRED) STRICT");
    }
    Store store(file_.path);
    auto orphan = store.write([](Connection& db) { db.execute("INSERT INTO child VALUES (9)"); });
    EXPECT_THROW(run(std::move(orphan)), DatabaseError);
    run(write_number(store, 4));
    EXPECT_EQ(stored(), std::vector<std::int64_t>{4});
}

TEST_F(StoreTest, FullDiskFailsTheCallThatNeedsSpaceAndLaterCallsGoOn)
{
    {
        Store store(file_.path);
        run(store.write([](Connection& db) {
            auto pages = db.prepare("PRAGMA page_count");
            pages.step();
            db.execute("PRAGMA max_page_count = " + std::to_string(pages.integer(0) + 1));
        }));
        auto fill = store.write([](Connection& db) {
            for (int n = 10; n < 10'000; ++n)
                insert(db, n);
        });
        EXPECT_THROW(run(std::move(fill)), DatabaseError);
        run(write_number(store, 1));
    }
    EXPECT_EQ(stored(), std::vector<std::int64_t>{1});
}

TEST_F(StoreTest, ReadSeesOneStateWhileOthersWrite)
{
    Store store(file_.path);
    std::promise<void> written;
    std::pair<std::int64_t, std::int64_t> counts;
    auto look_twice = [&](Connection& db) {
        const auto look = [&] {
            auto query = db.prepare("SELECT count(*) FROM t");
            query.step();
            return query.integer(0);
        };
        counts.first = look();
        asio::co_spawn(io_, write_number(store, 1), [&](std::exception_ptr) { written.set_value(); });
        written.get_future().wait();
        counts.second = look();
    };
    run(store.read(look_twice));
    EXPECT_EQ(counts, (std::pair<std::int64_t, std::int64_t>{0, 0}));
}

TEST_F(StoreTest, ReadAfterWriteSeesIt)
{
    Store store(file_.path);
    run([](Store& s) -> asio::awaitable<void> {
        co_await write_number(s, 1);
        const auto number = co_await count(s);
        EXPECT_EQ(number, 1);
    }(store));
}

TEST_F(StoreTest, ReaderCannotWrite)
{
    Store store(file_.path);
    EXPECT_THROW(run(store.read([](Connection& db) { insert(db, 1); })), DatabaseError);
}

TEST_F(StoreTest, CloseRunsWhatIsQueued)
{
    {
        Store store(file_.path);
        for (int n = 0; n < 300; ++n)
            asio::co_spawn(io_, write_number(store, n), [](std::exception_ptr) {});
        io_.poll();
        store.close();
        io_.run();
    }
    EXPECT_EQ(stored().size(), 300u);
}

TEST_F(StoreTest, CallAfterCloseThrows)
{
    Store store(file_.path);
    store.close();
    EXPECT_THROW(run(write_number(store, 1)), DatabaseError);
}

TEST_F(StoreTest, CancellationDoesNotLoseAWriteThatIsQueued)
{
    {
        Store store(file_.path);
        std::promise<void> gate;
        asio::cancellation_signal cancel;
        asio::co_spawn(io_, store.write([&](Connection&) { gate.get_future().wait(); }), [](std::exception_ptr) {});
        asio::co_spawn(io_, write_number(store, 1),
                       asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
        io_.poll();
        cancel.emit(asio::cancellation_type::terminal);
        gate.set_value();
        io_.run();
    }
    EXPECT_EQ(stored(), std::vector<std::int64_t>{1});
}

} // namespace
