#include "bot/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace tongbao::bot {
namespace {

std::shared_ptr<spdlog::logger> made(std::shared_ptr<spdlog::logger> logger)
{
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%^%l%$ %v");
    logger->flush_on(spdlog::level::info);
    return logger;
}

std::shared_ptr<spdlog::logger>& logger()
{
    static auto instance = made(spdlog::stderr_color_mt("stderr"));
    return instance;
}

/// Line breaks and quotes cannot forge a second line or field.
std::string field_value(std::string_view value)
{
    if (!value.empty() && value.find_first_of(" \"=\n\r\t") == std::string_view::npos)
        return std::string(value);
    std::string result = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    }
    return result + '"';
}

spdlog::level::level_enum driver_level(Level level)
{
    return level == Level::info      ? spdlog::level::info
           : level == Level::warning ? spdlog::level::warn
                                     : spdlog::level::err;
}

} // namespace

void log_to_file(const std::filesystem::path& file)
{
    logger() = made(spdlog::basic_logger_mt("file", file.string()));
}

void log_event(Level level, std::string_view event, std::initializer_list<LogField> fields)
{
    std::string line = "event=" + std::string(event);
    for (const auto& field : fields)
        line.append(" ").append(field.name).append("=").append(field_value(field.value));
    logger()->log(driver_level(level), line);
}

} // namespace tongbao::bot
