#pragma once

#include "bot/config.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::bot {

/// What every section's reader needs: where relative paths count from, whether secrets are wanted, where to report.
/// The readers cope with a file that the schema has found faulty, so that every mistake is reported at once.
struct ConfigSource {
    std::filesystem::path folder;
    Secrets secrets;
    ConfigReading& reading;

    void fault(std::string path, std::string problem, std::string advice) const;
    /// The path under `key`, resolved; a fault when nothing is there.
    std::filesystem::path existing(const nlohmann::json& owner, const std::string& where, const char* key) const;
    /// Empty where secrets are not wanted.
    Secret secret(const nlohmann::json& owner, const std::string& where, const char* key) const;
    /// A fault for each of `keys` that `owner` lacks; `why` says what needs them.
    void require(const nlohmann::json& owner, const std::string& where, std::initializer_list<const char*> keys,
                 const std::string& why) const;
    /// The secret under "encoding_aes_key"; a fault where it is no EncodingAESKey of WeCom.
    Secret callback_key(const nlohmann::json& owner, const std::string& where) const;
    /// A fault unless `address` is an IPv4 or IPv6 address.
    void check_address(const std::string& where, const std::string& address) const;
};

/// The value of a key, or `fallback` where it is absent or of a wrong type (which the schema has already reported).
template <class Value>
Value field(const nlohmann::json& owner, const char* key, Value fallback)
{
    const auto found = owner.is_object() ? owner.find(key) : owner.end();
    if (found == owner.end())
        return fallback;
    try {
        return found->template get<Value>();
    } catch (const nlohmann::json::exception&) {
        return fallback;
    }
}

/// The object under `key`, or an empty one.
const nlohmann::json& part(const nlohmann::json& owner, const char* key);
/// The array under `key`, or an empty one.
const nlohmann::json& list(const nlohmann::json& owner, const char* key);

} // namespace tongbao::bot
