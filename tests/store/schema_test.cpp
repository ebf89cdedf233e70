#include "tests/store/database_file.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sqlite3.h>

using namespace tongbao;
using namespace tongbao::store;

namespace {

class SchemaTest : public testing::Test {
protected:
    DatabaseFile file_;

    std::string content() const
    {
        std::ifstream in(file_.path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    void write(const std::string& bytes) const { std::ofstream(file_.path, std::ios::binary) << bytes; }

    /// What opening says; the file must stay as it was.
    std::string refusal() const
    {
        const auto before = content();
        std::string said = "opened";
        try {
            open_database(file_.path);
        } catch (const DatabaseError& error) {
            said = error.what();
        }
        EXPECT_EQ(content(), before);
        return said;
    }
};

TEST_F(SchemaTest, NewFileHasTheNewestSchema)
{
    auto db = open_database(file_.path);
    auto version = db.prepare("PRAGMA user_version");
    version.step();
    EXPECT_EQ(version.integer(0), migrations().back().number);
}

TEST_F(SchemaTest, OpeningAgainChangesNothing)
{
    open_database(file_.path);
    auto db = open_database(file_.path);
    EXPECT_FALSE(db.prepare("SELECT id FROM unit").step());
}

TEST_F(SchemaTest, NewerSchemaIsRefusedWithAdvice)
{
    {
        auto db = open_database(file_.path);
        db.execute("PRAGMA user_version = 999");
    }
    EXPECT_THAT(refusal(), testing::HasSubstr("install the newer tongbao"));
}

TEST_F(SchemaTest, DatabaseOfAnotherProgramIsRefused)
{
    {
        Connection db(file_.path);
        db.execute("CREATE TABLE theirs (n INTEGER)");
    }
    EXPECT_THAT(refusal(), testing::HasSubstr("not a database of tongbao"));
}

TEST_F(SchemaTest, FileThatIsNoDatabaseIsRefused)
{
    write(std::string(8192, 'x'));
    EXPECT_THAT(refusal(), testing::HasSubstr("restore the newest backup"));
}

TEST_F(SchemaTest, EmptyFileIsRefused)
{
    write("");
    EXPECT_THAT(refusal(), testing::HasSubstr("restore the newest backup"));
}

TEST_F(SchemaTest, TruncatedFileIsRefused)
{
    open_database(file_.path);
    write(content().substr(0, 8192));
    EXPECT_THAT(refusal(), testing::HasSubstr("restore the newest backup"));
}

TEST_F(SchemaTest, LeftoverOfAnInterruptedCreationIsNoObstacle)
{
    std::ofstream(file_.path + ".new") << "half";
    EXPECT_NO_THROW(open_database(file_.path));
}

TEST_F(SchemaTest, UnwritableFolderIsAClearError)
{
    EXPECT_THROW(open_database("/nonexistent/tongbao.db"), DatabaseError);
}

} // namespace
