#include "bot/calendar_import.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using namespace std::chrono;
using nlohmann::json;
using nlohmann::ordered_json;
using Years = std::map<int, Arrangement>;

/// What a data set got wrong; caught where the reading begins.
struct Unreadable {
    std::string why;
};

Day date_of(const json& value)
{
    const auto day = value.is_string() ? parse_iso_date(value.get_ref<const std::string&>()) : std::nullopt;
    if (!day)
        throw Unreadable{fmt::format("{} 不是日期", value.dump(-1, ' ', false, json::error_handler_t::replace))};
    return *day;
}

std::string text_at(const json& object, const char* key)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        throw Unreadable{fmt::format("缺少文字 {}", key)};
    return found->get<std::string>();
}

int file_year(const json& file)
{
    const auto found = file.find("year");
    if (found == file.end() || !found->is_number_integer())
        throw Unreadable{"缺少年份 year"};
    return found->get<int>();
}

/// `{"year":2026,"papers":[…],"days":[{"name","date","isOffDay"}]}`
Years read_holiday_cn(const json& file)
{
    Arrangement year;
    for (const auto& paper : file.value("papers", json::array()))
        if (paper.is_string())
            year.source += (year.source.empty() ? "" : " ") + paper.get<std::string>();
    for (const auto& entry : file.at("days")) {
        const auto day = date_of(entry.value("date", json()));
        const auto off = entry.find("isOffDay");
        if (off == entry.end() || !off->is_boolean())
            throw Unreadable{iso_date(day) + " 缺少 isOffDay"};
        if (off->get<bool>())
            year.off[text_at(entry, "name")].insert(day);
        else
            year.work.insert(day);
    }
    if (year.source.empty())
        year.source = "holiday-cn";
    return {{file_year(file), std::move(year)}};
}

/// "Labour Day,劳动节,1" -> 劳动节
std::string festival_of(const json& value)
{
    const auto text = value.is_string() ? value.get<std::string>() : std::string();
    const auto first = text.find(',');
    const auto second = first == std::string::npos ? first : text.find(',', first + 1);
    if (second == std::string::npos)
        throw Unreadable{"节日写法不是“英文,中文,天数”"};
    return text.substr(first + 1, second - first - 1);
}

/// `{"holidays":{date:"en,中文,n"},"workdays":{…},"inLieuDays":{…}}`, of one year or of all.
Years read_chinese_days(const json& file)
{
    Years years;
    for (const auto* key : {"holidays", "inLieuDays"}) {
        const auto listed = file.value(key, json::object());
        for (const auto& [date, name] : listed.items()) {
            const auto day = date_of(date);
            years[year_of(day)].off[festival_of(name)].insert(day);
        }
    }
    const auto shifted = file.value("workdays", json::object());
    for (const auto& [date, name] : shifted.items()) {
        const auto day = date_of(date);
        years[year_of(day)].work.insert(day);
    }
    for (auto& [number, year] : years)
        year.source = "chinese-days";
    return years;
}

/// `{"year","region","dates":[{"date","name","type":"public_holiday" or "transfer_workday"}]}`
Years read_holiday_calendar(const json& file)
{
    Arrangement year;
    year.source = "holiday-calendar";
    for (const auto& entry : file.at("dates")) {
        const auto day = date_of(entry.value("date", json()));
        const auto type = text_at(entry, "type");
        if (type == "public_holiday")
            year.off[text_at(entry, "name")].insert(day);
        else if (type == "transfer_workday")
            year.work.insert(day);
        else
            throw Unreadable{fmt::format("{} 的 type 既非 public_holiday 也非 transfer_workday", iso_date(day))};
    }
    return {{file_year(file), std::move(year)}};
}

bool array_at(const json& file, const char* key)
{
    return file.is_object() && file.contains(key) && file[key].is_array() &&
           std::ranges::all_of(file[key], [](const json& entry) { return entry.is_object(); });
}

