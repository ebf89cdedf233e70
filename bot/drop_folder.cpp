#include "bot/drop_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

namespace tongbao::bot {
namespace {

constexpr std::size_t max_name_bytes = 150;
constexpr int most_names_tried = 1'000;
constexpr std::string_view report_suffix = ".report.txt";

[[noreturn]] void fail(const char* what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

int open_folder(int parent, const char* name)
{
    const int folder = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        fail("drop folder cannot be opened");
    return folder;
}

int open_subfolder(int parent, const char* name, mode_t mode)
{
    if (::mkdirat(parent, name, mode) != 0 && errno != EEXIST)
        fail("subfolder of the drop folder cannot be made");
    return open_folder(parent, name);
}

/// The names in a folder, in order; without hidden ones and a spreadsheet's lock files.
std::vector<std::string> names_in(int folder)
{
    std::vector<std::string> names;
    const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* listing = copy < 0 ? nullptr : ::fdopendir(copy);
    if (!listing)
        fail("drop folder cannot be listed");
    while (const dirent* entry = ::readdir(listing))
        if (entry->d_name[0] != '.' && entry->d_name[0] != '~')
            names.emplace_back(entry->d_name);
    ::closedir(listing);
    std::sort(names.begin(), names.end());
    return names;
}

/// "a.xlsx" -> "a_2.xlsx"
std::string numbered(const std::string& name, int number)
{
    const auto dot = std::min(name.rfind('.'), name.size());
    return name.substr(0, dot) + "_" + std::to_string(number) + name.substr(dot);
}

/// Moves without ever replacing another file; returns the name it got.
std::string move_to(int from, const std::string& name, int to, const std::string& wanted)
{
    for (int number = 1; number < most_names_tried; ++number) {
        const auto target = number == 1 ? wanted : numbered(wanted, number);
        if (::renameat2(from, name.c_str(), to, target.c_str(), RENAME_NOREPLACE) == 0)
            return target;
        if (errno != EEXIST)
            fail("dropped file cannot be moved");
    }
    throw std::runtime_error("too many files of one name in the drop folder");
}

void write_report(int folder, const std::string& name, const std::string& text)
{
    const auto file_name = name + std::string(report_suffix);
    ::unlinkat(folder, file_name.c_str(), 0); // of a file that was taken away since
    const int file = ::openat(folder, file_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (file < 0)
        fail("report cannot be written");
    const auto written = ::write(file, text.data(), text.size());
    const bool whole = written == static_cast<ssize_t>(text.size());
    ::close(file);
    if (!whole)
        fail("report cannot be written");
}

adapters::FileRefusal refused(std::string reason)
{
    return {adapters::FileFault::unreadable, std::move(reason)};
}

bool trusted_owner(int folder, uid_t owner)
{
    struct stat facts = {};
    return owner == ::geteuid() || owner == 0 || (::fstat(folder, &facts) == 0 && facts.st_uid == owner);
}

} // namespace

struct DropFolder::Folders {
    int incoming = -1, spool = -1, done = -1, failed = -1;
    ~Folders()
    {
        for (const int folder : {incoming, spool, done, failed})
            if (folder >= 0)
                ::close(folder);
    }
};

ImportKind kind_of_dropped(std::string_view name)
{
    for (const std::string_view prefix : {"units", "单位"})
        if (name.starts_with(prefix))
            return ImportKind::units;
    for (const std::string_view prefix : {"roster", "花名册", "名册"})
        if (name.starts_with(prefix))
            return ImportKind::roster;
    return ImportKind::activity;
}

std::string safe_file_name(std::string_view name)
{
    std::string safe;
    for (const char byte : name) {
        const auto code = static_cast<unsigned char>(byte);
        const bool leading_dot = safe.empty() && byte == '.';
        safe += code < 0x20 || code == 0x7F || byte == '/' || byte == '\\' || leading_dot ? '_' : byte;
    }
    const auto dot = safe.rfind('.');
    const std::string extension = dot == std::string::npos || safe.size() - dot > 8 ? "" : safe.substr(dot);
    if (safe.size() <= max_name_bytes)
        return safe.empty() ? "_" : safe;
    auto length = max_name_bytes - extension.size();
    while (length > 0 && (static_cast<unsigned char>(safe[length]) & 0xC0u) == 0x80u)
        --length; // not inside a character
    return safe.substr(0, length) + extension;
}

DropFolder::DropFolder(DropFolderSettings settings)
    : settings_(std::move(settings)), folders_(std::make_unique<Folders>())
{
    std::filesystem::create_directories(settings_.path);
    folders_->incoming = ::open(settings_.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folders_->incoming < 0)
        fail("drop folder cannot be opened");
    folders_->spool = open_subfolder(folders_->incoming, ".spool", 0700);
    folders_->done = open_subfolder(folders_->incoming, "done", 0750);
    folders_->failed = open_subfolder(folders_->incoming, "failed", 0750);
}

DropFolder::~DropFolder() = default;

bool DropFolder::is_still(const std::string& name, Seen now_seen, Instant now)
{
    auto& seen = seen_.try_emplace(name, now_seen).first->second;
    const bool same = seen.size == now_seen.size && seen.modified_ns == now_seen.modified_ns &&
                      seen.inode == now_seen.inode && seen.since <= now;
    if (!same)
        seen = now_seen;
    return same && now - seen.since >= settings_.stable;
}

std::vector<std::string> DropFolder::still_files(Instant now)
{
    std::vector<std::string> still;
    std::unordered_map<std::string, Seen> present;
    for (const auto& name : names_in(folders_->incoming)) {
        struct stat facts = {};
        if (::fstatat(folders_->incoming, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0 || S_ISDIR(facts.st_mode))
            continue; // taken away meanwhile, or a folder
        constexpr std::int64_t ns_per_second = 1'000'000'000;
        const Seen seen{facts.st_size, facts.st_mtim.tv_sec * ns_per_second + facts.st_mtim.tv_nsec, facts.st_ino, now};
        if (is_still(name, seen, now) && still.size() < settings_.max_files_per_step)
            still.push_back(name);
        else
            present[name] = seen_[name];
    }
    seen_ = std::move(present);
    return still;
}

void DropFolder::spool(const std::string& name)
{
    move_to(folders_->incoming, name, folders_->spool, safe_file_name(name));
}

std::vector<std::string> DropFolder::take(Instant now)
{
    for (const auto& name : still_files(now))
        spool(name);
    return names_in(folders_->spool);
}

adapters::FileResult<adapters::FileContent> DropFolder::read(const std::string& name,
                                                             const adapters::FileLimits& limits) const
{
    struct stat facts = {};
    if (::fstatat(folders_->spool, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0)
        return refused("文件已不存在");
    if (!trusted_owner(folders_->incoming, facts.st_uid))
        return refused("文件所有者不是投放文件夹的所有者");
    return adapters::read_file(folders_->spool, name, limits);
}

void DropFolder::settle(const std::string& name, const ImportReport& report)
{
    const bool good = report.committed || report.already_imported;
    const int target = good ? folders_->done : folders_->failed;
    const auto moved = move_to(folders_->spool, name, target, name);
    write_report(target, moved, to_text(report));
}

store::asio::awaitable<std::vector<ImportReport>> import_dropped(DropFolder& folder, store::Store& store,
                                                                 const DropFolderImport& rules, Day today, Instant now)
{
    std::vector<ImportReport> reports;
    for (const auto& name : folder.take(now)) {
        const auto kind = kind_of_dropped(name);
        auto prepared = co_await store.read([&](store::Connection& db) {
            const auto file = folder.read(name, rules.settings.limits);
            if (file)
                return prepare_import(db, *file, kind, rules.options, rules.settings, today);
            PreparedImport none;
            none.report = refused_import(name, kind, file.error());
            return none;
        });
        auto report = prepared.report;
        if (prepared.may_commit())
            report = co_await store.write(
                [&](store::Connection& db) { return commit_import(db, std::move(prepared), now, rules.rules); });
        folder.settle(name, report);
        reports.push_back(std::move(report));
    }
    co_return reports;
}

} // namespace tongbao::bot
