#include "tests/acceptance/process.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tongbao::acceptance {
namespace {

/// As exec wants it: ended by a null pointer.
std::vector<char*> pointers_to(const std::vector<std::string>& words)
{
    std::vector<char*> pointers;
    for (const auto& word : words)
        pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string(name) + " is not set: run the tests with ctest");
    return value;
}

} // namespace

Process::Process(const std::vector<std::string>& command, const std::filesystem::path& output,
                 const std::vector<std::string>& environment)
    : output_(output)
{
    auto arguments = pointers_to(command);
    auto variables = pointers_to(environment); // before the inherited ones: the first of a name counts
    variables.pop_back();
    for (char** inherited = environ; *inherited; ++inherited)
        variables.push_back(*inherited);
    variables.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    const int failed = posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw std::runtime_error("cannot start " + command[0]);
}

Process::~Process()
{
    if (code_)
        return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

void Process::send(int signal) const
{
    kill(pid_, signal);
}

std::optional<int> Process::wait_for(std::chrono::milliseconds limit)
{
    if (code_)
        return code_;
    const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    pollfd watched{descriptor, POLLIN, 0};
    const int ready = poll(&watched, 1, static_cast<int>(limit.count()));
    close(descriptor);
    if (ready != 1)
        return std::nullopt;
    int status = 0;
    waitpid(pid_, &status, 0);
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return code_;
}

std::string Process::output() const
{
    std::ifstream in(output_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Finished run(const std::vector<std::string>& command)
{
    const Folder folder;
    Process process(command, folder.path() / "output");
    const auto code = process.wait_for(std::chrono::minutes{1});
    if (!code)
        throw std::runtime_error(command[0] + " did not end within a minute");
    return {*code, process.output()};
}

Folder::Folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "tongbao-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        throw std::runtime_error("cannot make a folder for the test");
    path_ = pattern;
}

Folder::~Folder()
{
    std::error_code ignored; // a leftover folder in /tmp is no failure of what was tested
    std::filesystem::remove_all(path_, ignored);
}

std::string program()
{
    return environment("TONGBAO_PROGRAM");
}

std::string failing_program()
{
    return environment("TONGBAO_FAILING");
}

std::string simulator_program()
{
    return environment("TONGBAO_SIMULATOR");
}

std::filesystem::path source_folder()
{
    return environment("TONGBAO_SOURCE");
}

} // namespace tongbao::acceptance
