#include "tests/acceptance/faults/small_disk.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/mount.h>
#include <unistd.h>
#include <vector>

namespace tongbao::acceptance {
namespace {

namespace fs = std::filesystem;

/// Moves this process, which must have one thread, into a namespace in which it is root.
bool become_root_of_a_namespace()
{
    const auto user = std::to_string(getuid());
    const auto group = std::to_string(getgid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " + user + " 1";
    std::ofstream("/proc/self/gid_map") << "0 " + group + " 1";
    return true;
}

bool mount_memory(const fs::path& folder, const std::string& size)
{
    return mount("tongbao", folder.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
}

} // namespace

SmallDisk::SmallDisk(const fs::path& folder, const std::string& size) : path_(folder)
{
    if (mount_memory(path_, size))
        return;
    if (errno == EPERM && become_root_of_a_namespace() && mount_memory(path_, size))
        return;
    why_not_ = std::string("no small disk can be mounted: ") + std::strerror(errno);
}

SmallDisk::~SmallDisk()
{
    if (mounted())
        umount2(path_.c_str(), MNT_DETACH);
}

void SmallDisk::fill() const
{
    const int file = open((path_ / "filler").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        throw std::runtime_error("the small disk cannot be filled");
    const std::vector<char> block(65536, 'x');
    for (std::size_t size = block.size(); size > 0;)
        if (write(file, block.data(), size) < 0)
            size /= 2; // what is left is smaller
    close(file);
}

void SmallDisk::empty() const
{
    fs::remove(path_ / "filler");
}

void SmallDisk::make_read_only() const
{
    if (mount("tongbao", path_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) != 0)
        throw std::runtime_error(std::string("the small disk cannot be made read-only: ") + std::strerror(errno));
}

} // namespace tongbao::acceptance
