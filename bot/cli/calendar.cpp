#include "bot/calendar_import.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/confirmation.hpp"
#include "bot/cli/opening.hpp"
#include "bot/clock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tongbao::bot::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = 4u << 20; // chinese-days has 36 KB for all its years

std::optional<std::string> read_text(const fs::path& path)
{
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || bytes > max_file_bytes || !file)
        return std::nullopt;
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

[[noreturn]] void fail(const fs::path& path)
{
    throw std::system_error(errno, std::generic_category(), path.string());
}

/// Readers see the old file or the new one, also after a power loss. The file keeps its mode.
void replace_file(const fs::path& path, const std::string& text)
{
    struct stat facts = {};
    if (::stat(path.c_str(), &facts) != 0)
        fail(path);
    const auto unfinished = path.string() + ".new";
    constexpr mode_t permissions = 07777;
    const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, facts.st_mode & permissions);
    if (file < 0)
        fail(unfinished);
    const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fchmod(file, facts.st_mode & permissions) == 0 && ::fsync(file) == 0;
    ::close(file);
    if (!whole || ::rename(unfinished.c_str(), path.c_str()) != 0) {
        ::unlink(unfinished.c_str());
        fail(path);
    }
}

/// Years that are past matter to nobody who imports a data set of all years.
void keep_asked(std::map<int, Arrangement>& years, const CalendarArguments& arguments, Day today)
{
    const auto this_year = static_cast<int>(std::chrono::year_month_day{today}.year());
    std::erase_if(years, [&](const auto& entry) {
        return arguments.year == 0 ? entry.first < this_year : entry.first != arguments.year;
    });
}

int refuse(const fs::path& file, std::string_view why)
{
    fmt::print(stderr, "{}：{}\n", file.string(), why);
    return refused;
}

void print(const CalendarChange& change)
{
    for (const auto& line : change.differences)
        fmt::print("{}\n", line);
    for (const auto& finding : change.findings)
        fmt::print("{}: {}: {}\n", finding.severity == CalendarFinding::Severity::error ? "error" : "warning",
                   finding.path, finding.what);
}

/// The configuration keeps only what was read from the file. The configuration was checked before.
fs::path calendar_path(const fs::path& config)
{
    std::ifstream file(config, std::ios::binary);
    return config.parent_path() / nlohmann::json::parse(file)["calendar"].get<std::string>();
}

} // namespace

int calendar_import(const CalendarArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    const auto source = read_text(arguments.file);
    if (!source)
        return refuse(arguments.file, "无法读取，或超过 4 MiB");
    auto years = read_arrangements(*source);
    if (!years)
        return refuse(arguments.file, years.error());
    const auto today = local_day(SystemClock().now());
    keep_asked(*years, arguments, today);
    if (years->empty())
        return refuse(arguments.file, "其中没有要导入的年份；其他年份请用 --year 指明");
    const auto path = calendar_path(arguments.config);
    const auto current = read_text(path);
    if (!current)
        return refuse(path, "无法读取");
    const auto change = put_arrangements(*current, *years, today);
    print(change);
    if (!change.usable)
        return refuse(path, "导入后会有以上错误，未作更改；请先改正日历文件");
    if (change.differences.empty()) {
        fmt::print("与 {} 相同，未作更改。\n", path.string());
        return done;
    }
    if (!arguments.yes && !confirmed("写入以上更改？"))
        return refused;
    replace_file(path, change.text);
    fmt::print("已写入 {}。\n", path.string());
    return done;
}

} // namespace tongbao::bot::cli
