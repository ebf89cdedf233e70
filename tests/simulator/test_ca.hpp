#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace tongbao::simulator {

/// What is wrong with the server's certificate, for tests of what a client must refuse.
enum class TlsFlaw {
    none,
    expired,
    wrong_host,
    self_signed,
    unknown_ca,
    old_protocol, ///< a good certificate, but nothing newer than TLS 1.1
};

/// PEM files for one server.
struct ServerIdentity {
    std::string certificate_file;
    std::string key_file;
};

/// A certificate authority made for one run: EC keys, valid for some years, its own key never written to disk.
/// Good certificates are for localhost, 127.0.0.1 and ::1. Throws when OpenSSL or the folder fails.
class TestCa {
public:
    /// Writes ca.pem into `folder`, which is created when missing.
    explicit TestCa(std::filesystem::path folder);
    ~TestCa();

    /// The file that a client must trust.
    std::string ca_file() const;
    ServerIdentity issue(TlsFlaw flaw = TlsFlaw::none);

private:
    struct Authority;
    std::filesystem::path folder_;
    std::unique_ptr<Authority> authority_;
    int issued_ = 0;
};

} // namespace tongbao::simulator
