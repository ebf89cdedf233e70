#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <fmt/format.h>
#include <fstream>

namespace tongbao::bot {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

void check_store_path(const fs::path& path, const ConfigSource& source)
{
    if (!path.has_filename())
        return;             // missing, as the schema has said
    std::error_code unseen; // a folder this user may not look into is somebody else's to check
    if (fs::is_directory(path, unseen))
        source.fault("$.store.path", fmt::format("names {}, which is a folder", path.string()),
                     "write the path of the database file, e.g. tongbao.db");
    else if (const auto folder = path.parent_path(); !fs::exists(folder, unseen) && !unseen)
        source.fault("$.store.path", fmt::format("is in {}, which does not exist", folder.string()),
                     "make that folder first: the service makes only the file");
}

void read_calendar(const fs::path& file, const ConfigSource& source)
{
    if (file.empty() || !fs::exists(file))
        return;
    if (fs::is_directory(file))
        return source.fault("$.calendar", fmt::format("names {}, which is a folder", file.string()),
                            "write the path of the calendar file");
    std::ifstream in(file, std::ios::binary);
    auto read = parse_calendar(std::string((std::istreambuf_iterator<char>(in)), {}));
    for (const auto& finding : read.findings) {
        const bool error = finding.severity == CalendarFinding::Severity::error;
        auto& list = error ? source.reading.faults : source.reading.warnings;
        list.push_back({"$.calendar", fmt::format("{}: {}: {}", file.string(), finding.path, finding.what),
                        error ? "correct that place in the calendar file" : "look at that place in the calendar file"});
    }
    if (read.calendar)
        source.reading.config.calendar = std::move(*read.calendar);
}

void read_drop_folder(const json& from, const ConfigSource& source)
{
    auto& to = source.reading.config.drop_folder;
    const auto path = field<std::string>(from, "path", "");
    if (!path.empty())
        to.path = source.folder / path;
    to.poll = std::chrono::seconds(field(from, "poll_seconds", 30));
    to.stable = std::chrono::seconds(field(from, "stable_seconds", 60));
}

} // namespace

void read_places(const json& root, const ConfigSource& source)
{
    auto& config = source.reading.config;
    config.store_path = source.folder / field<std::string>(part(root, "store"), "path", "");
    check_store_path(config.store_path, source);
    read_calendar(source.existing(root, "$", "calendar"), source);
    config.templates = source.existing(root, "$", "templates");
    read_drop_folder(part(root, "drop_folder"), source);
}

} // namespace tongbao::bot
