#include "bot/drop_folder.hpp"
#include "tests/bot/import_support.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

using namespace tongbao;
using namespace tongbao::bot;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class DropFolderTest : public ImportTest {
protected:
    DropFolderTest() : path(folder.path() / "in"), drop({path, 60s})
    {
        organise();
        storage = std::make_unique<store::Store>((folder.path() / "t.db").string());
    }
    ~DropFolderTest() override { storage->close(); }

    void put(const std::string& name, const std::string& bytes) const { std::ofstream(path / name) << bytes; }
    std::vector<ImportReport> step()
    {
        boost::asio::io_context io;
        auto reports =
            boost::asio::co_spawn(io, import_dropped(drop, *storage, rules, today, now), boost::asio::use_future);
        io.run();
        return reports.get();
    }
    std::vector<std::string> names(const std::string& subfolder) const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(path / subfolder))
            found.push_back(entry.path().filename().string());
        std::sort(found.begin(), found.end());
        return found;
    }

    std::filesystem::path path;
    DropFolder drop;
    DropFolderImport rules;
    std::unique_ptr<store::Store> storage;
    const std::string good = "工号,日期,计入年度积分\n0001,2026-09-14,38\n";
};

TEST_F(DropFolderTest, AFileIsTakenOnlyWhenItStandsStill)
{
    put("a.csv", good);
    EXPECT_THAT(step(), IsEmpty());
    now += 59s;
    EXPECT_THAT(step(), IsEmpty());
    now += 1s;
    EXPECT_EQ(step().size(), 1u);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 38);
    EXPECT_THAT(names("done"), ElementsAre("a.csv", "a.csv.report.txt"));
    EXPECT_FALSE(std::filesystem::exists(path / "a.csv"));
}

TEST_F(DropFolderTest, AGrowingFileWaitsAnew)
{
    put("a.csv", good);
    step();
    now += 59s;
    put("a.csv", good + "0002,2026-09-14,1\n");
    EXPECT_THAT(step(), IsEmpty());
    now += 59s;
    EXPECT_THAT(step(), IsEmpty());
    now += 1s;
    EXPECT_EQ(step().size(), 1u);
}

TEST_F(DropFolderTest, ARefusedFileGoesToFailedWithItsReport)
{
    put("a.csv", "没有表头\n");
    step();
    now += 60s;
    ASSERT_EQ(step().size(), 1u);
    EXPECT_THAT(names("failed"), ElementsAre("a.csv", "a.csv.report.txt"));
    EXPECT_NE(adapters::slurp((path / "failed/a.csv.report.txt").string()).find("[HDR]"), std::string::npos);
}

TEST_F(DropFolderTest, TheSameContentAgainIsSaidToBeImported)
{
    for (const auto* name : {"a.csv", "b.csv"}) {
        put(name, good);
        step();
        now += 60s;
        step();
    }
    EXPECT_NE(adapters::slurp((path / "done/b.csv.report.txt").string()).find("已导入过"), std::string::npos);
    EXPECT_EQ(count("batch"), 3);
}

TEST_F(DropFolderTest, ASecondFileOfTheSameNameKeepsBoth)
{
    for (const auto* points : {"1", "2"}) {
        put("a.csv", std::string("工号,日期,计入年度积分\n0001,2026-09-14,") + points + "\n");
        step();
        now += 60s;
        step();
    }
    EXPECT_THAT(names("done"), ElementsAre("a.csv", "a.csv.report.txt", "a_2.csv", "a_2.csv.report.txt"));
}

TEST_F(DropFolderTest, LinksAreRefusedAndNeverFollowed)
{
    const auto secret = folder.write("secret.csv", good);
    std::filesystem::create_symlink(secret, path / "a.csv");
    step();
    now += 60s;
    const auto reports = step();
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_TRUE(reports[0].refused);
    EXPECT_TRUE(std::filesystem::exists(secret));
    EXPECT_EQ(count("activity"), 0);
}

TEST_F(DropFolderTest, HugeFilesAreRefused)
{
    put("a.csv", good);
    std::filesystem::resize_file(path / "a.csv", 2ull << 30);
    step();
    now += 60s;
    const auto reports = step();
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_TRUE(finding_with(reports[0], Code::SIZE));
}

TEST_F(DropFolderTest, FoldersHiddenAndLockFilesAreLeftAlone)
{
    std::filesystem::create_directory(path / "folder");
    put(".hidden.csv", good);
    put("~$a.xlsx", good);
    step();
    now += 60s;
    EXPECT_THAT(step(), IsEmpty());
}

TEST_F(DropFolderTest, WhatAnInterruptedRunLeftIsImported)
{
    put(".spool/a.csv", good);
    EXPECT_EQ(step().size(), 1u);
    EXPECT_THAT(names("done"), ElementsAre("a.csv", "a.csv.report.txt"));
}

TEST_F(DropFolderTest, TheNameSaysTheKind)
{
    EXPECT_EQ(kind_of_dropped("units-2026.csv"), ImportKind::units);
    EXPECT_EQ(kind_of_dropped("花名册.xlsx"), ImportKind::roster);
    EXPECT_EQ(kind_of_dropped("学员详细数据_20260914.xlsx"), ImportKind::activity);
}

TEST_F(DropFolderTest, NamesAreMadeSafe)
{
    EXPECT_EQ(safe_file_name("a\n/b\\c.csv"), "a__b_c.csv");
    EXPECT_EQ(safe_file_name("..x.csv"), "_.x.csv");
    const auto longest = safe_file_name(std::string(300, 'x') + "学.xlsx");
    EXPECT_LE(longest.size(), 150u);
    EXPECT_TRUE(longest.ends_with(".xlsx"));
}

TEST_F(DropFolderTest, AFileWhoseNameIsNotUtf8IsImportedAndReported)
{
    put("\xD1\xA7\xD4\xB1.csv", good); // 学员 in GBK, as an old unzip program writes it
    step();
    now += 60s;
    const auto reports = step();
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_TRUE(reports[0].committed);
    EXPECT_EQ(points("0001", day(2026, 9, 14)), 38);
    EXPECT_THAT(names("done"), testing::SizeIs(2));
}

TEST_F(DropFolderTest, AReportNamesTheFileInPlainText)
{
    EXPECT_EQ(shown_name("\xD1\x1B[31m.csv"), "\uFFFD_[31m.csv");
    EXPECT_EQ(shown_name("学员 😀.csv"), "学员 😀.csv");
}
