// What a command costs: encrypted callbacks of 查排行 over keep-alive HTTP at 1, 32 and 256 connections, each recorded
// durably before it is acknowledged, against a bare Beast server that answers the same requests with a body of the same
// size in the same run. The service is the shipped program with the sample organisation; every member asks less often
// than the limits allow. Optional argument: requests per case (default 6000).
#include "adapters/crypto.hpp"
#include "adapters/wecom/callback_crypto.hpp"
#include "tests/acceptance/process.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <regex>
#include <thread>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace fs = std::filesystem;
namespace wecom = tongbao::adapters::wecom;
using asio::ip::tcp;
using nlohmann::json;
using tongbao::acceptance::Process;
using Clock = std::chrono::steady_clock;

constexpr auto branching = asio::as_tuple(asio::use_awaitable);
constexpr const char* token = "hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo";
constexpr const char* key = "ourGtvRJfyIJXEj1gLhqFA4IR9mnnbEkrAfsfvfNYyq";
constexpr double least_ratio = 0.35; ///< of the bare server's rate, at 32 connections
constexpr double longest_p99 = 20;   ///< ms
constexpr int most_memory = 40;      ///< MB

// --- the bare server, in a process of its own

asio::awaitable<void> answer_all(tcp::socket socket, std::string body)
{
    beast::tcp_stream stream(std::move(socket));
    stream.socket().set_option(tcp::no_delay(true));
    beast::flat_buffer buffer;
    for (;;) {
        beast::http::request<beast::http::string_body> request;
        const auto [read_error, read] = co_await beast::http::async_read(stream, buffer, request, branching);
        if (read_error)
            co_return;
        beast::http::response<beast::http::string_body> response(beast::http::status::ok, 11, body);
        response.prepare_payload();
        const auto [error, written] = co_await beast::http::async_write(stream, response, branching);
        if (error)
            co_return;
    }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, std::string body)
{
    for (;;) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(acceptor.get_executor(), answer_all(std::move(socket), body), asio::detached);
    }
}

int serve_bare(std::size_t body_bytes)
{
    asio::io_context io{1};
    tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    std::cout << "serving port=" << acceptor.local_endpoint().port() << std::endl;
    asio::co_spawn(io, accept_all(acceptor, std::string(body_bytes, 'x')), asio::detached);
    io.run();
    return 0;
}

// --- the load

struct Load {
    tcp::endpoint server;
    const std::vector<std::string>& requests;
    std::size_t next = 0;
    std::vector<double> milliseconds{};
    std::size_t body_bytes = 0;
    int refused = 0;
};

asio::awaitable<void> ask_on_one_connection(Load& load)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(load.server, asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    std::string answer;
    while (load.next < load.requests.size()) {
        const auto& request = load.requests[load.next++];
        const auto begun = Clock::now();
        co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
        const auto head =
            co_await asio::async_read_until(socket, asio::dynamic_buffer(answer), "\r\n\r\n", asio::use_awaitable);
        const auto field = answer.find("Content-Length: ");
        const std::size_t length = field < head ? std::stoul(answer.substr(field + 16)) : 0;
        if (answer.size() < head + length)
            co_await asio::async_read(socket, asio::dynamic_buffer(answer),
                                      asio::transfer_exactly(head + length - answer.size()), asio::use_awaitable);
        load.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
        load.refused += answer.starts_with("HTTP/1.1 200") ? 0 : 1;
        load.body_bytes = length;
        answer.erase(0, head + length);
    }
}

double cpu_seconds(pid_t process)
{
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

int resident_mb(pid_t process)
{
    std::ifstream in("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (in >> word)
        if (word == "VmRSS:") {
            int kilobytes = 0;
            in >> kilobytes;
            return kilobytes / 1024;
        }
    return 0;
}

struct Measured {
    double rate = 0; ///< a second
    double p50 = 0;  ///< ms
    double p99 = 0;  ///< ms
    double cpu = 0;  ///< microseconds a request
    int rss_mb = 0;
    std::size_t body_bytes = 0;
};

Measured measure(const Process& server, std::uint16_t port, const std::vector<std::string>& requests, int connections)
{
    asio::io_context io{1};
    Load load{{asio::ip::address_v4::loopback(), port}, requests};
    const auto rethrow = [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    };
    for (int i = 0; i < connections; ++i)
        asio::co_spawn(io, ask_on_one_connection(load), rethrow);
    const auto cpu_before = cpu_seconds(server.pid());
    const auto begun = Clock::now();
    io.run();
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    if (load.refused > 0)
        throw std::runtime_error(fmt::format("{} of {} requests were not answered 200", load.refused, requests.size()));
    auto& times = load.milliseconds;
    std::ranges::sort(times);
    const auto count = static_cast<double>(times.size());
    return {count / seconds,
            times[times.size() / 2],
            times[times.size() * 99 / 100],
            (cpu_seconds(server.pid()) - cpu_before) * 1e6 / count,
            resident_mb(server.pid()),
            load.body_bytes};
}

// --- the service

std::vector<std::string> member_ids(const fs::path& roster)
{
    std::vector<std::string> ids;
    std::ifstream in(roster);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line))
        ids.push_back(line.substr(0, line.find(',')));
    return ids;
}

