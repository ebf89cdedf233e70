#include "tests/store/faulty_disk.hpp"

#include "tests/store/unsynced_writes.hpp"

#include <atomic>
#include <csignal>
#include <sqlite3.h>
#include <string>

namespace tongbao::store {
namespace {

std::atomic<int> operations_left{0}; // 0: healthy
std::atomic<bool> stays_broken{false};
std::atomic<bool> has_failed{false};
std::atomic<bool> kills{false};
std::atomic<bool> power_goes{false}; ///< at the failing operation
UnsyncedWrites unsynced;

bool fails_now()
{
    if (has_failed)
        return stays_broken;
    if (operations_left <= 0 || --operations_left > 0)
        return false;
    if (kills)
        std::raise(SIGKILL);
    has_failed = true;
    if (power_goes)
        unsynced.lose();
    return true;
}

/// A file of ours: the engine's own lies behind it in the same memory.
struct File {
    sqlite3_file face;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    const sqlite3_io_methods* calls() { return real()->pMethods; }
};

File& as_file(sqlite3_file* file)
{
    return *reinterpret_cast<File*>(file);
}

/// Passes a call on to the real file.
template <auto Method>
struct Forward;
template <class... Arguments, int (*sqlite3_io_methods::*Method)(sqlite3_file*, Arguments...)>
struct Forward<Method> {
    static int call(sqlite3_file* file, Arguments... arguments)
    {
        auto& ours = as_file(file);
        return (ours.calls()->*Method)(ours.real(), arguments...);
    }
};

int write(sqlite3_file* file, const void* bytes, int length, sqlite3_int64 offset)
{
    if (fails_now())
        return SQLITE_IOERR_WRITE;
    unsynced.keep_what_is_there(as_file(file).real(), length, offset);
    return Forward<&sqlite3_io_methods::xWrite>::call(file, bytes, length, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    if (fails_now())
        return SQLITE_IOERR_TRUNCATE;
    unsynced.keep_what_is_cut(as_file(file).real(), size);
    return Forward<&sqlite3_io_methods::xTruncate>::call(file, size);
}

int sync(sqlite3_file* file, int)
{
    if (fails_now())
        return SQLITE_IOERR_FSYNC;
    unsynced.synced(as_file(file).real());
    return SQLITE_OK;
}

int close(sqlite3_file* file)
{
    unsynced.forget(as_file(file).real());
    return Forward<&sqlite3_io_methods::xClose>::call(file);
}

void barrier(sqlite3_file* file)
{
    as_file(file).calls()->xShmBarrier(as_file(file).real());
}

const sqlite3_io_methods* methods()
{
    static const sqlite3_io_methods ours = [] {
        using M = sqlite3_io_methods;
        M table{};
        table.iVersion = 2;
        table.xClose = close;
        table.xRead = Forward<&M::xRead>::call;
        table.xWrite = write;
        table.xTruncate = truncate;
        table.xSync = sync;
        table.xFileSize = Forward<&M::xFileSize>::call;
        table.xLock = Forward<&M::xLock>::call;
        table.xUnlock = Forward<&M::xUnlock>::call;
        table.xCheckReservedLock = Forward<&M::xCheckReservedLock>::call;
        table.xFileControl = Forward<&M::xFileControl>::call;
        table.xSectorSize = Forward<&M::xSectorSize>::call;
        table.xDeviceCharacteristics = Forward<&M::xDeviceCharacteristics>::call;
        table.xShmMap = Forward<&M::xShmMap>::call;
        table.xShmLock = Forward<&M::xShmLock>::call;
        table.xShmBarrier = barrier;
        table.xShmUnmap = Forward<&M::xShmUnmap>::call;
        return table;
    }();
    return &ours;
}

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs faulty_vfs{};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags)
{
    auto& ours = as_file(file);
    const int code = real_vfs->xOpen(real_vfs, name, ours.real(), flags, out_flags);
    ours.face.pMethods = ours.real()->pMethods ? methods() : nullptr;
    return code;
}

} // namespace

FaultyDisk::FaultyDisk()
{
    heal();
    real_vfs = sqlite3_vfs_find(nullptr);
    faulty_vfs = *real_vfs;
    faulty_vfs.zName = "faulty";
    faulty_vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    faulty_vfs.xOpen = open;
    sqlite3_vfs_register(&faulty_vfs, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&faulty_vfs);
    sqlite3_vfs_register(real_vfs, 1);
}

void FaultyDisk::fail_at(int n, bool for_good)
{
    has_failed = false;
    stays_broken = for_good;
    operations_left = n;
}

void FaultyDisk::kill_at(int n)
{
    kills = true;
    operations_left = n;
}

void FaultyDisk::lose_power_at(int n)
{
    fail_at(n, true);
    power_goes = true;
}

void FaultyDisk::heal()
{
    kills = false;
    power_goes = false;
    operations_left = 0;
    stays_broken = false;
    has_failed = false;
}

bool FaultyDisk::failed() const
{
    return has_failed;
}

} // namespace tongbao::store
