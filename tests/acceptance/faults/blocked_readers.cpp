#include "tests/acceptance/faults/blocked_readers.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace tongbao::acceptance {

BlockedReaders::BlockedReaders(const std::filesystem::path& database)
    : file_(open((database.string() + "-shm").c_str(), O_RDWR | O_CLOEXEC))
{
    struct flock places = {};
    places.l_type = F_WRLCK;
    places.l_whence = SEEK_SET;
    places.l_start = 123;
    places.l_len = 5;
    if (file_ < 0 || fcntl(file_, F_SETLKW, &places) != 0)
        throw std::runtime_error("the readers cannot be blocked");
}

BlockedReaders::~BlockedReaders()
{
    close(file_);
}

} // namespace tongbao::acceptance
