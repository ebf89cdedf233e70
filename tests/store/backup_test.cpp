#include "store/backup.hpp"

#include "tests/store/backup_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

using namespace tongbao;
using namespace tongbao::store;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST_F(BackupTest, CopyHoldsWhatWasCommittedWhileTheDatabaseIsInUse)
{
    add(message("one"));
    back_up_now();
    add(message("two"));
    Connection copy(file_, Access::read_only);
    EXPECT_TRUE(find_message(copy, "one"));
    EXPECT_FALSE(find_message(copy, "two"));
    EXPECT_EQ(backup_made_at(copy), now_);
}

TEST_F(BackupTest, IsOneFileThatOnlyItsOwnerReads)
{
    back_up_now();
    EXPECT_THAT(files(), ElementsAre("copy.db"));
    struct stat facts = {};
    stat(file_.c_str(), &facts);
    EXPECT_EQ(facts.st_mode & 0777u, 0600u);
}

TEST_F(BackupTest, WritersAreNotHeldUpAndTheCopyIsOfOneMoment)
{
    Transaction filling(*db_);
    for (int n = 0; n < 2000; ++n) {
        auto filler = message("filler-" + std::to_string(n));
        filler.parts = {std::string(4000, 'x')}; // a page each, and a step of the copy has some hundreds
        add(filler);
    }
    filling.commit();
    int written = 0;
    back_up(path_, file_, now_, [&](int, int) { add(message("during-" + std::to_string(written++))); });
    EXPECT_GT(written, 1);
    Connection copy(file_, Access::read_only);
    auto count = copy.prepare("SELECT count(*) FROM message");
    count.step();
    EXPECT_EQ(count.integer(0), 2000);
}

TEST_F(BackupTest, OlderBackupIsReplacedOnlyByAWholeOne)
{
    add(message("one"));
    back_up_now();
    const auto older = content(file_);
    damage_page_of(path_);
    EXPECT_THROW(back_up_now(), DatabaseError);
    EXPECT_EQ(content(file_), older);
    EXPECT_THAT(files(), ElementsAre("copy.db"));
}

TEST_F(BackupTest, FileThatIsNoBackupIsNotReplaced)
{
    write(file_, "a letter");
    EXPECT_THAT([&] { back_up_now(); }, ThrowsMessage<DatabaseError>(HasSubstr("is no backup of tongbao")));
    EXPECT_EQ(content(file_), "a letter");
}

TEST_F(BackupTest, DatabaseItselfIsNotReplaced)
{
    file_ = path_;
    EXPECT_THAT([&] { back_up_now(); }, ThrowsMessage<DatabaseError>(HasSubstr("is the database itself")));
}

TEST_F(BackupTest, FolderThatIsNotThereIsNamed)
{
    file_ = "/nonexistent/copy.db";
    EXPECT_THAT([&] { back_up_now(); }, ThrowsMessage<DatabaseError>(HasSubstr("/nonexistent/copy.db")));
}
