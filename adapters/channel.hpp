#pragma once

#include "store/vocabulary.hpp"

#include <boost/asio/awaitable.hpp>
#include <utility>

namespace tongbao::adapters {

/// What became of one attempt. Decided from the platform's own verdict, never from the HTTP status alone.
enum class Verdict {
    sent,
    sent_to_some, ///< accepted, but not for every recipient: see `recipients`
    deferred,     ///< throttled: try again after `wait`; spends no attempt
    retry,        ///< provably not accepted: never left, or the platform says it was not processed
    refused,      ///< permanent
    uncertain,    ///< bytes left and no readable verdict came back
};

/// How far a refusal reaches.
enum class Scope { message, target, configuration };

struct RecipientOutcome {
    std::string recipient;
    Verdict verdict = Verdict::refused;
    std::string reason;
};

struct Outcome {
    Verdict verdict = Verdict::uncertain;
    std::string reason;           ///< for operators; holds no secret and no remote text of unbounded size
    std::chrono::seconds wait{0}; ///< of a throttle, also of the recipients that were throttled
    /// Of a refusal, or of a throttle: with `configuration` it is the whole credential that is throttled.
    Scope scope = Scope::message;
    std::vector<RecipientOutcome> recipients; ///< with sent_to_some: those who were not reached, and why
    /// With `retry` or `uncertain`: how many attempts with such an answer are allowed in all; 0: as many as for any.
    int tries_at_most = 0;

    static Outcome sent() { return {Verdict::sent, "", {}, Scope::message, {}, 0}; }
    static Outcome deferred(std::chrono::seconds wait, std::string why)
    {
        return {Verdict::deferred, std::move(why), wait, Scope::message, {}, 0};
    }
    static Outcome retry(std::string why, int tries_at_most = 0)
    {
        return {Verdict::retry, std::move(why), {}, Scope::message, {}, tries_at_most};
    }
    static Outcome refused(Scope scope, std::string why)
    {
        return {Verdict::refused, std::move(why), {}, scope, {}, 0};
    }
    static Outcome uncertain(std::string why, int tries_at_most = 0)
    {
        return {Verdict::uncertain, std::move(why), {}, Scope::message, {}, tries_at_most};
    }
};

/// At most `count` attempts in any sliding `period`.
struct Pace {
    int count = 18;
    std::chrono::seconds period{60};
};

/// What is to be said, before a platform gives it its form.
struct OutgoingText {
    std::string title; ///< shown where the platform wants one (DingTalk markdown); never part of the body
    std::string body;  ///< UTF-8, lines ended by \n
};

/// One encoded part and where it goes. `addresses` is empty where the channel has a fixed one (a group robot), else the
/// reply URL of an inbound message or the persons of a one-to-one message: several only where the channel takes several
/// in one call. The same body to the same addresses in the same order makes the same bytes.
struct Parcel {
    std::vector<std::string> addresses;
    std::string body;

    std::string address() const { return addresses.empty() ? std::string() : addresses.front(); }
};

/// One way to one platform, with one credential.
class Channel {
public:
    virtual ~Channel() = default;
    /// The bodies to be stored and sent byte for byte, in order; several where one would exceed the platform's limit.
    virtual std::vector<std::string> encode(const OutgoingText& text) const = 0;
    /// One attempt with one deadline. Never throws for what the network or the platform does.
    virtual boost::asio::awaitable<Outcome> send(Parcel parcel) = 0;
    virtual Pace pace() const = 0;
    /// True where a byte-identical second copy is swallowed by the platform.
    virtual bool deduplicates() const = 0;

    /// How many addresses one call may have.
    virtual int addresses_per_call() const { return 1; }
    /// What one address may get; the platform drops the surplus without a word. Empty: no such limit.
    virtual std::vector<Pace> pace_per_address() const { return {}; }
    /// Asks the platform whether the credential is good; nobody sees anything of it. `sent`: it is good; `refused`: the
    /// reason says why not; anything else: it cannot be told now. Empty: the channel has no credential of its own.
    virtual boost::asio::awaitable<std::optional<Outcome>> check_credential() { co_return std::nullopt; }
    /// How long ago the access token was fetched; empty where there is none.
    virtual std::optional<std::chrono::seconds> token_age() const { return std::nullopt; }
};

} // namespace tongbao::adapters
