#include "bot/demo/typed_lines.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tongbao::bot::demo {

namespace asio = boost::asio;

namespace {

constexpr std::size_t longest_line = 4'096;
constexpr std::string_view to_dingtalk = "钉钉 ";

bool somebody_may_type()
{
    struct stat facts = {};
    return isatty(STDIN_FILENO) == 1 || (::fstat(STDIN_FILENO, &facts) == 0 && S_ISFIFO(facts.st_mode));
}

std::string_view trimmed(std::string_view line)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = std::min(line.find_first_not_of(blanks), line.size());
    line.remove_prefix(first);
    return line.substr(0, line.find_last_not_of(blanks) + 1);
}

asio::awaitable<void> say(Platforms& platforms, std::string line)
{
    if (line.starts_with(to_dingtalk))
        co_await platforms.say_in_dingtalk(line.substr(to_dingtalk.size()));
    else
        co_await platforms.say_in_wecom(line);
}

} // namespace

asio::awaitable<void> say_typed_lines(asio::any_io_executor executor, Platforms& platforms)
{
    if (!somebody_may_type())
        co_return;
    fmt::print("· 输入命令并回车，如“查单位 文学院”，就在企业微信群里说；以“钉钉 ”开头则在钉钉群里说；Ctrl-C 结束\n");
    std::fflush(stdout);
    asio::posix::stream_descriptor input(executor, ::dup(STDIN_FILENO));
    for (std::string typed;;) {
        const auto [error, bytes] = co_await asio::async_read_until(input, asio::dynamic_buffer(typed, longest_line),
                                                                    '\n', asio::as_tuple(asio::use_awaitable));
        if (error)
            co_return; // the end of the input, or a line without end
        std::string line(trimmed(std::string_view(typed).substr(0, bytes)));
        typed.erase(0, bytes);
        if (!line.empty())
            co_await say(platforms, std::move(line));
    }
}

} // namespace tongbao::bot::demo
