#pragma once

#include <filesystem>

namespace tongbao::acceptance {

/// While it lives, no other process can read or write the database: it holds the places that readers take in SQLite's
/// index of the log (file "-shm", bytes 123 to 127, see sqlite.org/walformat.html). This process must not open the
/// database meanwhile: closing it would let go of the lock.
class BlockedReaders {
public:
    /// Waits until readers that are under way have ended.
    explicit BlockedReaders(const std::filesystem::path& database);
    BlockedReaders(const BlockedReaders&) = delete;
    BlockedReaders& operator=(const BlockedReaders&) = delete;
    ~BlockedReaders();

private:
    int file_;
};

} // namespace tongbao::acceptance
