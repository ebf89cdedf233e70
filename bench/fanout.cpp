// Durable throughput of one-to-one messages: 10 000 queued messages through a WeCom app, intent and outcome both
// committed, limits lifted. The other side is a bare Beast TLS server in a process of its own that answers every call
// with one fixed body, because the simulator keeps every request and would be the bottleneck. Floors of the same run:
// the same calls without a database, and the same number of group-committed transactions without calls.
#include "adapters/wecom/app.hpp"
#include "bot/delivery/delivery.hpp"
#include "bot/log.hpp"
#include "tests/simulator/test_ca.hpp"
#include "tests/simulator/web_server.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace tongbao;
using namespace tongbao::bot;
namespace asio = boost::asio;
namespace fs = std::filesystem;
using adapters::wecom::App;

constexpr int at_once = 64; ///< calls in flight, in every case
constexpr adapters::Pace no_limit{1'000'000, std::chrono::seconds{1}};

/// Answers like the platform, with what every route understands. Runs in a child until it is killed.
[[noreturn]] void serve(const simulator::ServerIdentity& identity, int port_out)
{
    asio::io_context io;
    const std::string answer = R"({"errcode":0,"errmsg":"ok","access_token":"t","expires_in":7200,"msgid":"m"})";
    simulator::WebServer server(io.get_executor(), {.identity = identity}, [&](const simulator::Request&) {
        return simulator::Reaction{{200, answer, "application/json", {}}, {}};
    });
    const auto port = server.port();
    if (::write(port_out, &port, sizeof port) != sizeof port)
        ::_exit(1);
    io.run();
    ::_exit(0);
}

/// The other side, alive as long as the object.
struct Platform {
    fs::path folder;
    simulator::TestCa ca{folder};
    pid_t child = 0;
    std::uint16_t port = 0;

    explicit Platform(fs::path in) : folder(std::move(in))
    {
        const auto identity = ca.issue();
        int ends[2];
        if (::pipe(ends) != 0)
            throw std::runtime_error("pipe");
        child = ::fork();
        if (child == 0)
            serve(identity, ends[1]);
        if (::read(ends[0], &port, sizeof port) != sizeof port)
            throw std::runtime_error("the server did not start");
    }
    Platform(const Platform&) = delete;
    Platform& operator=(const Platform&) = delete;
    ~Platform()
    {
        ::kill(child, SIGTERM);
        ::waitpid(child, nullptr, 0);
    }
    std::string url() const { return fmt::format("https://127.0.0.1:{}", port); }
};

double seconds_since(std::chrono::steady_clock::time_point begun)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

std::int64_t rss_mb()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

struct Measured {
    double value = 0;
    std::int64_t rss_mb = 0;
};

/// Measures in a process of its own, so that the memory is that of this case.
Measured apart(const std::function<double()>& measure)
{
    int ends[2];
    if (::pipe(ends) != 0)
        throw std::runtime_error("pipe");
    const auto child = ::fork();
    if (child == 0) {
        const Measured found{measure(), rss_mb()};
        ::_exit(::write(ends[1], &found, sizeof found) == sizeof found ? 0 : 1);
    }
    ::close(ends[1]);
    Measured measured;
    const bool came = ::read(ends[0], &measured, sizeof measured) == sizeof measured;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    if (!came)
        throw std::runtime_error("a case failed");
    return measured;
}

void print(const std::string& name, const Measured& measured, double floor)
{
    const auto value = measured.value;
    const nlohmann::ordered_json line{
        {"bench", "fanout"},          {"case", name},           {"value", std::round(value)}, {"unit", "messages/s"},
        {"floor", std::round(floor)}, {"ratio", value / floor}, {"rss_mb", measured.rss_mb}};
    std::cout << line.dump() << std::endl;
}

struct Parts {
    asio::io_context io{1};
    adapters::HttpClient client;
    App app;

    explicit Parts(const Platform& platform)
        : client(io.get_executor(), {platform.ca.ca_file(), {"127.0.0.1"}}),
          app(client,
              {.credential = {.api = platform.url(), .corp_id = "ww1", .secret = "s"}, .agent_id = 1, .pace = no_limit})
    {
    }
};

