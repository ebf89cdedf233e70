#pragma once

#include "adapters/crypto.hpp"

#include <optional>
#include <string>

namespace tongbao::simulator::wecom {

/// The secrets of one callback address (platforms/wecom.md §5.3).
struct CallbackSecrets {
    std::string token;
    std::string encoding_aes_key;
    std::string receiver; ///< the corp id of an app; empty for a bot
};

/// Encrypts `message` as the platform does; `random` are 16 bytes.
std::string seal(const CallbackSecrets& secrets, const std::string& message,
                 const std::string& random = adapters::random_bytes(16));
/// The message inside; empty when the base64, the padding, the length or the receiver is wrong.
std::optional<std::string> unseal(const CallbackSecrets& secrets, const std::string& encrypted);
/// Lower-case hex SHA-1 over the four texts sorted as bytes.
std::string signature(const std::string& token, const std::string& timestamp, const std::string& nonce,
                      const std::string& encrypted);

} // namespace tongbao::simulator::wecom
