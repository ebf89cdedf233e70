#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/cli/running.hpp"
#include "bot/demo/credentials.hpp"
#include "bot/demo/platforms.hpp"
#include "bot/demo/typed_lines.hpp"
#include "bot/import/import.hpp"
#include "bot/log.hpp"
#include "bot/service.hpp"
#include "bot/single_instance.hpp"
#include "store/outbox_desk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fmt/format.h>
#include <fstream>

namespace tongbao::bot::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto patience = 60s; ///< for each thing that is to happen

void tell(const std::string& line)
{
    fmt::print("· {}\n", line);
    std::fflush(stdout);
}

/// Written aside and renamed, so that a run that was killed leaves either all of it or nothing.
demo::Speakers invent_organisation(const demo::Place& place)
{
    const auto aside = place.folder / "organisation.part";
    fs::remove_all(aside);
    const auto speakers = demo::write_organisation(aside);
    if (fs::exists(place.organisation()))
        fs::remove_all(aside);
    else
        fs::rename(aside, place.organisation());
    return speakers;
}

std::int64_t import_file(const Config& config, const fs::path& file, ImportKind kind, Instant now)
{
    auto db = open_database(config);
    const auto content = adapters::read_file(file.string(), {});
    if (!content)
        throw std::runtime_error(content.error().reason);
    auto prepared = prepare_import(db, *content, kind, {}, {}, local_day(now));
    const auto rows = prepared.report.rows_read;
    if (prepared.report.already_imported) // by a run that was killed
        return rows;
    store::Transaction transaction(db);
    commit_import(db, std::move(prepared), now, config.figures.rollup);
    transaction.commit();
    return rows;
}

/// Puts the exports into the inbox as a person would: each appears whole.
int drop_exports(const demo::Place& place)
{
    fs::create_directories(place.inbox());
    int dropped = 0;
    for (const auto& file : fs::directory_iterator(place.organisation() / "exports")) {
        const auto name = file.path().filename();
        if (fs::exists(place.inbox() / "done" / name))
            continue;
        const auto aside = place.folder / "dropping.part";
        fs::copy_file(file.path(), aside, fs::copy_options::overwrite_existing);
        fs::rename(aside, place.inbox() / name);
        ++dropped;
    }
    return dropped;
}

/// What happens on stage, in order.
class Play {
public:
    Play(asio::any_io_executor executor, demo::Platforms& platforms, Service& service)
        : executor_(executor), platforms_(platforms), service_(service)
    {
    }

