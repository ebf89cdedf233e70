#include "bot/calendar.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using namespace std::chrono;
using nlohmann::json;
using Severity = CalendarFinding::Severity;

constexpr int fewest_off_days = 20, most_off_days = 45; // domain/calendar.md §3 rule 4
constexpr const char* statutory_festivals[] = {"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"};

struct Range {
    Day from, to;
};

std::optional<minutes> parse_time(std::string_view text)
{
    int h = 0, m = 0;
    const auto* end = text.data() + text.size();
    if (text.size() != 5 || text[2] != ':' || std::from_chars(text.data(), text.data() + 2, h).ptr != text.data() + 2 ||
        std::from_chars(text.data() + 3, end, m).ptr != end)
        return std::nullopt;
    if (h < 0 || m < 0 || m > 59 || h * 60 + m > 24 * 60)
        return std::nullopt;
    return hours{h} + minutes{m};
}

std::optional<HourRange> parse_hours(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto from = parse_time(text.substr(0, slash));
    const auto until = parse_time(text.substr(slash + 1));
    if (!from || !until || *from == *until)
        return std::nullopt;
    return HourRange{*from, *until};
}

} // namespace

/// Reads the JSON into a Calendar, collecting every finding on the way.
struct CalendarReader {
    Calendar calendar;
    std::vector<CalendarFinding> findings;

    void error(std::string path, std::string what)
    {
        findings.push_back({Severity::error, std::move(path), std::move(what)});
    }
    void warn(std::string path, std::string what)
    {
        findings.push_back({Severity::warning, std::move(path), std::move(what)});
    }

    /// The child of the wanted type, or nothing: absent is allowed, another type is an error.
    const json* child(const json& parent, const char* key, json::value_t type, const std::string& path)
    {
        const auto found = parent.find(key);
        if (found == parent.end())
            return nullptr;
        if (found->type() == type)
            return &*found;
        error(path, fmt::format("expected {}, found {}", json(type).type_name(), found->type_name()));
        return nullptr;
    }

    void known_keys(const json& object, const std::string& path, std::initializer_list<std::string_view> known)
    {
        for (const auto& [key, value] : object.items())
            if (std::ranges::find(known, key) == known.end())
                error(path.empty() ? key : path + "." + key, "unknown key");
    }

    std::optional<Day> date(const json& value, const std::string& path)
    {
        const auto day = value.is_string() ? parse_iso_date(value.get_ref<const std::string&>()) : std::nullopt;
        if (!day)
            error(path, fmt::format("{} is not a date like 2026-09-14", value.dump()));
        return day;
    }

    /// "2026-10-01/2026-10-07", or one date.
    std::optional<Range> range(const json& value, const std::string& path)
    {
        const auto text = value.is_string() ? value.get<std::string>() : std::string();
        const auto slash = text.find('/');
        if (slash == std::string::npos) {
            const auto day = date(value, path);
            return day ? std::optional(Range{*day, *day}) : std::nullopt;
        }
        const auto from = date(text.substr(0, slash), path);
        const auto to = date(text.substr(slash + 1), path);
        if (!from || !to)
            return std::nullopt;
        if (*from > *to) {
            error(path, "the first day is after the last");
            return std::nullopt;
        }
        return Range{*from, *to};
    }

    void in_its_year(int number, Day day, const std::string& path)
    {
        const Day first{local_days{year{number} / January / 1}};
        const Day last{local_days{year{number} / December / 31}};
        if (day < first - year_border || day > last + year_border)
            warn(path, fmt::format("{} is more than 3 days outside {}", iso_date(day), number));
    }

    void read_festival(CalendarYear& into, int number, const std::string& name, const json& ranges,
                       const std::string& path)
    {
        Festival festival{name, {}};
        std::size_t index = 0;
        for (const auto& entry : ranges) {
            const auto here = fmt::format("{}[{}]", path, index++);
            const auto found = range(entry, here);
            if (!found)
                continue;
            for (auto day = found->from; day <= found->to; day += days{1}) {
                in_its_year(number, day, here);
                festival.days.insert(day);
                calendar.off_.insert(day);
            }
        }
        into.off.push_back(std::move(festival));
    }

