#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What the subcommands of `tongbao` do once the command line is parsed. Each returns the process's exit code.
namespace tongbao::bot::cli {

/// Exit codes, the same for every subcommand (docs/operations.md).
enum ExitCode : int {
    done = 0,
    broken = 1,       ///< the world is broken: database, disk, network
    usage = 2,        ///< the command line is wrong
    bad_config = 3,   ///< the configuration has mistakes
    refused = 4,      ///< an input was refused or not confirmed; nothing was changed
    not_complete = 5, ///< the data asked for is not there yet
};

struct ImportArguments {
    std::filesystem::path config;
    std::string kind; ///< units, roster, activity, unit_summary or bindings
    std::vector<std::filesystem::path> files;
    std::string date;             ///< ISO day of the data, where the file does not tell
    std::string points;           ///< what a column called only 积分 holds: annual, raw or total
    std::string date_format;      ///< of dates like 09/14/2026: mdy or dmy
    bool accept_rejected = false; ///< import although many rows are rejected, or a period is closed
    bool yes = false;             ///< do not ask
    bool json = false;
};

struct FiguresArguments {
    std::filesystem::path config;
    std::string window; ///< 2026-W38 or 2026-09
    std::string unit;   ///< unit code; empty: all
    bool json = false;
};

struct PreviewArguments {
    std::filesystem::path config;
    std::string kind; ///< weekly or monthly
    std::string window;
    std::string unit; ///< for monthly
    std::filesystem::path blocks;
    bool json = false;
};

struct ServeArguments {
    std::filesystem::path config;
    std::string starting_at; ///< local time at which the service's clock starts; empty: the machine's
    int clock_rate = 1;      ///< how many times as fast as the machine's clock it runs
    bool standby = false;    ///< wait while another process serves the database, then take over
};

struct DemoArguments {
    std::filesystem::path folder;
    bool stay = false; ///< keep serving after the conversation, until a signal
};

struct ConfigArguments {
    std::filesystem::path config;
    bool json = false;
};

struct CalendarArguments {
    std::filesystem::path config;
    std::filesystem::path file;
    int year = 0;     ///< only that one; 0: this year and later ones
    bool yes = false; ///< do not ask
};

struct OutboxArguments {
    std::filesystem::path config;
    std::string action;       ///< list, show, retry, cancel, release or drop
    std::int64_t message = 0; ///< its number, for every action but list
    std::string state;        ///< for list: only messages in it; empty: all
    std::string target;       ///< for list: only messages for it; empty: all
    int limit = 50;           ///< for list
    bool restored = false;    ///< for list, release and drop: what a restore holds
    bool json = false;
};

struct DoctorArguments {
    std::filesystem::path config;
    bool offline = false; ///< do not reach for the platforms
    bool json = false;
};

struct BackupArguments {
    std::filesystem::path config;
    std::filesystem::path file; ///< appears whole or not at all
    bool json = false;
};

struct RestoreArguments {
    std::filesystem::path config;
    std::filesystem::path file; ///< a backup
    bool json = false;
};

struct GroupCodeArguments {
    std::filesystem::path config;
    std::string unit;   ///< unit code
    std::string kind;   ///< administrators, unit or branch
    std::string target; ///< configured group whose robot posts into that chat; may be empty
};

int calendar_import(const CalendarArguments& options);
int check_config(const ConfigArguments& options);
int import(const ImportArguments& options);
int figures(const FiguresArguments& options);
int preview(const PreviewArguments& options);
int status(const ConfigArguments& options);
int outbox(const OutboxArguments& options);
int doctor(const DoctorArguments& options);
int backup(const BackupArguments& options);
int restore(const RestoreArguments& options);
int group_code(const GroupCodeArguments& options);
int serve(const ServeArguments& options);
int demo(const DemoArguments& options);

} // namespace tongbao::bot::cli
