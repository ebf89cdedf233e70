#pragma once

#include "tests/acceptance/faults/fault_test.hpp"
#include "tests/acceptance/faults/monitor.hpp"

namespace tongbao::acceptance {

/// A service whose monitor listens and looks every second.
class MonitoredTest : public FaultTest {
protected:
    explicit MonitoredTest(const Platforms::Options& options = {}) : FaultTest(options)
    {
        place.config()["monitor"] = monitored_every_second();
    }
    simulator::CallbackAnswer ask(const std::string& path) const { return ask_monitor(place.log(), path); }
    bool becomes_ready() const
    {
        return holds_soon([&] { return ask("/readyz").status == 200; });
    }
    bool becomes_unready(const std::string& finding) const
    {
        return holds_soon([&] {
            const auto answer = ask("/readyz");
            return answer.status == 503 && answer.body.find(finding) != std::string::npos;
        });
    }
};

} // namespace tongbao::acceptance
