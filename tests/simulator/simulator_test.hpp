#pragma once

#include "tests/simulator/probe.hpp"
#include "tests/simulator/simulator.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <vector>

namespace tongbao::simulator {

/// A folder that is gone after the test.
struct TemporaryFolder {
    std::filesystem::path path;

    TemporaryFolder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "simulator-XXXXXX").string();
        path = mkdtemp(pattern.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

class SimulatorTest : public testing::Test {
protected:
    TemporaryFolder folder;
    InstantMs now{std::chrono::milliseconds(1'790'000'000'000)};
    boost::asio::io_context io;
    Simulator simulator{io.get_executor(), {folder.path, std::nullopt, 0, TlsFlaw::none, [this] { return now; }}};
    Probe probe{io, simulator.ca_file()};

    /// Runs the context until the coroutine has ended, and gives its result.
    template <class Result>
    Result run(boost::asio::awaitable<Result> work)
    {
        std::optional<Result> result;
        std::exception_ptr failure;
        bool done = false;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, Result value) {
            done = true;
            failure = thrown;
            result = std::move(value);
        });
        io.restart();
        while (!done)
            io.run_one();
        if (failure)
            std::rethrow_exception(failure);
        return std::move(*result);
    }

    /// The same of many that go on at once; results in the order of `works`.
    template <class Result>
    std::vector<Result> run_together(std::vector<boost::asio::awaitable<Result>> works)
    {
        std::vector<Result> results(works.size());
        std::size_t ended = 0;
        for (std::size_t i = 0; i < works.size(); ++i)
            boost::asio::co_spawn(io, std::move(works[i]),
                                  [&results, &ended, i](std::exception_ptr thrown, Result value) {
                                      ++ended;
                                      if (thrown)
                                          std::rethrow_exception(thrown);
                                      results[i] = std::move(value);
                                  });
        io.restart();
        while (ended < results.size())
            io.run_one();
        return results;
    }
};

} // namespace tongbao::simulator
