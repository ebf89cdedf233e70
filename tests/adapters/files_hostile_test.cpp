#include "tests/adapters/files_support.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

using namespace tongbao::adapters;

namespace {

FileFault fault_of(const std::string& name, const std::string& bytes, const FileLimits& limits = {})
{
    const auto read = read_rows(name, bytes, limits);
    if (!read.refusal)
        throw std::logic_error("was read");
    return read.refusal->fault;
}

long peak_kib()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

const std::string one_row = R"(<row r="1"><c r="A1"><v>1</v></c></row>)";

} // namespace

TEST(FilesHostile, ZipBombIsRefusedFromItsDirectory)
{
    auto entries = workbook_entries(one_row);
    entries["xl/media/zeros.bin"] = std::string(64 << 20, '0');
    const auto bytes = zip_of(entries);
    EXPECT_EQ(fault_of("a.xlsx", bytes), FileFault::size);
}

TEST(FilesHostile, ZipBombThatLiesAboutItsSizeIsRefusedWhileExpanding)
{
    auto entries = workbook_entries(one_row + std::string(64 << 20, ' '));
    auto bytes = zip_of(entries);
    // Central directory record of the sheet: declared size at offset 24, name at 46.
    const auto name = bytes.rfind("xl/worksheets/sheet1.xml");
    bytes.replace(name - 46 + 24, 4, std::string("\x00\x10\x00\x00", 4));
    const auto before = peak_kib();
    EXPECT_TRUE(read_rows("a.xlsx", bytes).refusal);
    EXPECT_LT(peak_kib() - before, 20 << 10);
}

