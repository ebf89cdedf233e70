#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tongbao::acceptance {

/// Sends `text` as it is to 127.0.0.1 and gives the status of the answer; 0 when none came within ten seconds.
int status_of(std::uint16_t port, const std::string& text);

/// Connections that say nothing, or a request's first line one byte at a time, from as many addresses of 127.0.0.0/8 as
/// it takes to stay below the limit of one peer.
class SlowCallers {
public:
    /// Opens `number` connections, as many as can be had: raises the limit of open files as far as it may.
    SlowCallers(std::uint16_t port, int number);
    SlowCallers(const SlowCallers&) = delete;
    SlowCallers& operator=(const SlowCallers&) = delete;
    ~SlowCallers();

    int opened() const { return opened_; }
    /// One more byte on every second connection; the others stay silent.
    void send_a_byte_each();
    /// Those that the service has not closed.
    int still_open();

private:
    std::vector<int> sockets_;
    int opened_ = 0;
    std::size_t sent_ = 0;
};

} // namespace tongbao::acceptance
