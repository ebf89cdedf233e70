#pragma once

#include "tests/simulator/http_messages.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>

namespace tongbao::simulator {

/// How one request is treated instead of the usual way.
struct Behaviour {
    /// How the answer travels.
    enum class Delivery {
        whole,
        whole_then_close,   ///< announces keep-alive, then closes all the same
        nothing,            ///< no byte, the connection stays open until the client leaves
        close,              ///< no byte, closed in good order
        reset,              ///< no byte, TCP reset
        half,               ///< half of the announced body, then closed
        one_byte_at_a_time, ///< each byte in a segment of its own, `pause` between them
        endless,            ///< a body that never ends, in chunks
    };

    bool accept = true;                ///< false: the platform does not look at the request
    std::optional<Response> instead{}; ///< answered in place of the platform's own verdict
    std::chrono::milliseconds delay{0};
    Delivery delivery = Delivery::whole;
    std::chrono::milliseconds pause{0};
};

/// The usual ways to misbehave. A name with `accept` means that people see the message all the same.
namespace behaviour {

Behaviour delayed(std::chrono::milliseconds delay);
Behaviour silence();
Behaviour reset_before_acceptance();
Behaviour accept_then_reset();
Behaviour accept_then_close();
Behaviour accept_then_silence();
Behaviour half_answer();
Behaviour one_byte_at_a_time(std::chrono::milliseconds pause);
Behaviour endless_body();
Behaviour closed_keep_alive();
/// An HTML page under that status, as a broken proxy answers; `accepted` says whether the platform behind it did.
Behaviour http_error(int status, bool accepted = false);
/// 429 with that Retry-After, which may be any text.
Behaviour too_many_requests(std::string retry_after);
/// Status 200 and a page of a network that wants a login first.
Behaviour html_login_page();
/// Status 200 and JSON that holds no verdict.
Behaviour without_errcode();
/// Accepted, but the answer carries the warning of platforms/wecom.md §2.
Behaviour accept_with_json_warning();
/// Success as text, as one sample of platforms/dingtalk.md §1.1 shows it.
Behaviour errcode_as_text();
Behaviour redirect(std::string location);
/// A failure of DingTalk's new API: that status and a JSON body with that code (platforms/dingtalk.md §2.2).
Behaviour api_failure(int status, const std::string& code);
/// A verdict of the platform, as it stands. With errcode 0 the message is accepted, otherwise refused unseen.
Behaviour answer(std::string json_body);
/// The behaviour of that name, for scripts: `argument` is a duration in ms, a status, a text or a body,
/// or for api_failure a status, a blank and a code. Empty for an
/// unknown name.
std::optional<Behaviour> named(std::string_view name, const std::string& argument);

} // namespace behaviour

/// Behaviours waiting for their request. A queue of a target goes before the queue of the whole route.
class Script {
public:
    /// An empty `target` stands for every target of the route.
    void next(const std::string& route, const std::string& target, Behaviour behaviour);
    /// From now on until `reset`, whenever no queue has one.
    void always(const std::string& route, const std::string& target, Behaviour behaviour);
    void reset(const std::string& route, const std::string& target);
    std::optional<Behaviour> take(const std::string& route, const std::string& target);

private:
    using Place = std::pair<std::string, std::string>;
    std::optional<Behaviour> take_queued(const Place& place);
    std::optional<Behaviour> take_standing(const Place& place) const;
    std::map<Place, std::deque<Behaviour>> queues_;
    std::map<Place, Behaviour> standing_;
};

} // namespace tongbao::simulator
