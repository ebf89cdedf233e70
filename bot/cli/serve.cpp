#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/running.hpp"
#include "bot/log.hpp"
#include "bot/reload.hpp"
#include "bot/service.hpp"
#include "bot/single_instance.hpp"
#include "store/inspection.hpp"
#include "store/service_report.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <ctime>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace tongbao::bot::cli {
namespace {

namespace asio = boost::asio;

/// Secrets live in this process's memory: no core file may hold them.
void forbid_core_dumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/// How far the service's clock is ahead of the machine's; empty when the text is no local time.
std::optional<std::chrono::milliseconds> offset_to(const std::string& starting_at)
{
    if (starting_at.empty())
        return std::chrono::milliseconds{0};
    std::tm local{};
    const char* end = ::strptime(starting_at.c_str(), "%Y-%m-%dT%H:%M:%S", &local);
    if (end == nullptr || *end != '\0')
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{local.tm_year + 1900},
                                           std::chrono::month{static_cast<unsigned>(local.tm_mon) + 1},
                                           std::chrono::day{static_cast<unsigned>(local.tm_mday)}};
    if (!date.ok())
        return std::nullopt;
    const auto time_of_day =
        std::chrono::hours{local.tm_hour} + std::chrono::minutes{local.tm_min} + std::chrono::seconds{local.tm_sec};
    const auto start = at_local(Day{date}, std::chrono::minutes{0}) + time_of_day;
    return start - SystemClock().now_ms();
}

/// One configuration in force.
struct Loaded {
    Config config;
    Templates templates;
};

/// Runs the service under one configuration after another until a signal ends it or a loop fails.
class Serving {
public:
    Serving(asio::io_context& io, const ServeArguments& arguments, const Clock& clock, Loaded first)
        : executor_(io.get_executor()),
          arguments_(arguments),
          clock_(clock),
          current_(std::make_unique<Loaded>(std::move(first))),
          lasting_(current_->config),
          signals_(executor_, SIGTERM, SIGINT, SIGHUP)
    {
    }

    int code() const { return code_; }

    asio::awaitable<void> run()
    {
        auto service = make_service();
        co_await write(*service, store::forget_service_reports);
        for (;;) {
            log_event(Level::info, "serving",
                      {{"address", current_->config.listen.address},
                       {"port", service->port()},
                       {"monitor", service->monitor_port()}});
            auto end = until_end_or_reload(*service);
            const bool ended = co_await run_until(executor_, *service, std::move(end), code_);
            service.reset(); // before what it refers to
            if (!ended || !next_)
                co_return;
            const auto faults = begin_again(service);
            next_.reset();
            co_await tell(*service, faults);
        }
    }

private:
    std::unique_ptr<Service> make_service()
    {
        return std::make_unique<Service>(executor_, current_->config, clock_, current_->templates, lasting_);
    }

    /// The service under the next configuration; under the old one, and why, when something went wrong that no check
    /// foresaw.
    std::vector<Fault> begin_again(std::unique_ptr<Service>& service)
    {
        std::swap(current_, next_);
        try {
            service = make_service();
            ++lasting_.reloads.done;
            log_event(Level::info, "config_reloaded");
            return {};
        } catch (const std::exception& error) {
            ++lasting_.reloads.refused;
            log_event(Level::error, "config_reload_failed", {{"why", error.what()}});
            std::swap(current_, next_);
            service = make_service();
            return {{"$", error.what(), "see the log"}};
        }
    }

    asio::awaitable<void> until_end_or_reload(Service& service)
    {
        while (co_await signals_.async_wait(asio::use_awaitable) == SIGHUP) {
            auto faults = load_next();
            if (faults.empty())
                co_return;
            ++lasting_.reloads.refused;
            for (const auto& fault : faults)
                log_event(Level::error, "config_reload_refused", {{"place", fault.path}, {"why", fault.problem}});
            co_await tell(service, faults);
        }
    }

    /// Fills next_, or says why the configuration in force stays.
    std::vector<Fault> load_next()
    {
        auto reading = read_config(arguments_.config);
        if (!reading.faults.empty())
            return std::move(reading.faults);
        auto faults = needs_restart(current_->config, reading.config);
        auto loaded = Templates::load(reading.config.templates);
        for (const auto& fault : loaded.faults)
            faults.push_back({"$.templates", fault.text(), "correct that place in the template"});
        if (faults.empty())
            next_ = std::make_unique<Loaded>(Loaded{std::move(reading.config), std::move(*loaded.templates)});
        return faults;
    }

    /// For `tongbao status`.
    asio::awaitable<void> tell(Service& service, std::vector<Fault> faults)
    {
        auto list = nlohmann::ordered_json::array();
        for (const auto& fault : faults)
            list.push_back({{"path", fault.path}, {"problem", fault.problem}, {"advice", fault.advice}});
        const auto text = nlohmann::ordered_json{{"done", faults.empty()}, {"faults", std::move(list)}}.dump(
            -1, ' ', false, nlohmann::json::error_handler_t::replace);
        const auto now = clock_.now();
        co_await write(service, [&](store::Connection& db) { store::save_service_report(db, "reload", text, now); });
    }

    /// The log has it all; what cannot be written for `tongbao status` stops nothing.
    template <class Work>
    static asio::awaitable<void> write(Service& service, Work work)
    {
        try {
            co_await service.store().write(work);
        } catch (const store::DatabaseError& error) {
            log_event(Level::error, "report_not_recorded", {{"code", error.sqlite_code}});
        }
    }

    asio::any_io_executor executor_;
    const ServeArguments& arguments_;
    const Clock& clock_;
    std::unique_ptr<Loaded> current_;
    std::unique_ptr<Loaded> next_; ///< after a reload, until it is in force
    LastingParts lasting_;
    asio::signal_set signals_; ///< one for all, so that no signal gets lost between two services
    int code_ = done;
};

std::optional<Loaded> load(const std::filesystem::path& file)
{
    auto config = open_config(file);
    auto templates = config ? open_templates(*config) : std::nullopt;
    if (!templates)
        return std::nullopt;
    return Loaded{std::move(*config), std::move(*templates)};
}

} // namespace

int serve(const ServeArguments& arguments)
{
    const auto offset = offset_to(arguments.starting_at);
    if (!offset) {
        fmt::print(stderr, "--starting-at {}: write a local time like 2026-09-21T08:59:30\n", arguments.starting_at);
        return usage;
    }
    forbid_core_dumps();
    std::signal(SIGHUP, SIG_IGN); // nothing to load again yet
    auto loaded = load(arguments.config);
    if (!loaded)
        return bad_config;
    const auto database = loaded->config.store_path;
    const SingleInstance only_one(database, arguments.standby ? WhenServed::wait : WhenServed::refuse);
    if (arguments.standby)
        loaded = load(arguments.config); // it may have changed while we waited
    if (!loaded)
        return bad_config;
    if (loaded->config.store_path != database)
        throw std::runtime_error("store.path has changed while this process stood by: start it again");
    if (std::filesystem::exists(database))
        store::check_whole(database.string());
    const SystemClock clock(*offset, arguments.clock_rate);
    asio::io_context io{1};
    Serving serving(io, arguments, clock, std::move(*loaded));
    asio::co_spawn(io, serving.run(), rethrow);
    io.run();
    return serving.code();
}

} // namespace tongbao::bot::cli
