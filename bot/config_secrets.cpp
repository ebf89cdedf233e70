#include "bot/config_secrets.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace tongbao::bot {
namespace {

using nlohmann::json;

constexpr const char* blanks = " \t\r\n";

std::string trimmed(const std::string& text)
{
    const auto from = text.find_first_not_of(blanks);
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

Secret checked(const std::string& where, const std::string& raw, ConfigReading& reading)
{
    auto value = trimmed(raw);
    if (value.find_first_of(blanks) != std::string::npos)
        reading.faults.push_back({where, "holds a blank inside the secret", "paste the secret again, whole and alone"});
    return Secret(std::move(value));
}

Secret from_environment(const std::string& where, const std::string& name, ConfigReading& reading)
{
    const char* value = std::getenv(name.c_str());
    if (value && *value)
        return checked(where, value, reading);
    reading.faults.push_back({where + ".env", fmt::format("names {}, which is not set", name),
                              "set that environment variable for the service, or write {\"file\": \"path\"}"});
    return {};
}

Secret from_file(const std::string& where, const std::filesystem::path& file, ConfigReading& reading)
{
    std::string text;
    if (std::ifstream in(file); in && !std::filesystem::is_directory(file))
        text.assign(std::istreambuf_iterator<char>(in), {});
    if (text.empty()) {
        reading.faults.push_back({where + ".file",
                                  fmt::format("names {}, which cannot be read or is empty", file.string()),
                                  "write the path of a file that holds the secret and nothing else"});
        return {};
    }
    struct stat status = {};
    if (stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        reading.warnings.push_back({where + ".file", fmt::format("names {}, which others can read", file.string()),
                                    fmt::format("run: chmod 600 {}", file.string())});
    return checked(where, text, reading);
}

} // namespace

Secret read_secret(const json& owner, const std::string& where, const std::string& key,
                   const std::filesystem::path& folder, ConfigReading& reading)
{
    const auto value = owner.find(key);
    if (value == owner.end())
        return {};
    const auto place = fmt::format("{}.{}", where, key);
    if (value->is_string()) {
        reading.warnings.push_back({place, "holds the secret itself",
                                    "move it to a file and write {\"file\": \"path\"}, so that it is not copied with "
                                    "the configuration"});
        return checked(place, *value, reading);
    }
    if (const auto name = value->find("env"); name != value->end() && name->is_string())
        return from_environment(place, *name, reading);
    if (const auto file = value->find("file"); file != value->end() && file->is_string())
        return from_file(place, folder / file->get<std::string>(), reading);
    return {};
}

Secret credential_of_url(Secret value, std::string_view parameter)
{
    const auto& text = value.reveal();
    const auto at = text.find(parameter);
    if (!text.starts_with("https://") || at == std::string::npos)
        return value;
    const auto from = at + parameter.size();
    return Secret(text.substr(from, text.find('&', from) - from));
}

} // namespace tongbao::bot
