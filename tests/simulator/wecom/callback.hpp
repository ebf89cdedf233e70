#pragma once

#include "tests/simulator/callback_client.hpp"
#include "tests/simulator/speech.hpp"
#include "tests/simulator/stage.hpp"
#include "tests/simulator/wecom/envelope.hpp"

namespace tongbao::simulator::wecom {

/// How a callback is wrapped: XML for apps (platforms/wecom.md §5.2), JSON for bots (§6.2).
enum class Wrapping { xml, json };

struct CallbackSettings {
    std::string url{};
    CallbackSecrets secrets{};
    Wrapping wrapping = Wrapping::json;
    std::chrono::milliseconds deadline{5000};       ///< §5.2
    std::chrono::milliseconds check_deadline{1000}; ///< §5.1
    int tries = 3;                                  ///< §5.2
    bool fresh_ciphertext = false;                  ///< whether a retry is encrypted anew; real behaviour unconfirmed
};

/// What became of one message given to the service's listener.
struct Delivered {
    int tries = 0;
    CallbackAnswer answer{}; ///< of the last try
    std::string reply{};     ///< decrypted passive reply; empty: none
    std::string fault{};     ///< why the platform would not take the reply; empty: fine
};

/// Calls the service's listener in the platform's name.
class CallbackSender {
public:
    CallbackSender(Stage& stage, CallbackSettings settings) : stage_(stage), settings_(std::move(settings)) {}

    /// The check made when an administrator saves the address (§5.1). Empty when it passed, else why not.
    boost::asio::awaitable<std::string> check_url();
    /// Gives `message` to the listener, again and again until it answers 200 in time or the tries are used up.
    boost::asio::awaitable<Delivered> deliver(std::string message, int tries, Forgery forgery);
    /// Sends the bytes of the last delivery once more, as an eavesdropper could.
    boost::asio::awaitable<CallbackAnswer> replay();
    const CallbackSettings& settings() const { return settings_; }

private:
    /// A callback as it is sent, and the nonce that its answer must give back.
    struct Sealed {
        CallbackRequest request;
        std::string nonce;
    };
    Sealed seal_callback(const std::string& message, Forgery forgery) const;
    /// The plaintext of a passive reply; `fault` says what is wrong with it.
    std::string open_reply(const std::string& body, const std::string& nonce, std::string& fault) const;

    Stage& stage_;
    CallbackSettings settings_;
    CallbackRequest last_;
};

} // namespace tongbao::simulator::wecom
