#pragma once

#include "bot/import/import.hpp"
#include "store/store.hpp"

#include <filesystem>

/// Files that people or scheduled exports put into a folder: imported once they stand still.
namespace tongbao::bot {

struct DropFolderSettings {
    std::filesystem::path path;
    std::chrono::seconds stable{60}; ///< a file must keep size, time and inode this long
    std::size_t max_files_per_step = 50;
};

/// What the name of a dropped file says it is: `units…`/`单位…`, `roster…`/`花名册…`, everything else activity.
ImportKind kind_of_dropped(std::string_view name);
/// A name without separators, control characters and leading dots, at most 150 bytes, its extension kept.
std::string safe_file_name(std::string_view name);

/// The folder and its three subfolders: `.spool` (ours alone), `done` and `failed`. Links are never followed: every
/// name is resolved against the opened folders. Not thread-safe.
class DropFolder {
public:
    /// Creates what is missing. Throws std::system_error when the folder cannot be used.
    explicit DropFolder(DropFolderSettings settings);
    DropFolder(const DropFolder&) = delete;
    DropFolder& operator=(const DropFolder&) = delete;
    ~DropFolder();

    /// One look at the folder. Moves what has been still for long enough into the spool and returns the names of all
    /// that is in the spool, also of what an interrupted run left there.
    std::vector<std::string> take(Instant now);
    /// Reads a spooled file; refuses links, other people's files and everything beyond the limits.
    adapters::FileResult<adapters::FileContent> read(const std::string& name, const adapters::FileLimits& limits) const;
    /// Moves a spooled file to `done` or `failed`, its report beside it.
    void settle(const std::string& name, const ImportReport& report);

private:
    struct Folders;
    struct Seen {
        std::int64_t size = 0;
        std::int64_t modified_ns = 0;
        std::uint64_t inode = 0;
        Instant since;
    };
    bool is_still(const std::string& name, Seen now_seen, Instant now);
    std::vector<std::string> still_files(Instant now);
    void spool(const std::string& name);

    DropFolderSettings settings_;
    std::unique_ptr<Folders> folders_;
    std::unordered_map<std::string, Seen> seen_;
};

struct DropFolderImport {
    ImportSettings settings;
    ImportOptions options;
    store::RollupRules rules;
};

/// Imports what stands still, file by file: reads and matches on a reader thread, commits on the writer. A file that
/// needs a person's consent is refused. Throws when the database is unavailable; the file then stays in the spool.
store::asio::awaitable<std::vector<ImportReport>> import_dropped(DropFolder& folder, store::Store& store,
                                                                 const DropFolderImport& rules, Day today, Instant now);

} // namespace tongbao::bot
