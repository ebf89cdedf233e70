#include "tests/simulator/control.hpp"
#include "tests/simulator/settings_json.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace tongbao;

struct Options {
    simulator::SimulatorSettings settings;
    std::string tls_flaw = "none";
    bool print_lines = false;
    std::int64_t starting_at_ms = 0;
    int clock_rate = 1;
};

CLI::App& declare(CLI::App& app, Options& options)
{
    app.description("WeCom and DingTalk on 127.0.0.1, for tests. Prints where it is as JSON on its first line.");
    app.add_option("--folder", options.settings.folder, "folder for the certificates")->required();
    app.add_option("--log", options.settings.log_file, "file of the receive log, appended to");
    app.add_option("--port", options.settings.port, "TLS port; 0 takes any free one");
    app.add_option("--tls-flaw", options.tls_flaw,
                   "none, expired, wrong_host, self_signed, unknown_ca or old_protocol");
    app.add_option("--starting-at-ms", options.starting_at_ms, "start the clock there (ms since 1970); 0: now");
    app.add_option("--clock-rate", options.clock_rate, "how many times as fast as the machine's clock it runs");
    app.add_flag("--print-lines", options.print_lines, "print what people read, one JSON object a line");
    return app;
}

void print(const simulator::Line& line)
{
    const nlohmann::json said{{"at_ms", line.at.time_since_epoch().count()},
                              {"platform", line.platform},
                              {"chat", line.chat},
                              {"speaker", line.speaker},
                              {"text", line.text}};
    std::cout << said.dump() << std::endl;
}

InstantMs machine_now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

int run(Options options)
{
    std::chrono::milliseconds ahead{0};
    options.settings.tls_flaw = simulator::tls_flaw_named(options.tls_flaw);
    const auto began = machine_now();
    const auto starting_at =
        options.starting_at_ms == 0 ? began : InstantMs(std::chrono::milliseconds(options.starting_at_ms));
    options.settings.now = [&ahead, began, starting_at, rate = options.clock_rate] {
        return starting_at + (machine_now() - began) * rate + ahead;
    };
    boost::asio::io_context io(1);
    simulator::Simulator platforms(io.get_executor(), options.settings);
    const simulator::Control control(io.get_executor(), platforms, [&ahead](auto by) { ahead += by; });
    if (options.print_lines)
        platforms.on_line(print);
    const nlohmann::json place{{"base_url", platforms.base_url()},
                               {"port", platforms.server().port()},
                               {"ca_file", platforms.ca_file()},
                               {"control", control.url()}};
    std::cout << place.dump() << std::endl;
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&io](auto, int) { io.stop(); });
    io.run();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app;
    Options options;
    CLI11_PARSE(declare(app, options), argc, argv);
    try {
        return run(std::move(options));
    } catch (const std::exception& error) {
        std::cerr << "tongbao-simulator: " << error.what() << '\n';
        return 1;
    }
}