    /// False when something that should have happened did not.
    asio::awaitable<bool> run()
    {
        tell("时钟走到周一09:00：数据齐全，起草并发出周通报");
        bool good = co_await circular_in(demo::wecom_group);
        good = co_await circular_in(demo::dingtalk_group) && good;
        good = co_await ask_in_wecom("查排行 参与 第38周") && good;
        good = co_await ask_in_dingtalk("查排行 积分 第38周") && good;
        good = co_await ask_in_dingtalk("查单位 文学院") && good;
        fmt::print("\n");
        tell(fmt::format("收到的周通报：企业微信{}份，钉钉{}份", platforms_.circulars(demo::wecom_group),
                         platforms_.circulars(demo::dingtalk_group)));
        co_return good;
    }

private:
    template <class Condition>
    asio::awaitable<bool> until(Condition condition)
    {
        asio::steady_timer timer(executor_);
        for (const auto end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;) {
            if (condition())
                co_return true;
            timer.expires_after(20ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        co_return false;
    }

    /// A circular whose fate nobody knows is held for a person; that is an end too.
    asio::awaitable<bool> circular_in(std::string group)
    {
        asio::steady_timer timer(executor_);
        for (const auto end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;) {
            if (platforms_.circulars(group) > 0)
                co_return true;
            if (co_await held(group)) {
                tell(fmt::format("发往{}的周通报在中断时正要送出，是否送达无法判断：留待人工决定", group));
                co_return true;
            }
            timer.expires_after(20ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        tell(fmt::format("{}没有收到周通报", group));
        co_return false;
    }

    asio::awaitable<bool> held(std::string group)
    {
        const store::MessageFilter filter{
            .state = store::MessageState::uncertain_held, .target = std::move(group), .limit = 1};
        const auto messages =
            co_await service_.store().read([&](store::Connection& db) { return store::list_messages(db, filter); });
        co_return !messages.empty();
    }

    asio::awaitable<bool> ask_in_wecom(std::string text)
    {
        const auto before = platforms_.answers("wecom");
        co_await platforms_.say_in_wecom(std::move(text));
        co_return co_await until([&] { return platforms_.answers("wecom") > before; });
    }

    asio::awaitable<bool> ask_in_dingtalk(std::string text)
    {
        const auto before = platforms_.answers("dingtalk");
        co_await platforms_.say_in_dingtalk(std::move(text));
        co_return co_await until([&] { return platforms_.answers("dingtalk") > before; });
    }

    asio::any_io_executor executor_;
    demo::Platforms& platforms_;
    Service& service_;
};

void prepare_data(const demo::Place& place, const Config& config, Instant now)
{
    const auto units = import_file(config, place.organisation() / "units.csv", ImportKind::units, now);
    const auto members = import_file(config, place.organisation() / "roster.csv", ImportKind::roster, now);
    tell(fmt::format("导入：单位{}个，成员{}人", units, members));
    if (const auto dropped = drop_exports(place); dropped > 0)
        tell(fmt::format("把{}份每日导出（9月7日至9月20日）放进 {}", dropped, place.inbox().string()));
}

asio::awaitable<void> signal(asio::any_io_executor executor)
{
    asio::signal_set signals(executor, SIGTERM, SIGINT);
    co_await signals.async_wait(asio::use_awaitable);
}

asio::awaitable<void> play(asio::any_io_executor executor, demo::Platforms& platforms, Service& service,
                           const demo::Place& place, bool stay, int& code)
{
    Play scene(executor, platforms, service);
    const bool good = co_await scene.run();
    code = good ? done : broken;
    if (good)
        std::ofstream(place.finished()) << "complete\n";
    tell(fmt::format("看数据：tongbao status --config {}", place.config().string()));
    if (!stay)
        std::raise(SIGTERM);
    else
        co_await demo::say_typed_lines(executor, platforms);
}

} // namespace

int demo(const DemoArguments& arguments)
{
    const demo::Place place{arguments.folder};
    demo::prepare(place);
    log_to_file(place.folder / "log");
    const auto clock = demo::demo_clock(place);
    const auto speakers = invent_organisation(place);
    asio::io_context io{1};
    demo::Platforms platforms(io.get_executor(), place, clock, speakers);
    demo::write_settings(place, platforms.address(), fs::absolute(platforms.ca_file()).string());
    const auto config = open_config(place.config());
    const auto templates = config ? open_templates(*config) : std::nullopt;
    if (!templates)
        return bad_config;
    tell("虚构的“示例大学”，两个平台由本机的模拟器扮演；服务时钟为2026年9月21日（周一）上午");
    prepare_data(place, *config, clock.now());
    const SingleInstance only_one(config->store_path);
    const LastingParts lasting(*config);
    Service service(io.get_executor(), *config, clock, *templates, lasting);
    platforms.open_bots(service.port());
    int code = done;
    int outcome = broken;
    asio::co_spawn(io, play(io.get_executor(), platforms, service, place, arguments.stay, outcome), rethrow);
    asio::co_spawn(io, run_until(io.get_executor(), service, signal(io.get_executor()), code),
                   [&io](const std::exception_ptr& failure, bool) {
                       rethrow(failure);
                       io.stop(); // the platforms would go on for ever
                   });
    io.run();
    return code == done ? outcome : code;
}

} // namespace tongbao::bot::cli
