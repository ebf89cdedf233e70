#pragma once

#include "store/backup.hpp"
#include "store/outbox_desk.hpp"
#include "tests/store/outbox_fixture.hpp"

#include <fstream>

namespace tongbao::store {

/// An outbox, and a folder for its backups.
class BackupTest : public OutboxTest {
protected:
    std::filesystem::path folder_ =
        std::filesystem::path(testing::TempDir()) / ("backup_test_" + std::to_string(getpid()));
    std::string file_ = (folder_ / "copy.db").string();

    void SetUp() override
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_ / "live");
        path_ = (folder_ / "live" / "tongbao.db").string();
        OutboxTest::SetUp();
    }
    ~BackupTest() override
    {
        db_.reset();
        std::filesystem::remove_all(folder_);
    }

    Backup back_up_now()
    {
        return back_up(path_, file_, now_, [](int, int) {});
    }
    static std::string content(const std::string& path)
    {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static void write(const std::string& path, const std::string& bytes)
    {
        std::ofstream(path, std::ios::binary) << bytes;
    }
    /// Overwrites a page in the middle of a database that nobody has open any more.
    void damage_page_of(const std::string& path)
    {
        db_.reset();
        constexpr int page = 4096;
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(2 * page);
        file << std::string(page, '\xff');
    }
    /// In the backups' folder.
    std::vector<std::string> files() const { return files_in(folder_); }
    static std::vector<std::string> files_in(const std::filesystem::path& folder)
    {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.is_regular_file())
                names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }
};

} // namespace tongbao::store
