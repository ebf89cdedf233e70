#pragma once

#include "adapters/dingtalk/app.hpp"
#include "adapters/wecom/app.hpp"
#include "tests/adapters/exchange_fixture.hpp"

namespace tongbao::adapters {

/// An app of each platform on 127.0.0.1 and the channels to its members.
class AppsTest : public ExchangeTest {
protected:
    simulator::WecomApp& wecom_app =
        platforms->add(simulator::WecomAppSettings{.name = "wecom-app",
                                                   .corp_id = "ww1",
                                                   .secret = "the-app-secret",
                                                   .members = {"zhangsan", "lisi", "WangWu", "007"},
                                                   .unlicensed = {"007"}});
    simulator::DingtalkApp& ding_app =
        platforms->add(simulator::DingtalkAppSettings{.name = "ding-app",
                                                      .client_id = "ding1",
                                                      .client_secret = "the-client-secret",
                                                      .users = {"u1", "u2", "u3"},
                                                      .groups = {"cid1=="},
                                                      .per_second = 1000});
    wecom::App wecom_channel{*client, {.credential = wecom_credential(), .agent_id = 1000002}};
    dingtalk::AppAccess ding_access{*client, ding_credential()};
    dingtalk::App ding_channel{ding_access, dingtalk::AppFormat::text};
    dingtalk::AppGroup ding_group{ding_access, "cid1==", dingtalk::AppFormat::markdown};

    wecom::AppCredential wecom_credential() const
    {
        return {.api = platforms->base_url(), .corp_id = "ww1", .secret = "the-app-secret"};
    }
    dingtalk::AppCredential ding_credential() const
    {
        return {.api = platforms->base_url(), .client_id = "ding1", .client_secret = "the-client-secret"};
    }
    Outcome send(Channel& channel, std::vector<std::string> addresses, std::string text = "请于周五前完成学习")
    {
        return run(channel.send({std::move(addresses), channel.encode({"提醒", std::move(text)}).front()}));
    }
    /// All at once, as a delivery has many attempts in flight.
    std::vector<Outcome> send_together(Channel& channel, const std::vector<std::string>& addresses)
    {
        std::vector<Outcome> ended;
        for (const auto& address : addresses)
            boost::asio::co_spawn(io, channel.send({{address}, channel.encode({"", "to " + address}).front()}),
                                  [&](std::exception_ptr error, Outcome outcome) {
                                      if (error)
                                          std::rethrow_exception(error);
                                      ended.push_back(std::move(outcome));
                                  });
        io.restart();
        while (ended.size() < addresses.size() && io.run_one() > 0) {
        }
        return ended;
    }
    int token_calls() const { return platforms->calls("/cgi-bin/gettoken"); }
    static std::vector<std::string> many(const std::string& who, int count)
    {
        return std::vector<std::string>(static_cast<std::size_t>(count), who);
    }
};

} // namespace tongbao::adapters
