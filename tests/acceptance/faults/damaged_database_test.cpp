#include "store/schema.hpp"
#include "tests/acceptance/faults/fault_test.hpp"

#include <fstream>

/// A database that must not be written any more.
namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Damage {
    const char* name;
    void (*inflict)(const std::string& database);
    const char* said;
};

void overwrite(const std::string& database, std::streamoff from, const std::string& bytes)
{
    std::fstream file(database, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(from);
    file << bytes;
}

void change(const std::string& database, const char* sql)
{
    store::Connection db(database);
    db.execute(sql);
}

constexpr const char* restore_it = "restore the newest backup";

const Damage damages[] = {
    {"CorruptPage", [](const std::string& file) { overwrite(file, 3 * 4096, std::string(4096, '\xff')); }, restore_it},
    {"CorruptHeader", [](const std::string& file) { overwrite(file, 0, "no database"); }, restore_it},
    {"Truncated", [](const std::string& file) { fs::resize_file(file, fs::file_size(file) / 2); }, restore_it},
    {"Empty", [](const std::string& file) { fs::resize_file(file, 0); }, restore_it},
    {"SomebodyElses", [](const std::string& file) { change(file, "PRAGMA application_id = 1"); },
     "not a database of tongbao"},
    {"TooNew", [](const std::string& file) { change(file, "PRAGMA user_version = 999"); }, "install the newer tongbao"},
};

std::string content(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class DamagedDatabase : public FaultTest, public testing::WithParamInterface<Damage> {
protected:
    static constexpr const char* group = "wecom-1";
    DamagedDatabase()
    {
        place.add_group(group);
        place.put_many(group, 3);
        place.write_config();
    }
    std::string backup() const { return (place.folder() / "backup.db").string(); }
};

TEST_P(DamagedDatabase, IsRefusedWithAdviceLeftAsItIsAndReplacedByARestore)
{
    ASSERT_EQ(place.call({"backup", backup()}).code, 0);
    GetParam().inflict(place.database().string());
    const auto before = content(place.database());
    const auto refused = place.call({"serve"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output, HasSubstr(GetParam().said));
    EXPECT_EQ(content(place.database()), before);
    EXPECT_EQ(platforms.received(group).size(), 0u);
    const auto restored = place.call({"restore", backup(), "--json"});
    ASSERT_EQ(restored.code, 0) << restored.output;
    const auto aside = nlohmann::json::parse(restored.output)["replaced_database"].get<std::string>();
    EXPECT_EQ(content(aside), before) << "the damaged one is evidence";
    EXPECT_EQ(count_in(ledger(), "uncertain_held"), 3);
    report(34, 1);
}

INSTANTIATE_TEST_SUITE_P(Damages, DamagedDatabase, testing::ValuesIn(damages),
                         [](const auto& each) { return each.param.name; });

/// The log beside the database, as a kill leaves it.
class LogOfTheDatabase : public FaultTest {
protected:
    static constexpr const char* group = "wecom-1";
    LogOfTheDatabase() { place.add_group(group); }

    fs::path log_file() const { return place.database().string() + "-wal"; }
    /// Runs the service until everything is out, and kills it: the outcomes are in the log.
    void send_and_kill()
    {
        auto service = place.start();
        ASSERT_TRUE(all_end_within(std::chrono::minutes(1))) << place.log();
        service.kill();
        ASSERT_TRUE(fs::exists(log_file()));
    }
    std::string integrity() const
    {
        store::Connection db(place.database().string(), store::Access::read_only);
        auto check = db.prepare("PRAGMA integrity_check");
        return check.step() ? check.text(0) : "no answer";
    }
};

TEST_F(LogOfTheDatabase, MissingLeavesAnOlderDatabaseThatIsWhole)
{
    send_and_kill();
    place.put({{.key = "in the file", .group = group, .texts = {"已在文件里"}}}); // the last to close writes it there
    send_and_kill();
    fs::remove(log_file());
    fs::remove(place.database().string() + "-shm");
    EXPECT_EQ(integrity(), "ok");
    EXPECT_EQ(message("in the file").state, "queued") << "what only the log knew is gone, as operations.md says";
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(std::chrono::minutes(1))) << place.log();
    EXPECT_EQ(integrity(), "ok");
    report(35, 1);
}

TEST_F(LogOfTheDatabase, OfAnotherCopyIsRefusedWithAdviceOrHarmless)
{
    place.put_many(group, 5, {.key = "early"});
    send_and_kill();
    const auto foreign = content(log_file());
    place.put_many(group, 300, {.key = "later"}); // folds the log into the file, and makes it another one
    std::ofstream(log_file(), std::ios::binary) << foreign;
    const auto before = content(place.database());
    const auto log_before = place.log().size();
    auto service = place.start({.wait_until_ready = false});
    const auto ended = [&] { return service.process().wait_for(std::chrono::milliseconds(0)).has_value(); };
    ASSERT_TRUE(
        holds_soon([&] { return ended() || place.log().find("event=serving", log_before) != std::string::npos; }));
    if (ended()) {
        EXPECT_THAT(place.log(), HasSubstr(restore_it));
        EXPECT_EQ(content(place.database()), before);
    } else {
        EXPECT_EQ(integrity(), "ok");
    }
    report(35, 1);
}

} // namespace
} // namespace tongbao::acceptance
