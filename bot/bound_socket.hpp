#pragma once

#include <cstdint>
#include <string>

namespace tongbao::bot {

/// A listening TCP socket that outlives whoever accepts from it: while one listener takes over from another, the
/// kernel keeps what arrives.
class BoundSocket {
public:
    /// Binds and listens; port 0 means any free one. Throws boost::system::system_error when it cannot.
    BoundSocket(const std::string& address, std::uint16_t port);
    BoundSocket(BoundSocket&& other) noexcept;
    BoundSocket& operator=(BoundSocket&&) = delete;
    ~BoundSocket();

    /// A descriptor of the same socket, for the caller to close. Throws boost::system::system_error.
    int duplicate() const;
    bool v6() const { return v6_; }

private:
    int descriptor_ = -1;
    bool v6_ = false;
};

} // namespace tongbao::bot
