#pragma once

#include "tests/simulator/simulator.hpp"

#include <future>
#include <thread>

namespace boost::asio {
class io_context;
}

namespace tongbao::simulator {

/// A simulator on a thread of its own. Everything on the simulator happens there, listeners included; others reach it
/// with `with`.
class SimulatorThread {
public:
    /// Returns when it listens. Throws what Simulator's constructor throws.
    explicit SimulatorThread(SimulatorSettings settings);
    ~SimulatorThread();

    /// Calls work(simulator) on that thread, waits, and gives its result. Not to be called from that thread.
    template <class Work>
    auto with(Work work) -> std::invoke_result_t<Work&, Simulator&>
    {
        using Result = std::invoke_result_t<Work&, Simulator&>;
        std::packaged_task<Result()> task([&]() -> Result { return work(*simulator_); });
        auto result = task.get_future();
        post([&task] { task(); });
        return result.get();
    }

    /// For co_spawn with use_future, as in `co_spawn(thread.executor(), bot.speak(said), use_future)`.
    boost::asio::any_io_executor executor();

private:
    void post(std::function<void()> work);

    std::unique_ptr<boost::asio::io_context> io_;
    std::unique_ptr<Simulator> simulator_;
    std::thread thread_;
};

} // namespace tongbao::simulator
