#pragma once

#include <chrono>
#include <string>

namespace tongbao::simulator {

/// What is wrong with a callback on purpose.
enum class Forgery {
    none,
    signature,      ///< last character changed
    key,            ///< made with another secret
    receiver,       ///< meant for somebody else
    stale,          ///< signed two hours ago
    from_the_future ///< signed two hours ahead
};

/// Something a person types to a bot. Name it before a co_await: `Speech said("zhangsan", "帮助"); co_await
/// bot.speak(said);` (g++ 12 destroys some temporaries twice there).
struct Speech {
    Speech(std::string user_id, std::string typed, std::string group_id = "")
        : user(std::move(user_id)), text(std::move(typed)), group(std::move(group_id))
    {
    }

    std::string user;         ///< the platform's user id
    std::string text;         ///< without the mention of the bot; that is added in groups
    std::string group;        ///< the platform's chat id; empty: one-to-one
    std::string message_id{}; ///< empty: a new one; give an old one to repeat a message
    bool outsider = false;    ///< somebody outside the organisation
    Forgery forgery = Forgery::none;
};

/// What became of it.
struct Hearing {
    std::string message_id{};
    std::string reply_address{}; ///< where an answer can be posted later
    int tries = 0;
    int status = 0;                    ///< of the last try; 0: no answer in time
    std::string reply{};               ///< what the chat shows of the answer in the response itself; empty: nothing
    std::string fault{};               ///< why the platform would not take that answer; empty: it was fine
    std::chrono::milliseconds took{0}; ///< until the answer of the last try
};

} // namespace tongbao::simulator
