#pragma once

#include "adapters/wecom/callback_crypto.hpp"
#include "store/vocabulary.hpp"

namespace tongbao::adapters::wecom {

enum class Envelope { json, xml }; ///< a bot speaks JSON, an app XML

struct CallbackSettings {
    std::string token;
    std::string encoding_aes_key; ///< 43 characters
    std::string receive_id;       ///< corp id of an app; empty for a bot of one's own corp
    Envelope envelope = Envelope::json;
    /// How far the platform's clock and ours may differ. The protocol sets no limit (platforms/wecom.md §5.3).
    std::chrono::seconds max_skew{600};
};

/// A callback whose signature, padding, length and receive id are right.
struct OpenedCallback {
    std::string plaintext;
    std::string nonce;     ///< goes back in a passive reply
    std::string signature; ///< covers time, nonce and ciphertext: equal only for a byte-identical replay
};

/// One callback address: opens what arrives there and seals what is answered there (platforms/wecom.md §5.1 to §5.5,
/// §6.2). Knows no socket.
class Callback {
public:
    /// Throws std::invalid_argument when the key is not an EncodingAESKey.
    explicit Callback(CallbackSettings settings);

    /// The GET that the console sends: the bytes to answer with.
    boost::system::result<std::string, CallbackFault> answer_url_check(std::string_view query, Instant now) const;
    /// A POST. `query` is still percent-encoded.
    boost::system::result<OpenedCallback, CallbackFault> open(std::string_view query, std::string_view body,
                                                              Instant now) const;
    /// The body of a 200 that carries `plaintext`. A bot's must repeat the callback's nonce.
    std::string seal(std::string_view plaintext, std::string_view nonce, Instant now) const;
    /// As above with chosen 16 random bytes.
    std::string seal(std::string_view plaintext, std::string_view nonce, Instant now, std::string_view random) const;

private:
    boost::system::result<OpenedCallback, CallbackFault> open_signed(std::string_view query, std::string_view encrypt,
                                                                     Instant now) const;
    CallbackSecrets secrets_;
    Envelope envelope_;
    std::chrono::seconds max_skew_;
};

} // namespace tongbao::adapters::wecom
