#include "adapters/wecom/robot.hpp"

#include "adapters/crypto.hpp"
#include "adapters/json_text.hpp"
#include "adapters/split.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

namespace tongbao::adapters::wecom {
namespace {

struct Form {
    const char* name;      ///< of the message type and of its member
    std::size_t max_bytes; ///< of its content, §3.1
    Markup markup;
};

constexpr std::int64_t invalid_media_id = 40007;         // §3.6
constexpr std::chrono::hours media_id_lives{3 * 24 - 1}; // §3.4: three days
constexpr int uploads_at_most = 5;

Form form_of(RobotFormat format)
{
    switch (format) {
    case RobotFormat::text:
        return {"text", 2048, Markup::none};
    case RobotFormat::markdown:
        return {"markdown", 4096, Markup::markdown};
    case RobotFormat::markdown_v2:
        break;
    }
    return {"markdown_v2", 4096, Markup::markdown};
}

} // namespace

Robot::Robot(HttpClient& client, RobotSettings settings) : client_(client), settings_(std::move(settings)) {}

std::vector<std::string> Robot::encode(const OutgoingText& text) const
{
    const auto form = form_of(settings_.format);
    const auto content_bytes = [](std::string_view part) { return part.size(); };
    std::vector<std::string> bodies;
    for (const auto& part : split(text.body, form.max_bytes, content_bytes, form.markup))
        bodies.push_back(json_text({{"msgtype", form.name}, {form.name, {{"content", part}}}}));
    return bodies;
}

boost::asio::awaitable<Outcome> Robot::send(Parcel parcel)
{
    if (auto file = stored_file(parcel.body)) {
        auto sending = send_file(std::move(*file));
        co_return co_await std::move(sending);
    }
    const auto exchange = co_await post(std::move(parcel.body));
    auto outcome = read_verdict(exchange, robot_codes());
    outcome.reason = for_operators(outcome.reason, {settings_.key});
    co_return outcome;
}

boost::asio::awaitable<Outcome> Robot::send_file(RobotFile file)
{
    auto digest = sha256_hex(file.name + '\n' + file.content);
    const bool kept = uploaded_ && uploaded_->digest == digest && std::chrono::steady_clock::now() < uploaded_->until;
    if (!kept) {
        auto uploading = upload(std::move(file), std::move(digest));
        auto outcome = co_await std::move(uploading);
        if (outcome.verdict != Verdict::sent)
            co_return outcome;
    }
    const auto exchange = co_await post(file_message(uploaded_->media_id));
    const auto answer = exchange ? read_error_answer(exchange->body) : std::nullopt;
    const bool unknown_id = answer && answer->code == invalid_media_id;
    if (unknown_id)
        uploaded_.reset();
    auto outcome = unknown_id && kept
                       ? Outcome::retry("the media id was no longer good") // another upload gives a new one
                       : read_verdict(exchange, robot_codes());
    outcome.reason = for_operators(outcome.reason, {settings_.key});
    co_return outcome;
}

boost::asio::awaitable<Outcome> Robot::upload(RobotFile file, std::string digest)
{
    auto form = upload_form(file);
    HttpRequest request;
    request.url = settings_.api + "/cgi-bin/webhook/upload_media?key=" + percent_encode(settings_.key) + "&type=file";
    request.headers = {{"Content-Type", std::move(form.content_type)}};
    request.body = std::move(form.body);
    request.deadline = settings_.upload_deadline;
    auto sending = client_.send(std::move(request));
    const auto exchange = co_await std::move(sending);
    auto outcome = read_verdict(exchange, robot_codes());
    outcome.reason = "upload: " + for_operators(outcome.reason, {settings_.key});
    auto media_id = outcome.verdict == Verdict::sent ? media_id_in(exchange->body) : std::string();
    if (!media_id.empty())
        uploaded_ = {std::move(digest), std::move(media_id), std::chrono::steady_clock::now() + media_id_lives};
    else if (outcome.verdict == Verdict::sent || outcome.verdict == Verdict::uncertain)
        outcome = Outcome::retry(outcome.reason + " no media id in the answer", uploads_at_most);
    co_return outcome;
}

/// An empty text: the platform refuses it, with another code when it does not know the key (§3.6).
boost::asio::awaitable<std::optional<Outcome>> Robot::check_credential()
{
    constexpr std::int64_t empty_content = 44004;
    const auto exchange = co_await post(R"({"msgtype":"text","text":{"content":""}})");
    const auto answer = exchange ? read_error_answer(exchange->body) : std::nullopt;
    auto outcome = answer && answer->code == empty_content ? Outcome::sent() : read_verdict(exchange, robot_codes());
    outcome.reason = for_operators(outcome.reason, {settings_.key});
    co_return outcome;
}

boost::asio::awaitable<Exchange> Robot::post(std::string body)
{
    HttpRequest request;
    request.url = settings_.api + "/cgi-bin/webhook/send?key=" + percent_encode(settings_.key);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    request.deadline = settings_.deadline;
    co_return co_await client_.send(std::move(request));
}

} // namespace tongbao::adapters::wecom
