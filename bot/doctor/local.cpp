#include "bot/doctor/local.hpp"

#include "bot/render/templates.hpp"
#include "store/inspection.hpp"
#include "store/queue_depth.hpp"
#include "store/restored.hpp"
#include "store/service_report.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace tongbao::bot::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::uint64_t room_needed = 50 * mib;  ///< less, and a weekly import may not fit
constexpr std::uint64_t room_wanted = 500 * mib; ///< also for a backup beside it
constexpr int old_data_days = 8;                 ///< a week without any data
constexpr std::chrono::minutes old_report{5};

Check check_owner(const fs::path& database, const struct stat& facts)
{
    const auto mode = facts.st_mode & 0777u;
    if (facts.st_uid != geteuid() && geteuid() != 0)
        return failed("database owner", fmt::format("{} belongs to user {}", database.string(), facts.st_uid),
                      "run this command, and everything else, as the service's user");
    if ((mode & (S_IRWXG | S_IRWXO)) != 0)
        return warning("database owner",
                       fmt::format("{} has mode {:03o}: others can read personal data", database.string(), mode),
                       fmt::format("run: chmod 600 {}", database.string()));
    return ok("database owner", fmt::format("only its owner reads {}", database.string()));
}

Check check_pages(const fs::path& database)
{
    try {
        store::check_whole(database.string());
    } catch (const store::DatabaseError& error) {
        return failed("database pages", error.what(), "stop the service and run: tongbao restore FILE");
    }
    return ok("database pages", "every page is in order");
}

Check check_room(const fs::path& folder)
{
    struct statvfs room = {};
    if (statvfs(folder.c_str(), &room) != 0)
        return failed("disk space", fmt::format("{}: {}", folder.string(), std::strerror(errno)),
                      "make the folder of store.path usable for the service's user");
    const auto free = static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
    auto found = fmt::format("{} MiB free at {}", free / mib, folder.string());
    if (free < room_needed)
        return failed("disk space", std::move(found), "free some space: when it is used up nothing is sent any more");
    if (free < room_wanted)
        return warning("disk space", std::move(found), "free some space, also for backups");
    return ok("disk space", std::move(found));
}

/// The audit that the running service wrote last.
Check check_service(const std::optional<store::ServiceReport>& report, Instant now)
{
    if (!report)
        return warning("service", "it has never looked at itself", "start it: systemctl start tongbao");
    const auto age = now - report->at;
    if (age > old_report)
        return warning("service", fmt::format("it last looked at itself {} min ago", age / std::chrono::minutes{1}),
                       "is it running? systemctl status tongbao");
    const auto audit = nlohmann::json::parse(report->content);
    if (audit.value("ready", false))
        return ok("service", "it runs, and nothing stands still");
    std::string texts;
    for (const auto& finding : audit["findings"])
        texts += (texts.empty() ? "" : "; ") + finding.value("text", "");
    return failed("service", texts, "see `tongbao status` and the log");
}

Check check_data(const store::DataAge& age, Day today)
{
    if (!age.newest_day)
        return warning("data", "no day is covered yet", "import units, the roster and activity");
    const auto days = (today - *age.newest_day).count();
    auto found = fmt::format("the newest covered day is {} ({} days ago)", iso_date(*age.newest_day), days);
    if (days > old_data_days)
        return warning("data", std::move(found), "put newer exports into the drop folder");
    return ok("data", std::move(found));
}

} // namespace

std::string_view name_of(Level level)
{
    return level == Level::ok ? "ok" : level == Level::warning ? "warning" : "failed";
}

Checks check_config(const ConfigReading& reading, const fs::path& file)
{
    Checks checks;
    for (const auto& fault : reading.faults)
        checks.push_back(failed("config " + fault.path, fault.problem, fault.advice));
    for (const auto& doubt : reading.warnings)
        checks.push_back(warning("config " + doubt.path, doubt.problem, doubt.advice));
    if (reading.faults.empty())
        checks.push_back(ok("config", file.string() + " has no mistakes"));
    return checks;
}

Checks check_database(const fs::path& database)
{
    struct stat facts = {};
    if (stat(database.c_str(), &facts) != 0 && errno == ENOENT)
        return {warning("database", database.string() + " does not exist yet", "import something or start the service"),
                check_room(database.parent_path())};
    return {check_owner(database, facts), check_pages(database), check_room(database.parent_path())};
}

Checks check_texts(const Config& config, Day today)
{
    Checks checks;
    if (config.calendar.arrangement_pending(today))
        checks.push_back(warning("calendar", "it does not know this year's holidays",
                                 "write the published arrangement into the calendar file"));
    else if (config.calendar.next_year_alert(today))
        checks.push_back(warning("calendar", "it does not know next year's holidays",
                                 "add them when 国务院办公厅 has published them"));
    else
        checks.push_back(ok("calendar", "it knows this year's holidays"));
    const auto loaded = Templates::load(config.templates);
    for (const auto& fault : loaded.faults)
        checks.push_back(failed("templates", fault.text(), "correct that place"));
    if (loaded.faults.empty())
        checks.push_back(ok("templates", "every template is in order"));
    return checks;
}

Checks check_contents(const Config& config, Instant now)
{
    if (!fs::exists(config.store_path))
        return {};
    try {
        store::Connection db(config.store_path.string(), store::Access::read_only);
        Checks checks{check_data(store::data_age(db), local_day(now)),
                      check_service(store::service_report(db, "audit"), now)};
        if (store::unconfirmed_restore(db))
            checks.push_back(warning("restore", "a backup was restored and nobody has looked at what is held",
                                     "tongbao outbox list --restored, then release or drop"));
        return checks;
    } catch (const store::DatabaseError& error) {
        return {failed("data", error.what(), "start the service once: it brings the database to its schema")};
    }
}

} // namespace tongbao::bot::doctor
