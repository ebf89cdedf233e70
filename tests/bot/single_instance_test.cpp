#include "bot/single_instance.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

using namespace tongbao::bot;

class SingleInstanceTest : public testing::Test {
protected:
    std::filesystem::path database_ =
        std::filesystem::path(testing::TempDir()) / ("single_instance_" + std::to_string(getpid()) + ".db");
    void TearDown() override { std::filesystem::remove(database_.string() + ".lock"); }
};

TEST_F(SingleInstanceTest, SecondHolderIsRefusedAndToldWhoTheFirstIs)
{
    const SingleInstance first(database_);
    EXPECT_THAT([&] { const SingleInstance second(database_); },
                testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr(std::to_string(getpid()))));
}

TEST_F(SingleInstanceTest, LockEndsWithItsHolder)
{
    {
        const SingleInstance first(database_);
    }
    EXPECT_NO_THROW(const SingleInstance second(database_));
}

TEST_F(SingleInstanceTest, FolderThatIsNotThereIsNamed)
{
    EXPECT_THAT([] { const SingleInstance none("/nowhere/tongbao.db"); },
                testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("/nowhere/tongbao.db.lock")));
}
