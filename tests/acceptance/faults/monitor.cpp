#include "tests/acceptance/faults/monitor.hpp"

#include "tests/acceptance/faults/http_call.hpp"

namespace tongbao::acceptance {

nlohmann::json monitored_every_second()
{
    return {{"port", 0}, {"interval_seconds", 1}};
}

simulator::CallbackAnswer ask_monitor(const std::string& log, const std::string& path)
{
    const auto event = log.rfind("event=serving ");
    const auto field = event == std::string::npos ? event : log.find(" monitor=", event);
    if (field == std::string::npos || log.find('\n', field) == std::string::npos)
        return {};
    simulator::CallbackRequest request;
    request.method = "GET";
    request.url = "http://127.0.0.1:" + std::to_string(std::stoi(log.substr(field + 9))) + path;
    request.deadline = std::chrono::seconds(20);
    return call(request);
}

} // namespace tongbao::acceptance
