#pragma once

#include <filesystem>

namespace tongbao::bot {

/// What to do while another process serves the database.
enum class WhenServed { refuse, wait };

/// Held while this process serves a database: two services on one would send twice. The kernel lets go of it when the
/// process ends, however it ends, and not before: a stopped process (SIGSTOP) keeps it and cannot wake up beside a
/// successor.
class SingleInstance {
public:
    /// Locks `<database>.lock`. While another process holds it, waits without limit, or throws std::runtime_error that
    /// names that process.
    explicit SingleInstance(const std::filesystem::path& database, WhenServed when_served = WhenServed::refuse);
    SingleInstance(const SingleInstance&) = delete;
    SingleInstance& operator=(const SingleInstance&) = delete;
    ~SingleInstance();

private:
    int file_;
};

} // namespace tongbao::bot
