#pragma once

#include <filesystem>

namespace tongbao::bot {

/// Held while this process serves a database: two services on one would send twice. The kernel lets go of it when the
/// process ends, however it ends.
class SingleInstance {
public:
    /// Locks `<database>.lock`. Throws std::runtime_error that names the process which holds it.
    explicit SingleInstance(const std::filesystem::path& database);
    SingleInstance(const SingleInstance&) = delete;
    SingleInstance& operator=(const SingleInstance&) = delete;
    ~SingleInstance();

private:
    int file_;
};

} // namespace tongbao::bot
