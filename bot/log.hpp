#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tongbao::bot {

enum class Level { info, warning, error };

/// One `key=value` of a log line. Values are ids, numbers and stable words; never texts, names or secrets.
struct LogField {
    LogField(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
    LogField(std::string_view field_name, const char* text) : name(field_name), value(text) {}
    LogField(std::string_view field_name, std::int64_t number) : name(field_name), value(std::to_string(number)) {}
    std::string_view name;
    std::string value;
};

/// From now on lines go to that file instead of stderr. Call it before the first event.
void log_to_file(const std::filesystem::path& file);

/// Writes one line to stderr (or the file): time, level, `event=NAME`, then the fields; a value with blanks or quotes
/// is quoted.
void log_event(Level level, std::string_view event, std::initializer_list<LogField> fields = {});

} // namespace tongbao::bot
