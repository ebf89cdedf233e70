#include "tests/acceptance/faults/platforms.hpp"

#include "tests/acceptance/faults/http_call.hpp"
#include "tests/acceptance/faults/until.hpp"

#include <date/date.h>
#include <sstream>
#include <stdexcept>

namespace tongbao::acceptance {
namespace {

using nlohmann::json;

/// The lines of the process's first output; empty until it is whole.
json first_line(const std::string& output)
{
    const auto end = output.find('\n');
    return end == std::string::npos ? json() : json::parse(output.substr(0, end), nullptr, false);
}

Instant instant_of(const std::string& local)
{
    std::istringstream in(local);
    date::sys_seconds time;
    in >> date::parse("%FT%T", time);
    if (in.fail())
        throw std::runtime_error("no local time: " + local);
    return Instant(time.time_since_epoch()) - std::chrono::hours(8); // Shanghai
}

std::string send_route(const std::string& group)
{
    return group.starts_with("dingtalk") ? "/robot/send" : "/cgi-bin/webhook/send";
}

} // namespace

Platforms::Platforms(std::filesystem::path folder, const Options& options)
    : folder_(std::move(folder)), starting_at_(instant_of(options.starting_at)), clock_rate_(options.clock_rate)
{
    std::filesystem::create_directories(folder_);
    const auto output = folder_ / "output";
    std::filesystem::remove(output);
    const std::vector<std::string> command{simulator_program(),
                                           "--folder",
                                           (folder_ / "certificates").string(),
                                           "--log",
                                           (folder_ / "received.jsonl").string(),
                                           "--tls-flaw",
                                           options.tls_flaw,
                                           "--starting-at-ms",
                                           std::to_string(InstantMs(starting_at_).time_since_epoch().count()),
                                           "--clock-rate",
                                           std::to_string(clock_rate_)};
    process_ = std::make_unique<Process>(command, output);
    const bool listens = holds_soon([&] {
        place_ = first_line(process_->output());
        return place_.is_object() || process_->wait_for(std::chrono::milliseconds(0));
    });
    if (!listens || !place_.is_object())
        throw std::runtime_error("the simulator does not start: " + process_->output());
}

Instant Platforms::now() const
{
    const auto passed = (std::chrono::steady_clock::now() - began_) * clock_rate_;
    return starting_at_ + std::chrono::floor<std::chrono::seconds>(passed);
}

json Platforms::order(const std::string& path, const json& body) const
{
    simulator::CallbackRequest request;
    request.url = place_.at("control").get<std::string>() + path;
    request.body = body.dump();
    request.deadline = std::chrono::seconds(60);
    const auto answer = call(request);
    if (answer.status != 200)
        throw std::runtime_error("the simulator refuses " + path + ": " + answer.body + answer.error);
    return json::parse(answer.body);
}

void Platforms::script(const std::string& group, json order) const
{
    order["route"] = send_route(group);
    order["target"] = group;
    this->order("/script", order);
}

void Platforms::misbehave(const std::string& group, const std::string& behaviour, const json& argument, int times) const
{
    script(group, {{"behaviour", behaviour}, {"argument", argument}, {"times", times}});
}

void Platforms::always_misbehave(const std::string& group, const std::string& behaviour, const json& argument) const
{
    script(group, {{"behaviour", behaviour}, {"argument", argument}, {"always", true}});
}

void Platforms::behave(const std::string& group) const
{
    order("/behave", {{"route", send_route(group)}, {"target", group}});
}

std::vector<simulator::Received> Platforms::received() const
{
    return simulator::read_receive_log(folder_ / "received.jsonl");
}

std::vector<simulator::Received> Platforms::received(const std::string& target) const
{
    auto found = received();
    std::erase_if(found, [&](const auto& entry) { return entry.target != target; });
    return found;
}

} // namespace tongbao::acceptance