/// Encrypted anew for each request, as the platform does; `sequence` goes on from case to case.
std::vector<std::string> questions(int count, const std::vector<std::string>& members, int& sequence)
{
    const auto aes_key = wecom::callback_key(key).value();
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto timestamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
    std::vector<std::string> made;
    made.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i, ++sequence) {
        const json message{
            {"msgid", fmt::format("CAIQ16HM{}", sequence)},
            {"aibotid", "AIB1"},
            {"chattype", "single"},
            {"from", {{"userid", members[static_cast<std::size_t>(sequence) % members.size()]}}},
            {"response_url", fmt::format("https://127.0.0.1:1/cgi-bin/aibot/response?response_code={}", sequence)},
            {"msgtype", "text"},
            {"text", {{"content", "查排行 参与 第38周"}}}};
        const auto encrypt =
            wecom::encrypt_callback({token, aes_key, ""}, message.dump(), tongbao::adapters::random_bytes(16));
        const auto nonce = std::to_string(1'000'000'000 + sequence);
        const auto body = json{{"encrypt", encrypt}}.dump();
        made.push_back(fmt::format("POST /wecom/bot?msg_signature={}&timestamp={}&nonce={} HTTP/1.1\r\n"
                                   "Host: tongbao\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                                   wecom::callback_signature(token, timestamp, nonce, encrypt), timestamp, nonce,
                                   body.size(), body));
    }
    return made;
}

void write_config(const fs::path& file)
{
    const fs::path source = TONGBAO_SOURCE_FOLDER;
    auto config = json::parse(std::ifstream(source / "config.example.json"));
    config["calendar"] = (source / "calendar.json").string();
    config["templates"] = (source / "templates/zh-CN").string();
    config.erase("monitor");
    config["listen"] = {{"port", 0}, {"max_connections_per_peer", 1024}};
    config["circular"]["weekly"] = {"wecom-admins"};
    auto& group = config["groups"][0];
    group["webhook_key"] = "0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0";
    config["groups"] = json::array({group});
    auto& bot = config["wecom"]["bots"][0];
    bot["token"] = token;
    bot["encoding_aes_key"] = key;
    config["wecom"] = {{"api", "https://127.0.0.1:1"}, {"bots", json::array({bot})}};
    config.erase("dingtalk");
    config.erase("drop_folder");
    config["network"] = {{"private_hosts", {"127.0.0.1"}}};
    config["people"] = {{"user_id_is_member_id", true}};
    config["ranking"] = {{"enabled", true}, {"public", true}};
    std::ofstream(file) << config.dump(2);
}

void import_samples(const fs::path& config)
{
    const fs::path samples = TONGBAO_SAMPLES_FOLDER;
    const auto import = [&](const std::string& kind, const std::vector<std::string>& files) {
        std::vector<std::string> words{TONGBAO_PROGRAM_FILE, "import", kind, "--yes", "--config", config.string()};
        words.insert(words.end(), files.begin(), files.end());
        if (const auto done = tongbao::acceptance::run(words); done.code != 0)
            throw std::runtime_error(done.output);
    };
    import("units", {(samples / "units.csv").string()});
    import("roster", {(samples / "roster.csv").string()});
    std::vector<std::string> exports;
    for (const auto& file : fs::directory_iterator(samples / "exports"))
        exports.push_back(file.path().string());
    import("activity", exports);
}

std::uint16_t port_of(const Process& server)
{
    static const std::regex port("serving.* port=([0-9]+)");
    for (int tries = 0; tries < 600; ++tries) {
        std::smatch found;
        const auto said = server.output();
        if (std::regex_search(said, found, port))
            return static_cast<std::uint16_t>(std::stoi(found[1]));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    throw std::runtime_error("the server does not serve: " + server.output());
}

void print(const std::string& name, double value, const char* unit, double floor, double ratio, int rss_mb)
{
    const nlohmann::ordered_json line{{"bench", "commands"}, {"case", name},   {"value", value},  {"unit", unit},
                                      {"floor", floor},      {"ratio", ratio}, {"rss_mb", rss_mb}};
    std::cout << line.dump() << std::endl;
}

bool report(int connections, const Measured& ours, const Measured& bare)
{
    const auto name = [&](const char* what) { return fmt::format("{}_{}", what, connections); };
    const double ratio = ours.rate / bare.rate;
    print(name("rate"), ours.rate, "requests/s", bare.rate, ratio, ours.rss_mb);
    print(name("p50"), ours.p50, "ms", bare.p50, ours.p50 / bare.p50, ours.rss_mb);
    print(name("p99"), ours.p99, "ms", bare.p99, ours.p99 / bare.p99, ours.rss_mb);
    print(name("cpu"), ours.cpu, "us/request", bare.cpu, ours.cpu / bare.cpu, ours.rss_mb);
    return connections != 32 || (ratio >= least_ratio && ours.p99 < longest_p99 && ours.rss_mb < most_memory);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--bare-server")
        return serve_bare(std::stoul(argv[2]));
    const int count = argc > 1 ? std::stoi(argv[1]) : 6000;
    const tongbao::acceptance::Folder folder;
    const auto config = folder.path() / "config.json";
    write_config(config);
    import_samples(config);
    const auto members = member_ids(fs::path(TONGBAO_SAMPLES_FOLDER) / "roster.csv");
    const Process service({TONGBAO_PROGRAM_FILE, "serve", "--config", config.string()}, folder.path() / "service.log");
    const auto port = port_of(service);
    int sequence = 0;
    bool good = true;
    for (const int connections : {1, 32, 256}) {
        const int asked = connections == 1 ? count / 4 : count; // one connection waits for every commit
        const auto requests = questions(asked, members, sequence);
        const auto ours = measure(service, port, requests, connections);
        const Process bare(
            {fs::read_symlink("/proc/self/exe").string(), "--bare-server", std::to_string(ours.body_bytes)},
            folder.path() / fmt::format("bare{}.log", connections));
        good = report(connections, ours, measure(bare, port_of(bare), requests, connections)) && good;
    }
    return good ? 0 : 1;
}
