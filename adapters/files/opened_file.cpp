#include "adapters/files/opened_file.hpp"

#include "adapters/crypto.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace tongbao::adapters {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    int get() const { return number_; }
    bool open() const { return number_ >= 0; }

private:
    int number_;
};

FileRefusal unreadable(std::string reason)
{
    return {FileFault::unreadable, std::move(reason)};
}

FileRefusal too_large(const FileLimits& limits)
{
    return {FileFault::size, "文件超过 " + std::to_string(limits.max_file_bytes >> 20) + " MiB 的上限"};
}

FileRefusal not_opened(int error)
{
    switch (error) {
    case ELOOP:
        return unreadable("是符号链接，不予读取");
    case ENOENT:
        return unreadable("文件不存在");
    case EACCES:
        return unreadable("没有读取权限");
    default:
        return unreadable("无法打开");
    }
}

FileResult<std::string> read_all(int file, std::size_t expected, const FileLimits& limits)
{
    std::string bytes;
    bytes.resize(expected + 1); // one more, to notice a file that grows while it is read
    std::size_t filled = 0;
    while (true) {
        const auto got = ::read(file, bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unreadable("读取时出错");
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
        if (filled > limits.max_file_bytes)
            return too_large(limits);
        if (filled > expected)
            return unreadable("文件仍在写入");
    }
    if (filled < expected)
        return unreadable("文件在读取时变短");
    bytes.resize(filled);
    return bytes;
}

} // namespace

FileResult<FileContent> read_file(int folder, const std::string& name, const FileLimits& limits)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
        return unreadable("文件名无效");
    const Descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file.open())
        return not_opened(errno);
    struct stat facts = {};
    if (::fstat(file.get(), &facts) != 0)
        return unreadable("无法读取文件信息");
    if (!S_ISREG(facts.st_mode))
        return unreadable("不是普通文件");
    if (static_cast<std::uint64_t>(facts.st_size) > limits.max_file_bytes)
        return too_large(limits);
    auto bytes = read_all(file.get(), static_cast<std::size_t>(facts.st_size), limits);
    if (!bytes)
        return bytes.error();
    auto sha256 = sha256_hex(*bytes);
    return FileContent{name, std::move(*bytes), std::move(sha256)};
}

FileResult<FileContent> read_file(const std::string& path, const FileLimits& limits)
{
    const std::filesystem::path whole(path);
    const auto parent = whole.has_parent_path() ? whole.parent_path().string() : std::string(".");
    const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.open())
        return unreadable("所在文件夹无法打开");
    return read_file(folder.get(), whole.filename().string(), limits);
}

} // namespace tongbao::adapters