    void read_work(CalendarYear& into, int number, const json& list, const std::string& path)
    {
        std::size_t index = 0;
        for (const auto& entry : list) {
            const auto here = fmt::format("{}[{}]", path, index++);
            const auto day = date(entry, here);
            if (!day)
                continue;
            in_its_year(number, *day, here);
            const weekday name{*day};
            if (name != Saturday && name != Sunday)
                warn(here, iso_date(*day) + " is a weekday: listing it as a working day has no effect");
            into.work.insert(*day);
            calendar.work_.insert(*day);
        }
    }

    void check_published(CalendarYear& found, const std::string& path)
    {
        std::set<Day> off;
        for (const auto& festival : found.off)
            off.insert(festival.days.begin(), festival.days.end());
        if (off.empty()) {
            warn(path + ".off", "published without any day off: the year is treated as not yet known");
            found.published = false;
            return;
        }
        const auto count = static_cast<int>(off.size());
        if (count < fewest_off_days || count > most_off_days)
            warn(path + ".off", fmt::format("{} days off, expected {} to {}", count, fewest_off_days, most_off_days));
        for (const auto* festival : statutory_festivals)
            if (std::ranges::none_of(found.off,
                                     [&](const Festival& f) { return f.name.find(festival) != std::string::npos; }))
                warn(path + ".off", fmt::format("{} is missing", festival));
    }

    void read_year(const std::string& key, const json& value)
    {
        const auto path = "years." + key;
        const auto first = parse_iso_date(key + "-01-01");
        if (!first || !value.is_object()) {
            error(path, "expected a year like 2026 with an object");
            return;
        }
        known_keys(value, path, {"status", "source", "updated", "off", "work"});
        auto& into = calendar.years_[year_of(*first)];
        const auto* status = child(value, "status", json::value_t::string, path + ".status");
        if (status && *status != "published" && *status != "provisional")
            error(path + ".status", "expected published or provisional");
        into.published = status && *status == "published";
        if (const auto* off = child(value, "off", json::value_t::object, path + ".off"))
            for (const auto& [name, ranges] : off->items())
                read_festival(into, year_of(*first), name, ranges, path + ".off." + name);
        if (const auto* work = child(value, "work", json::value_t::array, path + ".work"))
            read_work(into, year_of(*first), *work, path + ".work");
        if (into.published)
            check_published(into, path);
    }

    void add_vacation(std::string name, const Range& span, const std::string& path)
    {
        for (const auto& other : calendar.vacations_)
            if (span.from <= other.to && other.from <= span.to)
                error(path, fmt::format("{} overlaps {}", name, other.name));
        calendar.vacations_.push_back({std::move(name), span.from, span.to});
    }

    void read_school(const json& entry, const std::string& path)
    {
        if (!entry.is_object()) {
            error(path, "expected an object");
            return;
        }
        known_keys(entry, path, {"name", "type", "from", "to"});
        const auto from = date(entry.value("from", json()), path + ".from");
        const auto to = date(entry.value("to", json()), path + ".to");
        const auto type = entry.value("type", json());
        if (type != "vacation" && type != "off" && type != "work")
            error(path + ".type", "expected vacation, off or work");
        if (!from || !to)
            return;
        if (*from > *to) {
            error(path, "from is after to");
            return;
        }
        if (type == "vacation") {
            const auto name = entry.value("name", json());
            add_vacation(name.is_string() ? name.get<std::string>() : "假期", {*from, *to}, path);
        }
        for (auto day = *from; day <= *to && type != "vacation"; day += days{1})
            (type == "off" ? calendar.school_off_ : calendar.school_work_).insert(day);
    }

    std::vector<HourRange> read_hours(const json& list, const std::string& path)
    {
        std::vector<HourRange> found;
        std::size_t index = 0;
        for (const auto& entry : list) {
            const auto here = fmt::format("{}[{}]", path, index++);
            const auto hours_read = entry.is_string() ? parse_hours(entry.get_ref<const std::string&>()) : std::nullopt;
            if (hours_read)
                found.push_back(*hours_read);
            else
                error(here, fmt::format("{} is not a range like 19:00/08:30", entry.dump()));
        }
        return found;
    }

