#pragma once

#include "bot/render/templates.hpp"
#include "bot/service.hpp"
#include "store/roster.hpp"
#include "store/schema.hpp"
#include "store/units.hpp"
#include "tests/simulator/simulator_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace tongbao::bot {

/// The whole service over real sockets against both platforms, in one thread. 文学院 has the administrator lisi, the
/// secretary wangwu and the member zhangsan (皇甫清扬); a group of the unit on each platform.
class ServiceTest : public testing::Test {
protected:
    static constexpr auto administrator = "lisi", member = "zhangsan";
    static constexpr auto wecom_chat = "wrLiterature", dingtalk_chat = "cidLiterature==";

    ServiceTest()
    {
        const std::string source = std::getenv("TONGBAO_SOURCE");
        templates_ = Templates::load(source + "/templates/zh-CN");
        config_json_ = {
            {"store", {{"path", "tongbao.db"}}},
            {"calendar", source + "/calendar.json"},
            {"templates", source + "/templates/zh-CN"},
            {"listen", {{"address", "127.0.0.1"}, {"port", 0}}},
            {"circular",
             {{"org", "党委宣传部"}, {"contact", "秘书处"}, {"grace_hours", 0}, {"weekly", {"wecom-group"}}}},
            {"groups",
             {{{"name", "wecom-group"},
               {"platform", "wecom"},
               {"kind", "单位群"},
               {"unit", "WX"},
               {"chat_id", wecom_chat},
               {"webhook_key", "00000000-0000-4000-8000-000000000001"}},
              {{"name", "dingtalk-group"},
               {"platform", "dingtalk"},
               {"kind", "单位群"},
               {"unit", "WX"},
               {"chat_id", dingtalk_chat},
               {"access_token", "token-of-the-robot"}}}},
            {"wecom", {{"api", platforms_.base_url()}, {"socket", "wss" + platforms_.base_url().substr(5)}}},
            {"dingtalk", {{"api", platforms_.base_url()}, {"gateway", platforms_.base_url()}}},
            {"network", {{"ca_file", platforms_.ca_file()}, {"private_hosts", {"127.0.0.1"}}}},
            {"people", {{"user_id_is_member_id", true}}}};
        save_people();
    }
    ~ServiceTest() override { halt(); }

    void start()
    {
        std::ofstream(folder_.path / "config.json") << config_json_.dump(2);
        auto reading = read_config(folder_.path / "config.json");
        for (const auto& fault : reading.faults)
            ADD_FAILURE() << fault.path << ": " << fault.problem;
        config_ = std::move(reading.config);
        lasting_.emplace(config_);
        service_.emplace(io_.get_executor(), config_, clock_, *templates_.templates, *lasting_);
        boost::asio::co_spawn(
            io_, service_->run(),
            boost::asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr) { ended_ = true; }));
    }
    void halt()
    {
        if (!service_)
            return;
        stop_.emit(boost::asio::cancellation_type::terminal);
        until([&] { return ended_; });
        bool stopped = false;
        boost::asio::co_spawn(io_, service_->stop(), [&](std::exception_ptr) { stopped = true; });
        until([&] { return stopped; });
        service_.reset();
    }
    /// Where the service hears callbacks.
    std::string url() const { return "http://127.0.0.1:" + std::to_string(service_->port()); }

    template <class Condition>
    void until(Condition reached)
    {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes(2);
        io_.restart();
        while (!reached()) {
            ASSERT_GT(io_.run_one_for(std::chrono::seconds(60)), 0u) << "nothing happens any more";
            ASSERT_LT(std::chrono::steady_clock::now(), patience) << "it never comes to that";
        }
    }
    template <class Bot>
    void say(Bot& bot, simulator::Speech said)
    {
        hear(bot.speak(std::move(said)));
    }
    template <class Bot>
    void send_file(Bot& bot, std::string user, std::string name, std::string bytes)
    {
        hear(bot.send_file(std::move(user), std::move(name), std::move(bytes)));
    }
    /// What people can read, of one chat: a group's id or a person.
    std::vector<std::string> read_in(const std::string& chat) const
    {
        std::vector<std::string> texts;
        for (const auto& entry : platforms_.log().entries())
            if (entry.fate == simulator::Fate::accepted && (entry.chat == chat || one_to_one(entry, chat)))
                texts.push_back(entry.content);
        return texts;
    }
    store::Connection database() { return store::Connection((folder_.path / "tongbao.db").string()); }

    simulator::TemporaryFolder folder_;
    boost::asio::io_context io_;
    SystemClock clock_;
    simulator::Simulator platforms_{io_.get_executor(), {folder_.path / "platforms"}};
    nlohmann::json config_json_;

private:
    static bool one_to_one(const simulator::Received& entry, const std::string& person)
    {
        return entry.chat.empty() && entry.notified == std::vector<std::string>{person};
    }
    void hear(boost::asio::awaitable<simulator::Hearing> speaking)
    {
        bool heard = false;
        boost::asio::co_spawn(io_, std::move(speaking), [&](std::exception_ptr, simulator::Hearing) { heard = true; });
        until([&] { return heard; });
    }
    void save_people()
    {
        auto db = database();
        store::migrate(db);
        store::Transaction transaction(db);
        const auto since = local_day(clock_.now()) - std::chrono::days{100};
        const auto add_unit = [&](const char* code, const char* name, UnitKind kind, UnitId parent) {
            return store::save_unit(db, Unit{{}, code, name, {}, kind, parent, "", "", since, {}});
        };
        const auto school = add_unit("XX", "示例大学", UnitKind::school, {});
        const auto unit = add_unit("WX", "文学院", UnitKind::party_committee, school);
        std::vector<store::RosterRow> rows;
        const auto add = [&](const char* code, const char* name, std::vector<store::Role> roles) {
            store::RosterRow row;
            row.row = static_cast<int>(rows.size()) + 2;
            row.code = code;
            row.name = name;
            row.unit = unit;
            row.start = since;
            row.roles = std::move(roles);
            rows.push_back(std::move(row));
        };
        add(administrator, "诸葛明月", {store::Role::study_administrator});
        add("wangwu", "上官云起", {store::Role::secretary});
        add(member, "皇甫清扬", {});
        EXPECT_TRUE(store::apply_roster(db, rows, {}).errors.empty());
        transaction.commit();
    }

    Templates::Loaded templates_;
    Config config_;
    std::optional<LastingParts> lasting_;
    std::optional<Service> service_;
    boost::asio::cancellation_signal stop_;
    bool ended_ = false;
};

} // namespace tongbao::bot
