#include "store/connection.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::store;

class ConnectionTest : public testing::Test {
protected:
    std::string path_ = testing::TempDir() + "connection_test_" + std::to_string(getpid()) + ".db";
    void SetUp() override { TearDown(); }
    void TearDown() override
    {
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }
};

TEST_F(ConnectionTest, ReadsBackWhatWasBound)
{
    Connection db(path_);
    db.execute("CREATE TABLE t (i INTEGER, s TEXT, d INTEGER, n TEXT) STRICT");
    const Day day{std::chrono::local_days{std::chrono::year{2026} / 9 / 14}};
    db.run("INSERT INTO t VALUES ($1, $2, $3, $4)", 42, "张三", day, std::nullopt);
    auto query = db.prepare("SELECT i, s, d, n FROM t");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 42);
    EXPECT_EQ(query.text(1), "张三");
    EXPECT_EQ(query.day(2), day);
    EXPECT_TRUE(query.null(3));
    EXPECT_FALSE(query.step());
}

TEST_F(ConnectionTest, UncommittedTransactionLeavesNothing)
{
    Connection db(path_);
    db.execute("CREATE TABLE t (i INTEGER) STRICT");
    {
        Transaction transaction(db);
        db.run("INSERT INTO t VALUES ($1)", 1);
    }
    EXPECT_FALSE(db.prepare("SELECT i FROM t").step());
}

TEST_F(ConnectionTest, SameTextPreparedTwiceAtOnceGivesTwoStatements)
{
    Connection db(path_);
    db.execute("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1), (2)");
    auto first = db.prepare("SELECT i FROM t ORDER BY i");
    auto second = db.prepare("SELECT i FROM t ORDER BY i");
    ASSERT_TRUE(first.step());
    ASSERT_TRUE(second.step());
    ASSERT_TRUE(second.step());
    EXPECT_EQ(first.integer(0), 1);
    EXPECT_EQ(second.integer(0), 2);
}

TEST_F(ConnectionTest, ConstraintViolationIsADatabaseError)
{
    Connection db(path_);
    db.execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (1)");
    EXPECT_THROW(db.run("INSERT INTO t VALUES ($1)", 1), DatabaseError);
}

TEST_F(ConnectionTest, ParametersCountByTheirNumberAndNotByTheirPlace)
{
    Connection db(path_);
    auto query = db.prepare("SELECT $2, $1, $2");
    query.bind(1, 2);
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 2);
    EXPECT_EQ(query.integer(1), 1);
}

TEST_F(ConnectionTest, QuotedTextIsNoParameter)
{
    Connection db(path_);
    db.execute("CREATE TABLE t (i INTEGER, s TEXT) STRICT; INSERT INTO t VALUES (1, '$1')");
    db.run("UPDATE t SET i = $2 WHERE i = $1 AND s = '$1'", 1, 2);
    EXPECT_TRUE(db.prepare("SELECT i FROM t WHERE i = 2").step());
}
