#include "tests/acceptance/faults/apps.hpp"
#include "tests/acceptance/faults/fault_test.hpp"
#include "tests/acceptance/faults/machine_clock.hpp"

#include <fstream>

/// `tongbao doctor` against platforms that work and platforms that do not.
namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class DoctorTest : public FaultTest {
protected:
    explicit DoctorTest(const Platforms::Options& options = on_the_machines_clock()) : FaultTest(options)
    {
        place.put({{.key = "waits", .group = operators, .texts = {"等"}}});
        fs::permissions(place.database(), fs::perms(0600));
    }
    void examine(std::vector<std::string> more = {})
    {
        place.write_config();
        more.insert(more.begin(), {"doctor", "--json"});
        finished = place.call(more);
        checks = nlohmann::json::parse(finished.output);
    }
    nlohmann::json check(const std::string& what) const
    {
        for (const auto& each : checks)
            if (each["what"].get<std::string>().starts_with(what))
                return each;
        return {{"level", "absent"}, {"found", ""}, {"advice", ""}};
    }
    std::string level(const std::string& what) const { return check(what)["level"]; }
    /// Each says what to do, and people have seen nothing of it.
    void expect_advice_and_silence() const
    {
        for (const auto& each : checks)
            EXPECT_NE(each["level"] == "ok", !each["advice"].get<std::string>().empty()) << each;
        for (const auto& receipt : platforms.received())
            EXPECT_NE(receipt.fate, simulator::Fate::accepted) << receipt.content;
    }
    Finished finished;
    nlohmann::json checks;
};

TEST_F(DoctorTest, AHealthyInstallationHasNoFailuresAndNobodySeesTheExamination)
{
    place.add_group("dingtalk-1");
    const Apps apps(place, {.members = {"member"}});
    examine();
    EXPECT_EQ(finished.code, 0) << finished.output;
    for (const auto* what :
         {"database owner", "database pages", "tls", "clock", "templates", "credential wecom-operators",
          "credential dingtalk-1", "credential wecom-app", "credential dingtalk-app"})
        EXPECT_EQ(level(what), "ok") << what << finished.output;
    expect_advice_and_silence();
}

TEST_F(DoctorTest, FilesThatOthersCanReadAreNamed)
{
    std::ofstream(place.folder() / "key") << Installation::secret_of(operators);
    fs::permissions(place.folder() / "key", fs::perms(0644));
    fs::permissions(place.database(), fs::perms(0644));
    place.config()["groups"][0]["webhook_key"] = {{"file", "key"}};
    examine();
    EXPECT_EQ(level("config $.groups[0].webhook_key"), "warning") << finished.output;
    EXPECT_EQ(level("database owner"), "warning");
    EXPECT_THAT(check("database owner")["advice"].get<std::string>(), HasSubstr("chmod 600"));
    expect_advice_and_silence();
}

TEST_F(DoctorTest, ARobotThatWasRemovedAndASecretThatIsWrongFail)
{
    const Apps apps(place, {.members = {"member"}});
    platforms.order("/remove", {{"robot", operators}});
    for (const auto* app : {Apps::wecom, Apps::dingtalk})
        apps.order(app, "change_secret", {{"secret", "another"}});
    examine();
    EXPECT_EQ(finished.code, 1);
    for (const auto* what : {"credential wecom-operators", "credential wecom-app", "credential dingtalk-app"})
        EXPECT_EQ(level(what), "failed") << what << finished.output;
    expect_advice_and_silence();
}

TEST_F(DoctorTest, EachBrokenThingFailsAndTheOthersAreStillExamined)
{
    fs::resize_file(place.database(), fs::file_size(place.database()) / 2);
    fs::copy(source_folder() / "templates/zh-CN", place.folder() / "templates");
    std::ofstream(place.folder() / "templates/weekly.mustache") << "{{nothing_known}}";
    place.config()["templates"] = "templates";
    platforms.order("/down");
    examine();
    EXPECT_EQ(finished.code, 1);
    for (const auto* what : {"database pages", "templates", "tls"})
        EXPECT_EQ(level(what), "failed") << what << finished.output;
    EXPECT_EQ(level("database owner"), "ok");
    examine({"--offline"});
    EXPECT_EQ(level("tls"), "absent") << "--offline reached for the platforms";
    expect_advice_and_silence();
}

TEST_F(DoctorTest, AServiceThatSaysItIsNotWellIsBelieved)
{
    place.config()["monitor"] = {{"interval_seconds", 1}};
    const auto backup = (place.folder() / "backup.db").string();
    place.write_config();
    ASSERT_EQ(place.call({"backup", backup}).code, 0);
    ASSERT_EQ(place.call({"restore", backup}).code, 0);
    const auto service = place.start();
    ASSERT_TRUE(holds_soon([&] {
        examine({"--offline"});
        return level("service") == "failed";
    })) << finished.output;
    EXPECT_EQ(level("restore"), "warning");
    EXPECT_EQ(finished.code, 1);
}

/// Months away from the machine's clock.
class DoctorAndAWrongClock : public DoctorTest {
protected:
    DoctorAndAWrongClock() : DoctorTest(Platforms::Options{}) {}
};

TEST_F(DoctorAndAWrongClock, IsNamedWithWhatItBreaks)
{
    examine();
    EXPECT_EQ(finished.code, 1);
    EXPECT_EQ(level("clock"), "failed");
    EXPECT_THAT(check("clock")["found"].get<std::string>(), HasSubstr("signatures are refused"));
}

class DoctorBehindAWrongHost : public DoctorTest {
protected:
    DoctorBehindAWrongHost() : DoctorTest({.tls_flaw = "wrong_host"}) {}
};

TEST_F(DoctorBehindAWrongHost, ACertificateThatIsNotTrustedFails)
{
    examine();
    EXPECT_EQ(finished.code, 1);
    EXPECT_EQ(level("tls"), "failed");
    EXPECT_EQ(level("clock"), "absent") << "believed from somebody who is not trusted";
}

} // namespace
} // namespace tongbao::acceptance
