#include "store/inbound.hpp"
#include "store/schema.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace tongbao;
using namespace tongbao::store;
using namespace std::chrono_literals;

class InboundStoreTest : public testing::Test {
protected:
    std::string path_ = testing::TempDir() + "inbound_store_test_" + std::to_string(getpid()) + ".db";
    Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21}};

    void SetUp() override { TearDown(); }
    void TearDown() override
    {
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }
    Connection open() const
    {
        Connection db(path_);
        migrate(db);
        return db;
    }
    InboundEvent event(const std::string& id) const
    {
        return {"wecom",  "bot", id, "zhangsan", ChannelKind::group, "wrGROUP", "查排行", "https://reply.test/secret",
                now_ + 1h};
    }
};

TEST_F(InboundStoreTest, MessageIdIsTakenOncePerReceiver)
{
    auto db = open();
    EXPECT_TRUE(record_inbound(db, event("m1"), now_));
    EXPECT_FALSE(record_inbound(db, event("m1"), now_));
    auto other = event("m1");
    other.receiver = "other bot";
    EXPECT_TRUE(record_inbound(db, other, now_));
}

TEST_F(InboundStoreTest, UnfinishedMessageComesBackAfterReopening)
{
    {
        auto db = open();
        record_inbound(db, event("m1"), now_);
    }
    auto db = open();
    const auto found = unfinished_inbound(db, now_, 10);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].event.text, "查排行");
    EXPECT_EQ(found[0].event.where, ChannelKind::group);
    EXPECT_EQ(found[0].event.reply_until, now_ + 1h);
}

TEST_F(InboundStoreTest, FinishingErasesTextAndReplyAddressAndHappensOnce)
{
    auto db = open();
    const auto id = record_inbound(db, event("m1"), now_).value();
    finish_inbound(db, id, InboundState::answered, "", now_);
    finish_inbound(db, id, InboundState::failed, "late", now_);
    EXPECT_EQ(inbound_state(db, id), InboundState::answered);
    auto query = db.prepare("SELECT text, reply_address FROM inbound");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.text(0) + query.text(1), "");
}

TEST_F(InboundStoreTest, MessageNobodyCanAnswerAnyMoreFails)
{
    auto db = open();
    const auto id = record_inbound(db, event("m1"), now_).value();
    EXPECT_TRUE(unfinished_inbound(db, now_ + 1h, 10).empty());
    EXPECT_EQ(expire_inbound(db, now_ + 1h), 1);
    EXPECT_EQ(inbound_state(db, id), InboundState::failed);
}

TEST_F(InboundStoreTest, NonceIsNewOnce)
{
    auto db = open();
    EXPECT_TRUE(remember_nonce(db, "bot", "n", now_));
    EXPECT_FALSE(remember_nonce(db, "bot", "n", now_ + 1h));
    EXPECT_TRUE(remember_nonce(db, "other bot", "n", now_));
}

TEST_F(InboundStoreTest, PurgeKeepsWhatIsYoungOrUnfinished)
{
    auto db = open();
    finish_inbound(db, record_inbound(db, event("old"), now_).value(), InboundState::answered, "", now_);
    finish_inbound(db, record_inbound(db, event("young"), now_).value(), InboundState::answered, "", now_ + 2h);
    record_inbound(db, event("open"), now_);
    remember_nonce(db, "bot", "n", now_);
    purge_inbound(db, now_ + 1h, now_ + 1h);
    EXPECT_TRUE(record_inbound(db, event("old"), now_));
    EXPECT_FALSE(record_inbound(db, event("young"), now_));
    EXPECT_FALSE(record_inbound(db, event("open"), now_));
    EXPECT_TRUE(remember_nonce(db, "bot", "n", now_));
}
