#include "bot/single_instance.hpp"

#include "bot/log.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/file.h>
#include <unistd.h>

namespace tongbao::bot {
namespace {

std::string holder_in(int file)
{
    char text[32] = {};
    const auto size = pread(file, text, sizeof text - 1, 0);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string("unknown");
}

} // namespace

SingleInstance::SingleInstance(const std::filesystem::path& database, WhenServed when_served)
    : file_(open((database.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    if (file_ < 0)
        throw std::runtime_error(fmt::format("cannot open {}.lock: {}", database.string(), std::strerror(errno)));
    if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = holder_in(file_);
        if (when_served == WhenServed::refuse) {
            close(file_);
            throw std::runtime_error(
                fmt::format("{} is already served by process {}: stop it first", database.string(), holder));
        }
        log_event(Level::info, "standing_by", {{"holder", holder}});
        while (flock(file_, LOCK_EX) != 0)
            if (errno != EINTR) {
                const auto why = errno;
                close(file_);
                throw std::runtime_error(fmt::format("cannot lock {}.lock: {}", database.string(), std::strerror(why)));
            }
    }
    const auto own = std::to_string(getpid());
    if (ftruncate(file_, 0) != 0 || pwrite(file_, own.data(), own.size(), 0) < 0) {
        close(file_);
        throw std::runtime_error(fmt::format("cannot write {}.lock: {}", database.string(), std::strerror(errno)));
    }
}

SingleInstance::~SingleInstance()
{
    close(file_);
}

} // namespace tongbao::bot