    void read_quiet(const json& quiet)
    {
        known_keys(quiet, "quiet", {"member", "staff", "group", "urgent"});
        constexpr std::pair<const char*, Audience> names[] = {{"member", Audience::member},
                                                              {"staff", Audience::staff},
                                                              {"group", Audience::group},
                                                              {"urgent", Audience::urgent}};
        for (const auto& [name, audience] : names) {
            const auto path = fmt::format("quiet.{}", name);
            const auto* value = child(quiet, name, json::value_t::object, path);
            if (!value)
                continue;
            known_keys(*value, path, {"work", "off"});
            if (const auto* work = child(*value, "work", json::value_t::array, path + ".work"))
                calendar.quiet_[audience].work = read_hours(*work, path + ".work");
            if (const auto* off = child(*value, "off", json::value_t::array, path + ".off"))
                calendar.quiet_[audience].off = read_hours(*off, path + ".off");
        }
    }

    /// "10:00/11:30,15:00/17:00"
    void read_send(const json& send)
    {
        known_keys(send, "send", {"circular", "reminder"});
        constexpr std::pair<const char*, SendKind> names[] = {{"circular", SendKind::circular},
                                                              {"reminder", SendKind::reminder}};
        for (const auto& [name, kind] : names) {
            const auto path = fmt::format("send.{}", name);
            const auto* value = child(send, name, json::value_t::string, path);
            if (!value)
                continue;
            json list = json::array();
            std::string_view rest = value->get_ref<const std::string&>();
            while (!rest.empty()) {
                const auto comma = std::min(rest.find(','), rest.size());
                list.push_back(rest.substr(0, comma));
                rest.remove_prefix(std::min(comma + 1, rest.size()));
            }
            calendar.send_[kind] = read_hours(list, path);
        }
    }

    void no_day_twice(const std::set<Day>& off, const std::set<Day>& work, const char* path)
    {
        for (const auto day : off)
            if (work.contains(day))
                error(path, iso_date(day) + " is both off and work");
    }

    void read(const json& file)
    {
        known_keys(file, "", {"$schema", "version", "timezone", "years", "school", "quiet", "send"});
        if (file.value("version", json()) != 1)
            error("version", "expected 1");
        if (file.value("timezone", json("Asia/Shanghai")) != "Asia/Shanghai")
            error("timezone", "expected Asia/Shanghai");
        if (const auto* all = child(file, "years", json::value_t::object, "years"))
            for (const auto& [key, value] : all->items())
                read_year(key, value);
        if (const auto* school = child(file, "school", json::value_t::array, "school"))
            for (std::size_t i = 0; i < school->size(); ++i)
                read_school((*school)[i], fmt::format("school[{}]", i));
        if (const auto* quiet = child(file, "quiet", json::value_t::object, "quiet"))
            read_quiet(*quiet);
        if (const auto* send = child(file, "send", json::value_t::object, "send"))
            read_send(*send);
        no_day_twice(calendar.off_, calendar.work_, "years");
        no_day_twice(calendar.school_off_, calendar.school_work_, "school");
    }
};

CalendarFile parse_calendar(std::string_view text)
{
    CalendarReader reader;
    try {
        const auto file = json::parse(text);
        if (file.is_object())
            reader.read(file);
        else
            reader.error("line 1", "expected a JSON object");
    } catch (const json::parse_error& error) {
        const auto line = 1 + std::count(text.begin(), text.begin() + std::min(error.byte, text.size()), '\n');
        reader.error(fmt::format("line {}", line), error.what());
    }
    const bool usable =
        std::ranges::none_of(reader.findings, [](const CalendarFinding& f) { return f.severity == Severity::error; });
    return {usable ? std::optional(std::move(reader.calendar)) : std::nullopt, std::move(reader.findings)};
}

} // namespace tongbao::bot
