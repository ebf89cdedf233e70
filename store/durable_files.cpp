#include "store/durable_files.hpp"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace tongbao::store {

namespace fs = std::filesystem;

void sync_folder(const std::string& path)
{
    const auto parent = fs::path(path).parent_path();
    const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return; // a folder that may be written but not listed: nothing more can be done
    ::fsync(folder);
    ::close(folder);
}

void rename_durably(const std::string& from, const std::string& to)
{
    fs::rename(from, to);
    sync_folder(to);
}

void remove_database(const std::string& path)
{
    for (const char* suffix : {"-wal", "-shm", ""})
        fs::remove(path + suffix);
}

} // namespace tongbao::store
