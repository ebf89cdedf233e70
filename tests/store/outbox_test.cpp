#include "store/outbox.hpp"
#include "store/schema.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::store;
using namespace std::chrono_literals;

class OutboxTest : public testing::Test {
protected:
    std::string path_ = testing::TempDir() + "outbox_test_" + std::to_string(getpid()) + ".db";
    std::optional<Connection> db_;
    Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h};

    void SetUp() override
    {
        TearDown();
        db_.emplace(path_);
        migrate(*db_);
    }
    void TearDown() override
    {
        db_.reset();
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }
    static NewMessage message(std::string key)
    {
        NewMessage made;
        made.dedup_key = std::move(key);
        made.kind = "weekly_circular";
        made.target = "group-7";
        made.parts = {R"({"n":1})", R"({"n":2})"};
        return made;
    }
};

TEST_F(OutboxTest, OneKeyMakesOneMessage)
{
    const auto first = enqueue(*db_, message("circular:2026-W38:weekly:group-7"), now_);
    const auto second = enqueue(*db_, message("circular:2026-W38:weekly:group-7"), now_ + 1h);
    EXPECT_TRUE(first.created);
    EXPECT_FALSE(second.created);
    EXPECT_EQ(second.id, first.id);
}
