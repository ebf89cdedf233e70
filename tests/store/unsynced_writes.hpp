#pragma once

#include <map>
#include <mutex>
#include <sqlite3.h>
#include <vector>

namespace tongbao::store {

/// What a power loss takes back: for each open file the bytes that stood where something was written since its last
/// fsync. From any thread.
class UnsyncedWrites {
public:
    /// Before `length` bytes are written at `offset`.
    void keep_what_is_there(sqlite3_file* file, int length, sqlite3_int64 offset);
    /// Before the file is cut to `size`.
    void keep_what_is_cut(sqlite3_file* file, sqlite3_int64 size);
    void synced(sqlite3_file* file);
    /// The file is closed; what a power loss would take back stays as it is.
    void forget(sqlite3_file* file) { synced(file); }
    /// Puts all of it back, newest first.
    void lose();

private:
    struct Before {
        sqlite3_int64 offset;
        std::vector<char> bytes;
        sqlite3_int64 file_size;
    };
    static sqlite3_int64 size_of(sqlite3_file* file);

    std::mutex mutex_;
    std::map<sqlite3_file*, std::vector<Before>> files_;
};

} // namespace tongbao::store
