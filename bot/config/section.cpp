#include "bot/config/section.hpp"

#include "bot/config_secrets.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <regex>

namespace tongbao::bot {

using nlohmann::json;

void ConfigSource::fault(std::string path, std::string problem, std::string advice) const
{
    reading.faults.push_back({std::move(path), std::move(problem), std::move(advice)});
}

std::filesystem::path ConfigSource::existing(const json& owner, const std::string& where, const char* key) const
{
    const auto name = field<std::string>(owner, key, "");
    if (name.empty())
        return {};
    auto path = folder / name;
    if (!std::filesystem::exists(path))
        fault(fmt::format("{}.{}", where, key), fmt::format("names {}, which does not exist", path.string()),
              "write the path of an existing file or folder, relative to the configuration file");
    return path;
}

Secret ConfigSource::secret(const json& owner, const std::string& where, const char* key) const
{
    if (secrets == Secrets::unread || !owner.is_object())
        return {};
    return read_secret(owner, where, key, folder, reading);
}

void ConfigSource::require(const json& owner, const std::string& where, std::initializer_list<const char*> keys,
                           const std::string& why) const
{
    for (const char* key : keys)
        if (owner.is_object() && !owner.contains(key))
            fault(fmt::format("{}.{}", where, key), "is missing", why);
}

Secret ConfigSource::callback_key(const json& owner, const std::string& where) const
{
    static const std::regex shape("[A-Za-z0-9+/]{43}"); // platforms/wecom.md §5.3
    auto key = secret(owner, where, "encoding_aes_key");
    if (!key.empty() && !std::regex_match(key.reveal(), shape))
        fault(where + ".encoding_aes_key", "is not 43 characters of base64",
              "store the EncodingAESKey exactly as the console shows it");
    return key;
}

void ConfigSource::check_address(const std::string& where, const std::string& address) const
{
    in6_addr parsed = {};
    if (inet_pton(AF_INET, address.c_str(), &parsed) != 1 && inet_pton(AF_INET6, address.c_str(), &parsed) != 1)
        fault(where, fmt::format("is \"{}\", which is no IP address", address),
              "write an IPv4 or IPv6 address, e.g. 127.0.0.1");
}

const json& part(const json& owner, const char* key)
{
    static const json nothing = json::object();
    return owner.is_object() && owner.contains(key) && owner[key].is_object() ? owner[key] : nothing;
}

const json& list(const json& owner, const char* key)
{
    static const json nothing = json::array();
    return owner.is_object() && owner.contains(key) && owner[key].is_array() ? owner[key] : nothing;
}

} // namespace tongbao::bot