Years read_any(const json& file)
{
    if (array_at(file, "days"))
        return read_holiday_cn(file);
    if (array_at(file, "dates"))
        return read_holiday_calendar(file);
    const bool chinese_days = file.is_object() && file.contains("holidays") && file["holidays"].is_object();
    if (chinese_days)
        return read_chinese_days(file);
    throw Unreadable{"认不出来源：支持 holiday-cn、chinese-days、holiday-calendar 的 JSON"};
}

/// Consecutive days as one range.
ordered_json ranges_of(const std::set<Day>& listed)
{
    auto ranges = ordered_json::array();
    for (auto first = listed.begin(); first != listed.end();) {
        auto last = first;
        while (std::next(last) != listed.end() && *std::next(last) == *last + days{1})
            ++last;
        ranges.push_back(first == last ? iso_date(*first) : iso_date(*first) + "/" + iso_date(*last));
        first = std::next(last);
    }
    return ranges;
}

ordered_json json_of(const Arrangement& year, Day today)
{
    std::vector<std::pair<std::string, std::set<Day>>> festivals(year.off.begin(), year.off.end());
    std::ranges::sort(festivals, {}, [](const auto& festival) { return *festival.second.begin(); });
    auto off = ordered_json::object();
    for (const auto& [name, listed] : festivals)
        off[name] = ranges_of(listed);
    auto work = ordered_json::array();
    for (const auto day : year.work)
        work.push_back(iso_date(day));
    return {
        {"status", "published"}, {"source", year.source}, {"updated", iso_date(today)}, {"off", off}, {"work", work}};
}

std::string_view state_of(const Calendar& calendar, Day day)
{
    const Window only{WindowKind::week, day, day + days{1}};
    if (calendar.listed_off_days(only) > 0)
        return "放假";
    return calendar.shifted_workdays(only).empty() ? "照常" : "调休上班";
}

/// A line for each run of days that change alike.
void add_changed_days(const Calendar& before, const Calendar& after, int number, std::vector<std::string>& lines)
{
    const Day last = Day{local_days{year{number} / December / 31}} + year_border;
    for (auto day = Day{local_days{year{number} / January / 1}} - year_border; day <= last;) {
        const auto from = state_of(before, day), to = state_of(after, day);
        const auto first = day;
        while (day <= last && state_of(before, day) == from && state_of(after, day) == to)
            day += days{1};
        const auto until = day - days{1};
        if (from != to)
            lines.push_back(
                fmt::format("{}{}：{} → {}", iso_date(first), first == until ? "" : "至" + iso_date(until), from, to));
    }
}

} // namespace

boost::system::result<std::map<int, Arrangement>, std::string> read_arrangements(std::string_view text)
{
    const auto file = json::parse(text, nullptr, false);
    if (file.is_discarded())
        return std::string("不是完整的 JSON 文件");
    try {
        auto years = read_any(file);
        std::erase_if(years, [](const auto& entry) { return entry.second.off.empty(); });
        if (years.empty())
            return std::string("文件里没有任何放假日：该年的安排尚未公布，不能当作没有节假日");
        return years;
    } catch (const Unreadable& fault) {
        return fault.why;
    }
}

CalendarChange put_arrangements(const std::string& current, const std::map<int, Arrangement>& years, Day today)
{
    auto file = ordered_json::parse(current);
    for (const auto& [number, arrangement] : years)
        file["years"][std::to_string(number)] = json_of(arrangement, today);
    CalendarChange change;
    change.text = file.dump(2) + "\n";
    const auto before = parse_calendar(current).calendar.value();
    auto after = parse_calendar(change.text);
    change.findings = std::move(after.findings);
    change.usable = after.calendar.has_value();
    for (const auto& [number, arrangement] : years) {
        if (!after.calendar)
            break;
        const Day first{local_days{year{number} / January / 1}};
        if (before.arrangement_pending(first))
            change.differences.push_back(fmt::format("{}年：待更新 → 已公布", number));
        add_changed_days(before, *after.calendar, number, change.differences);
    }
    return change;
}

} // namespace tongbao::bot
