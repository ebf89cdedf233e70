#pragma once

#include "adapters/dingtalk/robot.hpp"
#include "adapters/wecom/robot.hpp"
#include "bot/delivery/delivery.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace tongbao::bot {

using namespace std::chrono_literals;
namespace behaviour = simulator::behaviour;
using simulator::TlsFlaw;

/// A store in a file, both platforms on 127.0.0.1, a clock that stands still, and a delivery between them.
class DeliveryTest : public testing::Test {
protected:
    simulator::TemporaryFolder folder;
    boost::asio::io_context io;
    FakeClock clock{Instant{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h}};
    simulator::Simulator platforms{
        io.get_executor(), {folder.path / "tls", std::nullopt, 0, TlsFlaw::none, [this] { return clock.now_ms(); }}};
    simulator::WecomRobot& robot = platforms.add(simulator::WecomRobotSettings{.name = "group-7", .key = "key-7"});
    simulator::WecomRobot& other = platforms.add(simulator::WecomRobotSettings{.name = "group-8", .key = "key-8"});
    simulator::DingtalkRobot& ding = platforms.add(
        simulator::DingtalkRobotSettings{.name = "ding-1", .access_token = "token-1", .secret = "SECsecret"});
    std::optional<store::Store> db{(folder.path / "store.db").string()};
    std::optional<adapters::HttpClient> client;
    std::optional<adapters::wecom::Robot> wecom;
    std::optional<adapters::wecom::Robot> wecom_other;
    std::optional<adapters::dingtalk::Robot> dingtalk;
    DeliveryRules rules;
    std::vector<Trouble> troubles;
    std::optional<Delivery> delivery;

    DeliveryTest()
    {
        connect_to(platforms.ca_file());
        start();
    }
    ~DeliveryTest() override
    {
        delivery.reset();
        db.reset();
    }

    void connect_to(const std::string& ca_file, std::chrono::milliseconds deadline = 10s)
    {
        client.emplace(io.get_executor(),
                       adapters::HttpClientSettings{.ca_file = ca_file, .private_hosts = {"127.0.0.1"}});
        wecom.emplace(*client, wecom_settings("key-7", deadline));
        wecom_other.emplace(*client, wecom_settings("key-8", deadline));
        adapters::dingtalk::RobotSettings settings;
        settings.api = platforms.base_url();
        settings.access_token = "token-1";
        settings.secret = "SECsecret";
        settings.deadline = deadline;
        settings.now = [this] { return clock.now_ms(); };
        dingtalk.emplace(*client, settings);
    }
    adapters::wecom::RobotSettings wecom_settings(std::string key, std::chrono::milliseconds deadline)
    {
        adapters::wecom::RobotSettings settings;
        settings.api = platforms.base_url();
        settings.key = std::move(key);
        settings.deadline = deadline;
        return settings;
    }
    /// The program starts, or starts again after it was killed.
    void start()
    {
        std::vector<Target> targets{{"group-7", "wecom-7", &*wecom},
                                    {"group-7b", "wecom-7", &*wecom},
                                    {"group-8", "wecom-8", &*wecom_other},
                                    {"ding-1", "ding-1", &*dingtalk}};
        delivery.emplace(io.get_executor(), *db, clock, targets, rules,
                         [this](store::Connection&, const Trouble& trouble, Instant) { troubles.push_back(trouble); });
    }
    void restart_the_store()
    {
        delivery.reset();
        db.reset();
        db.emplace((folder.path / "store.db").string());
        start();
    }

    /// Runs the context until `work` has ended.
    template <class Work>
    void run(Work work)
    {
        bool done = false;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, auto&&...) {
            done = true;
            if (error)
                std::rethrow_exception(error);
        });
        io.restart();
        while (!done && io.run_one() > 0) {
        }
    }
    void step_once()
    {
        run(delivery->step(clock.now()));
        run(delivery->settled());
    }
    /// Steps as long as a step makes an attempt.
    void deliver_due()
    {
        for (int before = -1; before != attempts_made();) {
            before = attempts_made();
            step_once();
        }
    }
    void advance(std::chrono::seconds by) { clock.advance(by); }

    template <class Work>
    auto in_store(Work work)
    {
        std::optional<decltype(work(std::declval<store::Connection&>()))> result;
        run([](store::Store& from, Work& w, auto& into) -> boost::asio::awaitable<void> {
            into = co_await from.write([&](store::Connection& c) { return w(c); });
        }(*db, work, result));
        return *result;
    }
    MessageId enqueue(const std::string& key, const std::string& target = "group-7",
                      std::vector<std::string> texts = {})
    {
        store::NewMessage message;
        message.dedup_key = key;
        message.kind = "weekly_circular";
        message.target = target;
        if (texts.empty())
            texts = {key};
        for (const auto& text : texts)
            for (auto& body : (target == "ding-1" ? dingtalk->encode({"", text}) : wecom->encode({"", text})))
                message.parts.push_back(std::move(body));
        return enqueue(message);
    }
    MessageId enqueue(const store::NewMessage& message)
    {
        return in_store([&](store::Connection& c) { return store::enqueue(c, message, clock.now()).id; });
    }
    std::string field(MessageId id, const std::string& column)
    {
        return in_store([&](store::Connection& c) {
            auto query = c.prepare("SELECT " + column + " FROM message WHERE id = $1");
            query.bind(id);
            return query.step() ? query.text(0) : std::string("gone");
        });
    }
    std::string state(MessageId id) { return field(id, "state"); }
    int attempts_made()
    {
        return in_store([](store::Connection& c) {
            auto query = c.prepare("SELECT count(*) FROM attempt");
            query.step();
            return static_cast<int>(query.integer(0));
        });
    }
    static std::vector<std::string> contents(const std::vector<simulator::Received>& received)
    {
        std::vector<std::string> texts;
        for (const auto& one : received)
            texts.push_back(one.content);
        return texts;
    }
    using Texts = std::vector<std::string>;
};

} // namespace tongbao::bot
