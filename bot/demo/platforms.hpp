#pragma once

#include "bot/demo/organisation.hpp"
#include "bot/demo/place.hpp"
#include "tests/simulator/simulator.hpp"

namespace tongbao::bot::demo {

/// Both platforms, simulated, with the demo's groups in them. Prints what people in the groups read, as they read it.
class Platforms {
public:
    /// `clock` must outlive the platforms.
    Platforms(boost::asio::any_io_executor executor, const Place& place, const Clock& clock, Speakers speakers);

    std::string address() const { return simulator_.base_url(); }
    std::string ca_file() const { return simulator_.ca_file(); }
    /// The bots begin to call the service on that port of this machine.
    void open_bots(std::uint16_t port);

    /// The secretariat types into the WeCom group, the administrator of 文学院 into the DingTalk group.
    boost::asio::awaitable<void> say_in_wecom(std::string text);
    boost::asio::awaitable<void> say_in_dingtalk(std::string text);

    /// Weekly circulars that people can read in a group, and answers on a platform, of this run and the earlier ones.
    std::size_t circulars(const std::string& group);
    std::size_t answers(const std::string& platform);

private:
    void print(const simulator::Line& line) const;

    Speakers speakers_;
    simulator::Simulator simulator_;
    simulator::WecomBot* wecom_ = nullptr;
    simulator::DingtalkBot* dingtalk_ = nullptr;
};

} // namespace tongbao::bot::demo
