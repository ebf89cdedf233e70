#include "store/inspection.hpp"
#include "store/outbox_desk.hpp"
#include "tests/store/backup_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::store;
namespace fs = std::filesystem;

namespace {

/// Copies of databases as a kill leaves them, put together by hand.
class ForeignLogTest : public BackupTest {
protected:
    static void copy(const std::string& from, const std::string& to)
    {
        fs::copy_file(from, to, fs::copy_options::overwrite_existing);
    }
    static bool sound(const std::string& path)
    {
        auto db = open_database(path);
        auto check = db.prepare("PRAGMA integrity_check");
        return check.step() && check.view(0) == "ok";
    }
    void fill(const std::string& prefix, int count)
    {
        for (int n = 0; n < count; ++n)
            add(message(prefix + std::to_string(n)));
    }
};

} // namespace

TEST_F(ForeignLogTest, WithoutItsLogTheDatabaseIsOlderButWhole)
{
    fill("one", 50);
    copy(path_, file_);
    EXPECT_NO_THROW(check_whole(file_));
    EXPECT_TRUE(sound(file_));
    auto db = open_database(file_);
    EXPECT_FALSE(find_message(db, "one0")); // it was only in the log: docs/operations.md says to keep both together
}

TEST_F(ForeignLogTest, LogOfAnotherCopyIsRefusedOrHarmless)
{
    fill("one", 200);
    const auto other = (folder_ / "other.db").string();
    copy(path_ + "-wal", other + "-wal");
    db_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    fill("two", 2000);
    db_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    copy(path_, other); // with a log of the time before
    const auto before = content(other);
    bool refused = false;
    try {
        check_whole(other);
    } catch (const DatabaseError&) {
        refused = true;
        EXPECT_EQ(content(other), before);
    }
    EXPECT_TRUE(refused || sound(other));
}
