#include "tests/acceptance/faults/monitored_test.hpp"

#include <csignal>
#include <fstream>

/// SIGHUP: the new configuration, or the old one and why.
namespace tongbao::acceptance {
namespace {

using testing::HasSubstr;

class ReloadTest : public MonitoredTest {
protected:
    static constexpr const char* group = "wecom-1";
    ReloadTest() { place.add_group(group); }

    static void reload(const Service& service) { service.process().send(SIGHUP); }
    /// Waits until so many reloads have ended that way since the program began.
    bool reloads(const std::string& outcome, int count) const
    {
        const auto line = "tongbao_config_reloads_total{outcome=\"" + outcome + "\"} " + std::to_string(count) + "\n";
        return holds_soon([&] { return ask("/metrics").body.find(line) != std::string::npos; });
    }
    /// What `tongbao status` says of the last reload, once it says anything; needs a good configuration file.
    nlohmann::json last_reload() const
    {
        nlohmann::json said;
        holds_soon([&] {
            said = nlohmann::json::parse(place.call({"status", "--json"}).output)["service"]["reload"];
            return said.is_object();
        });
        return said;
    }
    void expect_service_sends(const std::string& target, const std::string& key)
    {
        place.put({{.key = key, .group = target, .texts = {"重新加载之后 " + key}}});
        EXPECT_TRUE(all_end_within(std::chrono::minutes(1))) << place.log();
        EXPECT_EQ(message(key).state, "sent");
    }
};

TEST_F(ReloadTest, ABadFileChangesNothingAndMetricLogAndStatusSayWhy)
{
    const auto service = place.start();
    const auto good = place.config();
    std::ofstream(place.config_file()) << "{ \"store\": ";
    reload(service);
    EXPECT_TRUE(reloads("refused", 1)) << place.log();
    place.config()["wecom"]["api"] = "no address";
    place.config()["groups"] = nlohmann::json::array();
    place.write_config();
    reload(service);
    EXPECT_TRUE(reloads("refused", 2)) << place.log();
    EXPECT_THAT(place.log(), HasSubstr("event=config_reload_refused place=$.wecom.api"));
    place.config() = good;
    place.write_config();
    EXPECT_EQ(last_reload()["done"], false);
    expect_service_sends(group, "under the old one");
    EXPECT_TRUE(becomes_ready()) << ask("/readyz").body;
    EXPECT_EQ(reconcile_and_report(49, 2).repeated, 0);
}

TEST_F(ReloadTest, ABadTemplateChangesNothingEither)
{
    const auto service = place.start();
    std::filesystem::copy(source_folder() / "templates/zh-CN", place.folder() / "templates");
    std::ofstream(place.folder() / "templates/weekly.mustache") << "{{nothing_known}}";
    place.config()["templates"] = "templates";
    place.write_config();
    reload(service);
    EXPECT_TRUE(reloads("refused", 1)) << place.log();
    EXPECT_THAT(place.log(), HasSubstr("$.templates"));
    expect_service_sends(group, "under the old ones");
    EXPECT_EQ(reconcile_and_report(49, 1).repeated, 0);
}

TEST_F(ReloadTest, ANewGroupIsServedWithoutARestartAndWhatWasUnderWayIsNotRepeated)
{
    platforms.misbehave(group, "delayed", "1500");
    place.put_many(group, 3);
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] { return count_in(ledger(), "sending") == 1; }));
    place.add_group("wecom-2");
    place.write_config();
    reload(service);
    EXPECT_TRUE(reloads("done", 1)) << place.log();
    expect_service_sends("wecom-2", "in the new group");
    EXPECT_EQ(last_reload()["done"], true);
    EXPECT_EQ(reconcile_and_report(49, 1).repeated, 0);
}

TEST_F(ReloadTest, AnotherDatabaseOrAddressNeedsARestart)
{
    const auto service = place.start();
    const auto in_force = place.config();
    place.config()["store"]["path"] = "other.db";
    place.config()["listen"]["address"] = "127.0.0.2";
    place.write_config();
    reload(service);
    EXPECT_TRUE(reloads("refused", 1)) << place.log();
    place.config() = in_force;
    place.write_config();
    const auto faults = last_reload()["faults"];
    ASSERT_EQ(faults.size(), 2u);
    EXPECT_EQ(faults[0]["path"], "$.store.path");
    EXPECT_EQ(faults[1]["path"], "$.listen");
    EXPECT_THAT(faults[0]["advice"].get<std::string>(), HasSubstr("restart the service"));
    EXPECT_FALSE(std::filesystem::exists(place.folder() / "other.db"));
    report(49, 1, tally());
}

TEST_F(ReloadTest, TheAddressesOfCallbacksAndMonitorStayTheSame)
{
    const auto service = place.start();
    const auto before = ask("/healthz").status;
    for (int count = 1; count <= 3; ++count) {
        reload(service);
        EXPECT_TRUE(reloads("done", count)) << place.log();
        EXPECT_EQ(ask("/healthz").status, before);
    }
    const auto line = " port=" + std::to_string(service.port()) + " ";
    EXPECT_THAT(place.log().substr(place.log().rfind("event=serving")), HasSubstr(line));
}

} // namespace
} // namespace tongbao::acceptance
