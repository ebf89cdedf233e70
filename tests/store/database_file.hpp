#pragma once

#include "store/schema.hpp"

#include "tests/day.hpp"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace tongbao::store {

/// A database file in the temporary folder, removed at the end.
class DatabaseFile {
public:
    DatabaseFile()
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        std::string name = test->name();
        std::replace(name.begin(), name.end(), '/', '_'); // a parameter follows a slash
        path = testing::TempDir() + "tongbao_" + std::to_string(getpid()) + "_" + name + ".db";
        remove();
    }
    DatabaseFile(const DatabaseFile&) = delete;
    DatabaseFile& operator=(const DatabaseFile&) = delete;
    ~DatabaseFile() { remove(); }

    std::string path;

private:
    void remove() const
    {
        for (const char* suffix : {"", "-wal", "-shm", ".new", ".new-wal", ".new-shm"})
            std::filesystem::remove(path + suffix);
    }
};

} // namespace tongbao::store
