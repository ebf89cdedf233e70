#include "store/store.hpp"
#include "tests/store/database_file.hpp"
#include "tests/store/faulty_disk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <set>

using namespace tongbao;
using namespace tongbao::store;

namespace {

enum class Fault { once, for_good, power_loss };

class DurabilityTest : public testing::TestWithParam<Fault> {
protected:
    FaultyDisk disk_;
    DatabaseFile file_;

    void SetUp() override
    {
        Connection db = open_database(file_.path);
        db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, filler TEXT) STRICT");
    }

    void inject(int operation)
    {
        if (GetParam() == Fault::power_loss)
            disk_.lose_power_at(operation);
        else
            disk_.fail_at(operation, GetParam() == Fault::for_good);
    }

    /// Writes the numbers from `first` on; returns those that the store said are durable.
    std::set<std::int64_t> write_some(int first)
    {
        std::set<std::int64_t> acknowledged;
        try {
            asio::io_context io;
            Store store(file_.path, {.readers = 1});
            for (int n = first; n < first + 4; ++n) {
                auto insert = store.write([n](Connection& db) {
                    db.run("INSERT INTO t (n, filler) VALUES ($1, $2)", n, std::string(3000, 'x'));
                });
                asio::co_spawn(io, std::move(insert), [&acknowledged, n](std::exception_ptr error) {
                    if (!error)
                        acknowledged.insert(n);
                });
                io.run();
                io.restart();
            }
        } catch (const DatabaseError&) {
            // The disk failed before the store was open: nothing was acknowledged.
        }
        return acknowledged;
    }

    std::set<std::int64_t> stored()
    {
        Connection db = open_database(file_.path);
        std::set<std::int64_t> found;
        auto query = db.prepare("SELECT n FROM t");
        while (query.step())
            found.insert(query.integer(0));
        return found;
    }

    bool sound()
    {
        Connection db = open_database(file_.path);
        auto check = db.prepare("PRAGMA integrity_check");
        return check.step() && check.view(0) == "ok";
    }
};

TEST_P(DurabilityTest, WhatWasAcknowledgedIsThereWhicheverOperationFailed)
{
    std::set<std::int64_t> acknowledged;
    bool failed = true;
    int operation = 1;
    for (; failed && operation < 500; ++operation) {
        inject(operation);
        acknowledged.merge(write_some(operation * 10));
        failed = disk_.failed();
        disk_.heal();
        const auto there = stored();
        ASSERT_TRUE(std::includes(there.begin(), there.end(), acknowledged.begin(), acknowledged.end()))
            << "operation " << operation;
        ASSERT_TRUE(sound()) << "operation " << operation;
    }
    EXPECT_GT(operation, 10); // operations did fail
    EXPECT_FALSE(failed);     // and the last round had none left to fail
}

INSTANTIATE_TEST_SUITE_P(Faults, DurabilityTest, testing::Values(Fault::once, Fault::for_good, Fault::power_loss),
                         [](const auto& each) {
                             return each.param == Fault::once       ? "Once"
                                    : each.param == Fault::for_good ? "ForGood"
                                                                    : "PowerLoss";
                         });

} // namespace
