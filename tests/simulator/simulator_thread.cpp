#include "tests/simulator/simulator_thread.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace tongbao::simulator {

SimulatorThread::SimulatorThread(SimulatorSettings settings)
    : io_(std::make_unique<boost::asio::io_context>(1)),
      simulator_(std::make_unique<Simulator>(io_->get_executor(), std::move(settings))),
      thread_([this] { io_->run(); })
{
}

SimulatorThread::~SimulatorThread()
{
    io_->stop();
    thread_.join();
}

boost::asio::any_io_executor SimulatorThread::executor()
{
    return io_->get_executor();
}

void SimulatorThread::post(std::function<void()> work)
{
    boost::asio::post(*io_, std::move(work));
}

} // namespace tongbao::simulator
