#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Signature and encryption of WeCom callbacks and of the replies to them (platforms/wecom.md §5.3).
namespace tongbao::adapters::wecom {

/// Why a callback was refused. For our log and counters only: the platform is told nothing but "no".
enum class CallbackFault {
    missing_parameter,
    malformed_envelope,
    stale,
    signature_mismatch,
    base64_error,
    illegal_ciphertext,
    bad_padding,
    illegal_buffer,
    receive_id_mismatch,
};
std::string_view name_of(CallbackFault fault);

struct CallbackSecrets {
    std::string token;
    std::string aes_key;    ///< 32 bytes, from callback_key
    std::string receive_id; ///< corp id of an app; empty for a bot of one's own corp
};

/// The 32 bytes of a 43-character EncodingAESKey; empty when it is not one.
std::optional<std::string> callback_key(std::string_view encoding_aes_key);

/// Lower-case hex SHA-1 over the four texts, sorted as bytes.
std::string callback_signature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                               std::string_view encrypt);

/// AES-256-CBC with an IV of the first 16 bytes of the key, padded to 32 bytes. Empty when the bytes are not that.
std::optional<std::string> decrypt_padded(const std::string& key, std::string_view ciphertext);

/// The message in `encrypt`, once padding, length and receive id are right. Check the signature first.
boost::system::result<std::string, CallbackFault> decrypt_callback(const CallbackSecrets& secrets,
                                                                   std::string_view encrypt);
/// `random` is 16 bytes.
std::string encrypt_callback(const CallbackSecrets& secrets, std::string_view message, std::string_view random);

} // namespace tongbao::adapters::wecom
