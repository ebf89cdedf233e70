#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace tongbao::acceptance {

/// A program under test: a real process with its output in a file, killed when the test leaves it behind.
class Process {
public:
    /// `output` receives stdout and stderr; `environment` holds further variables, NAME=value.
    Process(const std::vector<std::string>& command, const std::filesystem::path& output,
            const std::vector<std::string>& environment = {});
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    void send(int signal) const;
    /// The exit code (128 + n when signal n ended it); empty when it still runs after `limit`.
    std::optional<int> wait_for(std::chrono::milliseconds limit);
    std::string output() const;
    pid_t pid() const { return pid_; }

private:
    pid_t pid_ = 0;
    std::filesystem::path output_;
    std::optional<int> code_;
};

struct Finished {
    int code;
    std::string output;
};
/// Runs a command to its end, at most a minute.
Finished run(const std::vector<std::string>& command);

/// An empty folder of this test's own, removed with the object.
class Folder {
public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The program under test, as the build made it.
std::string program();
/// Its twin with fail points (tests/failing/failpoint.cpp).
std::string failing_program();
/// Both platforms as a program of their own (tests/simulator/program.cpp).
std::string simulator_program();
std::filesystem::path source_folder();

} // namespace tongbao::acceptance
