#include "tests/store/unsynced_writes.hpp"

#include <algorithm>

namespace tongbao::store {

sqlite3_int64 UnsyncedWrites::size_of(sqlite3_file* file)
{
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    return size;
}

void UnsyncedWrites::keep_what_is_there(sqlite3_file* file, int length, sqlite3_int64 offset)
{
    const auto size = size_of(file);
    const auto there = std::clamp<sqlite3_int64>(size - offset, 0, length);
    Before before{offset, std::vector<char>(static_cast<std::size_t>(there)), size};
    if (there > 0)
        file->pMethods->xRead(file, before.bytes.data(), static_cast<int>(there), offset);
    const std::lock_guard lock(mutex_);
    files_[file].push_back(std::move(before));
}

void UnsyncedWrites::keep_what_is_cut(sqlite3_file* file, sqlite3_int64 size)
{
    const auto now = size_of(file);
    if (now > size)
        keep_what_is_there(file, static_cast<int>(now - size), size);
}

void UnsyncedWrites::synced(sqlite3_file* file)
{
    const std::lock_guard lock(mutex_);
    files_.erase(file);
}

void UnsyncedWrites::lose()
{
    const std::lock_guard lock(mutex_);
    for (auto& [file, changes] : files_)
        for (auto before = changes.rbegin(); before != changes.rend(); ++before) {
            if (!before->bytes.empty())
                file->pMethods->xWrite(file, before->bytes.data(), static_cast<int>(before->bytes.size()),
                                       before->offset);
            file->pMethods->xTruncate(file, before->file_size);
        }
    files_.clear();
}

} // namespace tongbao::store