TEST(FilesHostile, TooManyEntriesAreRefused)
{
    auto entries = workbook_entries(one_row);
    for (int i = 0; i < 1'001; ++i)
        entries["x/" + std::to_string(i)] = "";
    EXPECT_EQ(fault_of("a.xlsx", zip_of(entries)), FileFault::size);
}

TEST(FilesHostile, TruncatedArchiveIsRefusedAtEveryLength)
{
    const auto bytes = workbook_of(one_row);
    for (std::size_t length = 0; length < bytes.size(); length += 37)
        ASSERT_TRUE(read_rows("a.xlsx", bytes.substr(0, length)).refusal) << length;
}

TEST(FilesHostile, DamagedCompressedDataIsRefused)
{
    auto bytes = workbook_of(one_row + std::string(200, ' '));
    const auto name = bytes.find("xl/worksheets/sheet1.xml");
    for (std::size_t i = 0; i < 20; ++i)
        bytes[name + 30 + i] = static_cast<char>(bytes[name + 30 + i] ^ 0x5A);
    EXPECT_TRUE(read_rows("a.xlsx", bytes).refusal);
}

TEST(FilesHostile, DeepXmlIsRefused)
{
    std::string deep;
    for (int i = 0; i < 5'000; ++i)
        deep += "<a>";
    EXPECT_EQ(fault_of("a.xlsx", workbook_of(deep)), FileFault::size);
}

TEST(FilesHostile, EntityDeclarationsAreRefused)
{
    auto entries = workbook_entries(one_row);
    entries["xl/sharedStrings.xml"] =
        R"(<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>)";
    EXPECT_EQ(fault_of("a.xlsx", zip_of(entries)), FileFault::unreadable);
    entries["xl/sharedStrings.xml"] = R"(<!DOCTYPE s SYSTEM "file:///etc/passwd"><sst/>)";
    EXPECT_EQ(fault_of("a.xlsx", zip_of(entries)), FileFault::unreadable);
}

TEST(FilesHostile, EndlessXmlTokenIsRefused)
{
    std::string noise;
    for (unsigned i = 0; noise.size() < (3u << 20); i = i * 1664525u + 1013904223u)
        noise += static_cast<char>('a' + (i >> 24) % 26);
    EXPECT_EQ(fault_of("a.xlsx", workbook_of("<row r=\"1\" x=\"" + noise + "\"></row>")), FileFault::size);
}

TEST(FilesHostile, SheetBeyondTheGridIsRefusedWithItsPlace)
{
    const auto wide = read_rows("a.xlsx", workbook_of(R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)"));
    ASSERT_TRUE(wide.refusal);
    EXPECT_EQ(wide.refusal->fault, FileFault::size);
    EXPECT_EQ(wide.refusal->column, 16'384u);
    EXPECT_EQ(fault_of("a.xlsx", workbook_of(R"(<row r="4000000000"><c><v>1</v></c></row>)")), FileFault::size);
}

TEST(FilesHostile, RowsThatGoBackwardsAreRefused)
{
    EXPECT_EQ(fault_of("a.xlsx", workbook_of(R"(<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>)")),
              FileFault::unreadable);
}

TEST(FilesHostile, SharedStringBeyondTheTableIsRefused)
{
    EXPECT_EQ(fault_of("a.xlsx", workbook_of(R"(<row r="1"><c r="A1" t="s"><v>99</v></c></row>)")),
              FileFault::unreadable);
}

TEST(FilesHostile, SharedStringsAreCapped)
{
    FileLimits limits;
    limits.max_shared_strings = 3;
    auto entries = workbook_entries(one_row);
    entries["xl/sharedStrings.xml"] = "<sst><si/><si/><si/><si/></sst>";
    EXPECT_EQ(fault_of("a.xlsx", zip_of(entries), limits), FileFault::size);
}

TEST(FilesHostile, HugeMergedRangesCostNothing)
{
    const auto read =
        read_rows("a.xlsx", workbook_of(one_row, R"(<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>)"));
    ASSERT_FALSE(read.refusal);
    EXPECT_EQ(read.rows.at(1).size(), FileLimits{}.max_columns);
}

TEST(FilesHostile, MacrosAndForeignFormatsAreRefusedWithAdvice)
{
    auto entries = workbook_entries(one_row);
    entries["xl/vbaProject.bin"] = "x";
    EXPECT_EQ(fault_of("a.xlsx", zip_of(entries)), FileFault::unreadable);
    EXPECT_NE(read_rows("a.xls", "x").refusal->reason.find("另存为"), std::string::npos);
    EXPECT_NE(read_rows("a.et", "x").refusal->reason.find("另存为"), std::string::npos);
    EXPECT_NE(read_rows("a.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").refusal->reason.find("密码"), std::string::npos);
    EXPECT_TRUE(read_rows("a.exe", "x").refusal);
    EXPECT_TRUE(read_rows("a.csv", workbook_of(one_row)).refusal);
    EXPECT_TRUE(read_rows("a.csv", "").refusal);
}

TEST(FilesHostile, EncryptedEntriesAreRefused)
{
    auto bytes = workbook_of(one_row);
    for (auto at = bytes.find("PK\x01\x02"); at != std::string::npos; at = bytes.find("PK\x01\x02", at + 1))
        bytes[at + 8] = static_cast<char>(bytes[at + 8] | 1);
    for (auto at = bytes.find("PK\x03\x04"); at != std::string::npos; at = bytes.find("PK\x03\x04", at + 1))
        bytes[at + 6] = static_cast<char>(bytes[at + 6] | 1);
    EXPECT_NE(read_rows("a.xlsx", bytes).refusal->reason.find("密码"), std::string::npos);
}

TEST(FilesHostile, SymbolicLinksAreNotFollowed)
{
    const TemporaryFolder folder;
    folder.write("real.csv", "a,b\n");
    std::filesystem::create_symlink(folder.path() / "real.csv", folder.path() / "link.csv");
    const auto content = read_file((folder.path() / "link.csv").string(), {});
    ASSERT_FALSE(content.has_value());
    EXPECT_NE(content.error().reason.find("符号链接"), std::string::npos);
}

TEST(FilesHostile, NamesThatLeaveTheFolderAreRefused)
{
    const TemporaryFolder folder;
    const int opened = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY);
    for (const std::string name : {"../x.csv", "a/b.csv", "..", ".", ""})
        EXPECT_FALSE(read_file(opened, name, {}).has_value()) << name;
    ::close(opened);
}

TEST(FilesHostile, OnlyRegularFilesAreRead)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "folder.csv");
    ASSERT_EQ(::mkfifo((folder.path() / "pipe.csv").c_str(), 0600), 0);
    EXPECT_FALSE(read_file((folder.path() / "folder.csv").string(), {}).has_value());
    EXPECT_FALSE(read_file((folder.path() / "pipe.csv").string(), {}).has_value());
}

TEST(FilesHostile, TwoGigabytesAreRefusedWithoutReading)
{
    const TemporaryFolder folder;
    const auto path = folder.write("huge.csv", "a,b\n");
    std::filesystem::resize_file(path, 2ull << 30);
    const auto before = peak_kib();
    const auto content = read_file(path, {});
    ASSERT_FALSE(content.has_value());
    EXPECT_EQ(content.error().fault, FileFault::size);
    EXPECT_LT(peak_kib() - before, 4 << 10);
}

TEST(FilesHostile, TheHashIsThatOfTheContent)
{
    const TemporaryFolder folder;
    const auto content = read_file(folder.write("a.csv", "abc"), {});
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(content->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
