#pragma once

#include "adapters/dingtalk/app.hpp"
#include "adapters/wecom/app.hpp"
#include "tests/bot/delivery/delivery_fixture.hpp"

namespace tongbao::bot {

/// An app of each platform, whose messages each go to one person.
class OneToOneTest : public DeliveryTest {
protected:
    simulator::WecomApp& app = platforms.add(simulator::WecomAppSettings{
        .name = "app", .corp_id = "ww1", .secret = "app-secret", .members = {"a", "b", "c", "d"}});
    simulator::DingtalkApp& ding_app = platforms.add(simulator::DingtalkAppSettings{.name = "ding-app",
                                                                                    .client_id = "ding1",
                                                                                    .client_secret = "client-secret",
                                                                                    .users = {"a", "b", "c"},
                                                                                    .per_second = 1000});
    adapters::wecom::App channel{
        *client,
        {.credential = {.api = platforms.base_url(), .corp_id = "ww1", .secret = "app-secret"}, .agent_id = 1000002}};
    adapters::dingtalk::AppAccess access{
        *client, {.api = platforms.base_url(), .client_id = "ding1", .client_secret = "client-secret"}};
    adapters::dingtalk::App ding_channel{access, adapters::dingtalk::AppFormat::text};

    OneToOneTest() { begin(); }
    ~OneToOneTest() override { delivery.reset(); }

    void begin()
    {
        delivery.emplace(io.get_executor(), *db, clock,
                         std::vector<Target>{{"app", "app", &channel}, {"ding-app", "ding-app", &ding_channel}}, rules,
                         [this](store::Connection&, const Trouble& trouble, Instant) { troubles.push_back(trouble); });
    }
    MessageId tell(const std::string& who, const std::string& text = "请完成学习", const std::string& target = "app")
    {
        store::NewMessage message;
        message.dedup_key = "reminder:" + target + ":" + who + ":" + text;
        message.kind = "reminder";
        message.target = target;
        message.address = who;
        message.priority = store::Priority::reminder;
        auto& encoder = target == "app" ? static_cast<adapters::Channel&>(channel) : ding_channel;
        message.parts = encoder.encode({"提醒", text});
        return enqueue(message);
    }
    std::vector<std::string> tell_all(const std::vector<std::string>& people)
    {
        for (const auto& who : people)
            ids.push_back(tell(who));
        return people;
    }
    std::vector<std::string> states()
    {
        std::vector<std::string> all;
        for (const auto id : ids)
            all.push_back(state(id));
        return all;
    }
    std::vector<MessageId> ids;
};

} // namespace tongbao::bot