/// Does `one` for 0 … count - 1, `at_once` at a time, and gives the number a second.
double rate(asio::io_context& io, int count, const std::function<asio::awaitable<void>(int)>& one)
{
    int next = 0;
    const auto worker = [&]() -> asio::awaitable<void> {
        while (next < count)
            co_await one(next++);
    };
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < at_once; ++i)
        asio::co_spawn(io, worker, [](std::exception_ptr error) {
            if (error)
                std::rethrow_exception(error);
        });
    io.restart();
    io.run();
    return count / seconds_since(begun);
}

std::string text_for(int number)
{
    return fmt::format("【学习提醒】编号{}：您本周尚未完成学习，请于周五18:00前登录平台。如已完成请忽略。", number);
}

double calls_alone(const Platform& platform, int count)
{
    Parts parts(platform);
    return rate(parts.io, count, [&](int i) -> asio::awaitable<void> {
        adapters::Parcel parcel{{fmt::format("m{:06}", i)}, parts.app.encode({"", text_for(i)}).front()};
        const auto outcome = co_await parts.app.send(std::move(parcel));
        if (outcome.verdict != adapters::Verdict::sent)
            throw std::runtime_error(outcome.reason);
    });
}

/// Two transactions a message, each with one small row.
double commits_alone(const fs::path& file, int count)
{
    asio::io_context io{1};
    store::Store db(file.string());
    asio::co_spawn(io, db.write([](store::Connection& c) {
        c.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, at INTEGER)");
    }),
                   asio::detached);
    io.run();
    return rate(io, count, [&](int i) -> asio::awaitable<void> {
        for (int k = 0; k < 2; ++k)
            co_await db.write([&](store::Connection& c) { c.run("INSERT INTO bench (at) VALUES ($1)", i); });
    });
}

void enqueue_all(store::Connection& db, const App& app, int count, bool equal_texts, Instant now)
{
    for (int i = 0; i < count; ++i) {
        store::NewMessage message;
        message.dedup_key = fmt::format("reminder:L1:{}", i);
        message.kind = "reminder";
        message.target = "app";
        message.address = fmt::format("m{:06}", i);
        message.priority = store::Priority::reminder;
        message.parts = app.encode({"", text_for(equal_texts ? 0 : i)});
        store::enqueue(db, message, now);
    }
}

asio::awaitable<void> until_all_ended(store::Store& db, asio::io_context& io)
{
    for (;;) {
        const bool waiting = co_await db.read([](store::Connection& c) {
            auto query = c.prepare("SELECT 1 FROM message WHERE ended_at IS NULL LIMIT 1");
            return query.step();
        });
        if (!waiting)
            break;
        asio::steady_timer pause(io, std::chrono::milliseconds{10});
        co_await pause.async_wait(asio::use_awaitable);
    }
    io.stop();
}

double delivered(const Platform& platform, const fs::path& file, int count, bool equal_texts)
{
    Parts parts(platform);
    const SystemClock clock;
    store::Store db(file.string());
    asio::co_spawn(parts.io,
                   db.write([&](store::Connection& c) { enqueue_all(c, parts.app, count, equal_texts, clock.now()); }),
                   asio::detached);
    parts.io.run();
    DeliveryRules rules;
    rules.max_in_flight = at_once;
    Delivery delivery(parts.io.get_executor(), db, clock, {{"app", "app", &parts.app}}, rules);
    const auto begun = std::chrono::steady_clock::now();
    asio::co_spawn(parts.io, delivery.run(), asio::detached);
    asio::co_spawn(parts.io, until_all_ended(db, parts.io), asio::detached);
    parts.io.restart();
    parts.io.run();
    return count / seconds_since(begun);
}

} // namespace

int main(int argc, char** argv)
{
    const int count = argc > 1 ? std::stoi(argv[1]) : 10'000;
    const auto folder = fs::temp_directory_path() / fmt::format("tongbao-fanout-{}", getpid());
    fs::create_directories(folder);
    log_to_file("/dev/null");
    {
        const Platform platform(folder / "tls");
        const auto calls = apart([&] { return calls_alone(platform, count); });
        const auto commits = apart([&] { return commits_alone(folder / "floor.db", count); });
        const auto floor = std::min(calls.value, commits.value);
        print("calls_without_database", calls, floor);
        print("commits_without_calls", commits, floor);
        print("different_texts", apart([&] { return delivered(platform, folder / "different.db", count, false); }),
              floor);
        print("equal_texts", apart([&] { return delivered(platform, folder / "equal.db", count, true); }), floor);
    }
    fs::remove_all(folder);
}
