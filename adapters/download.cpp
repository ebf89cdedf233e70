#include "adapters/download.hpp"

#include "adapters/crypto.hpp"

namespace tongbao::adapters {
namespace {

/// The value of `name=` up to the next `;`, without quotation marks.
std::string_view parameter(std::string_view header, std::string_view name)
{
    const auto at = header.find(name);
    if (at == header.npos)
        return {};
    auto value = header.substr(at + name.size());
    if (value.substr(0, 1) == "\"") {
        value.remove_prefix(1);
        return value.substr(0, value.find('"'));
    }
    return value.substr(0, value.find(';'));
}

} // namespace

boost::asio::awaitable<Downloaded> download(HttpClient& client, std::string url, std::chrono::milliseconds deadline)
{
    HttpRequest request;
    request.method = "GET";
    request.url = std::move(url);
    request.deadline = deadline;
    auto getting = client.send(std::move(request));
    auto reply = co_await std::move(getting);
    if (!reply) {
        DownloadFailure failure{reply.error().what};
        co_return failure;
    }
    if (reply->status != 200) {
        DownloadFailure failure{"HTTP " + std::to_string(reply->status)};
        co_return failure;
    }
    DownloadedFile file{std::move(reply->body), name_in_disposition(reply->header("content-disposition"))};
    co_return file;
}

std::string name_in_disposition(std::string_view header)
{
    constexpr std::string_view utf8 = "UTF-8''";
    const auto extended = parameter(header, "filename*=");
    if (extended.substr(0, utf8.size()) == utf8)
        if (auto name = percent_decode(extended.substr(utf8.size())))
            return *name;
    return std::string(parameter(header, "filename="));
}

} // namespace tongbao::adapters
