#include "store/restore.hpp"

#include "tests/store/backup_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::store;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::ThrowsMessage;
namespace fs = std::filesystem;

namespace {

class RestoreTest : public BackupTest {
protected:
    RestoreResult restore_now()
    {
        db_.reset();
        auto result = restore(file_, path_, now_);
        db_.emplace(path_);
        return result;
    }
    /// What restoring says; the database must stay as it was.
    std::string refusal()
    {
        db_.reset();
        const auto before = content(path_);
        std::string said = "restored";
        try {
            restore(file_, path_, now_);
        } catch (const DatabaseError& error) {
            said = error.what();
        }
        EXPECT_EQ(content(path_), before);
        EXPECT_THAT(files_in(folder_ / "live"), testing::ElementsAre("tongbao.db"));
        return said;
    }
    void lose_database()
    {
        db_.reset();
        fs::remove(path_);
    }
    std::string state(std::string_view key) { return std::string(name_of(find_message(*db_, key)->state)); }
};

} // namespace

TEST_F(RestoreTest, WhatWaitedAtTheBackupIsHeldForAPerson)
{
    add(message("waits"));
    add(message("under way", "group-8"));
    begin(due("group-8").at(0));
    back_up_now();
    now_ += 24h;
    const auto result = restore_now();
    EXPECT_EQ(result.held.messages, 2);
    EXPECT_EQ(state("waits"), "uncertain_held");
    EXPECT_EQ(state("under way"), "uncertain_held");
    EXPECT_THAT(targets_with_work(*db_), IsEmpty());
    EXPECT_THAT(open_attempts(*db_, "boot-2"), IsEmpty());
}

TEST_F(RestoreTest, WhatIsMadeAgainForTheGapIsHeldButAnswersAndAlertsGo)
{
    back_up_now();
    now_ += 24h;
    restore_now();
    add(message("circular:2026-W38"));
    auto reply = message("reply:1");
    reply.priority = Priority::reply;
    add(reply);
    auto alert = message("alert:1");
    alert.kind = "alert";
    add(alert);
    EXPECT_EQ(state("circular:2026-W38"), "uncertain_held");
    EXPECT_EQ(state("reply:1"), "queued");
    EXPECT_EQ(state("alert:1"), "queued");
    EXPECT_THAT(held_by_restore(*db_), SizeIs(1));
}

TEST_F(RestoreTest, ReleaseSendsThemAsFlaggedCopiesAndLetsLaterMessagesGo)
{
    add(message("waits"));
    back_up_now();
    restore_now();
    EXPECT_EQ(confirm_restore(*db_, AfterRestore::release, "an operator", now_), 1);
    ASSERT_THAT(due(), SizeIs(1));
    EXPECT_TRUE(due()[0].copy);
    EXPECT_THAT(field(find_message(*db_, "waits")->id, "reason"), HasSubstr("an operator"));
    add(message("next"));
    EXPECT_EQ(state("next"), "queued");
    EXPECT_FALSE(unconfirmed_restore(*db_));
}

TEST_F(RestoreTest, DropEndsThemAndLetsLaterMessagesGo)
{
    add(message("waits"));
    back_up_now();
    restore_now();
    EXPECT_EQ(confirm_restore(*db_, AfterRestore::drop, "an operator", now_), 1);
    EXPECT_EQ(state("waits"), "cancelled");
    add(message("next"));
    EXPECT_EQ(state("next"), "queued");
}

TEST_F(RestoreTest, WithoutARestoreThereIsNothingToConfirm)
{
    EXPECT_EQ(confirm_restore(*db_, AfterRestore::release, "an operator", now_), std::nullopt);
}

TEST_F(RestoreTest, WhatIsOverItsTimeExpires)
{
    auto stale = message("stale");
    stale.not_after = now_ + 1h;
    add(stale);
    back_up_now();
    now_ += 24h;
    EXPECT_EQ(restore_now().held.expired, 1);
    EXPECT_EQ(state("stale"), "expired");
}

TEST_F(RestoreTest, ReplacedDatabaseIsKeptWithWhatItsLogHeld)
{
    back_up_now();
    add(message("after the backup"));
    const auto result = restore_now();
    EXPECT_FALSE(find_message(*db_, "after the backup"));
    Connection aside(result.aside, Access::read_only);
    EXPECT_TRUE(find_message(aside, "after the backup"));
}

TEST_F(RestoreTest, DamagedDatabaseIsKeptByteForByte)
{
    back_up_now();
    damage_page_of(path_);
    const auto damaged = content(path_);
    const auto result = restore_now();
    EXPECT_EQ(content(result.aside), damaged);
}

TEST_F(RestoreTest, MissingDatabaseIsNoObstacle)
{
    add(message("one"));
    back_up_now();
    lose_database();
    const auto result = restore_now();
    EXPECT_EQ(result.aside, "");
    EXPECT_TRUE(find_message(*db_, "one"));
}

TEST_F(RestoreTest, BackupStaysAsItIs)
{
    back_up_now();
    const auto before = content(file_);
    restore_now();
    EXPECT_EQ(content(file_), before);
    EXPECT_THAT(files(), testing::ElementsAre("copy.db"));
}

TEST_F(RestoreTest, CopyOfFileAndLogMadeByHandIsTakenWithItsLog)
{
    add(message("in the log"));
    fs::copy_file(path_, file_);
    fs::copy_file(path_ + "-wal", file_ + "-wal");
    const auto result = restore_now();
    EXPECT_EQ(result.made_at, std::nullopt);
    EXPECT_EQ(state("in the log"), "uncertain_held");
}

TEST_F(RestoreTest, DamagedBackupIsRefused)
{
    back_up_now();
    damage_page_of(file_);
    EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(RestoreTest, TruncatedBackupIsRefused)
{
    back_up_now();
    fs::resize_file(file_, fs::file_size(file_) / 2);
    EXPECT_THAT(refusal(), HasSubstr("is damaged"));
}

TEST_F(RestoreTest, EmptyBackupIsRefused)
{
    write(file_, "");
    EXPECT_THAT(refusal(), HasSubstr("is empty"));
}

TEST_F(RestoreTest, DatabaseOfAnotherProgramIsRefused)
{
    {
        Connection other(file_);
        other.execute("CREATE TABLE theirs (n INTEGER)");
    }
    EXPECT_THAT(refusal(), HasSubstr("not a database of tongbao"));
}

TEST_F(RestoreTest, BackupOfANewerProgramIsRefused)
{
    back_up_now();
    {
        Connection newer(file_);
        newer.execute("PRAGMA user_version = 999");
    }
    EXPECT_THAT(refusal(), HasSubstr("install the newer tongbao"));
}
