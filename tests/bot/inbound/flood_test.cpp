#include "bot/inbound/inbound.hpp"
#include "store/store.hpp"
#include "tests/store/database_file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <map>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Messages that arrive faster than anybody types. The clock stands still, so that no bucket fills up meanwhile.
class InboundFloodTest : public testing::Test {
protected:
    InboundFloodTest() { asio::co_spawn(io_, inbound_.run(), asio::detached); }
    ~InboundFloodTest() override { store_.close(); } // its threads read the clock

    static asio::awaitable<void> remember(InboundFloodTest& test, adapters::InboundMessage message)
    {
        ++test.handled_[message.sender];
        ++test.handled_in_all_;
        co_return;
    }

    void take(const std::string& sender, const std::string& chat)
    {
        adapters::InboundMessage message;
        message.platform = "wecom";
        message.receiver = "bot";
        message.message_id = std::to_string(++messages_);
        message.sender = sender;
        message.where = chat.empty() ? ChannelKind::direct : ChannelKind::group;
        message.chat = chat;
        message.text = "帮助";
        message.reply_address = "https://127.0.0.1/reply";
        message.reply_until = clock_.now() + 1h;
        asio::co_spawn(io_, inbound_.take(std::move(message), ""), asio::detached);
    }

    /// Until so many are handled and the rest is stored as ignored.
    void settle(std::uint64_t handled, std::uint64_t ignored)
    {
        while (handled_in_all_ < handled || inbound_.counters().throttled + inbound_.counters().looping < ignored)
            ASSERT_GT(io_.run_one_for(30s), 0u) << "nothing happens any more";
    }

    store::DatabaseFile file_;
    store::Store store_{file_.path};
    FakeClock clock_{Instant{std::chrono::seconds{1'760'578'201}}};
    asio::io_context io_;
    std::map<std::string, int> handled_;
    std::uint64_t handled_in_all_ = 0;
    int messages_ = 0;
    Inbound inbound_{io_.get_executor(), store_, clock_, {}, [this](adapters::InboundMessage message, InboundId) {
                         return remember(*this, std::move(message));
                     }};
};

TEST_F(InboundFloodTest, OneStrangersFloodLeavesOthersServed)
{
    for (int i = 0; i < 500; ++i)
        take("flooder", "");
    for (int i = 0; i < 10; ++i)
        take("person-" + std::to_string(i), "");
    settle(50, 460);
    EXPECT_EQ(handled_["flooder"], 40);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(handled_["person-" + std::to_string(i)], 1) << i;
}

TEST_F(InboundFloodTest, OneGroupsFloodOfManyLeavesOtherGroupsServed)
{
    for (int i = 0; i < 300; ++i)
        take("member-" + std::to_string(i), "loud");
    take("person", "quiet");
    settle(61, 240);
    EXPECT_EQ(handled_["person"], 1);
}

TEST_F(InboundFloodTest, WhoFloodedIsHeardAgainAfterARest)
{
    for (int i = 0; i < 50; ++i)
        take("flooder", "");
    settle(40, 10);
    clock_.advance(10min);
    take("flooder", "");
    settle(41, 10);
    EXPECT_EQ(handled_["flooder"], 41);
}

/// Messages whose work takes a while, and how much of it goes on at once.
class InboundWorkTest : public InboundFloodTest {
protected:
    asio::awaitable<void> slow_work()
    {
        ++working_;
        const int waiting = taken_ - acknowledged_;
        at_most_while_many_wait_ = std::max(at_most_while_many_wait_, waiting >= 8 ? working_ : 0);
        at_most_ = std::max(at_most_, working_);
        co_await store_.read([](store::Connection&) {});
        --working_;
        ++worked_;
    }
    asio::awaitable<void> take_one(std::string sender)
    {
        adapters::InboundMessage message;
        message.platform = "wecom";
        message.receiver = "bot";
        message.message_id = sender;
        message.sender = std::move(sender);
        message.reply_until = clock_.now() + 1h;
        auto taking = slow_.take(std::move(message), "");
        co_await std::move(taking);
        ++acknowledged_;
    }

    int taken_ = 0;
    int acknowledged_ = 0;
    int working_ = 0;
    int worked_ = 0;
    int at_most_ = 0;
    int at_most_while_many_wait_ = 0;
    Inbound slow_{
        io_.get_executor(), store_, clock_, {}, [this](adapters::InboundMessage, InboundId) { return slow_work(); }};
};

TEST_F(InboundWorkTest, WhileManyWaitForTheirAcknowledgementOneMessageAtATimeIsWorkedOn)
{
    asio::co_spawn(io_, slow_.run(), asio::detached);
    for (; taken_ < 400; ++taken_)
        asio::co_spawn(io_, take_one("person-" + std::to_string(taken_)), asio::detached);
    while (worked_ < 400)
        ASSERT_GT(io_.run_one_for(30s), 0u) << "nothing happens any more";
    EXPECT_EQ(at_most_while_many_wait_, 1);
    EXPECT_GT(at_most_, 1) << "afterwards several go on at once";
}
