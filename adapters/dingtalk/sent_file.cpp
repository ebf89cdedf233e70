#include "adapters/dingtalk/sent_file.hpp"

#include "adapters/dingtalk/api_verdict.hpp"
#include "adapters/json_text.hpp"

namespace tongbao::adapters::dingtalk {

boost::asio::awaitable<Downloaded> download_file(AppAccess& access, HttpClient& client, std::string download_code)
{
    auto body = json_text({{"downloadCode", std::move(download_code)}, {"robotCode", access.robot_code()}});
    std::string address;
    AppAccess::Read read = [&address](const Exchange& exchange) {
        return read_api_verdict(exchange, {}, "downloadUrl", [&address](const nlohmann::json& answer) {
            address = answer.at("downloadUrl").get<std::string>();
            return Outcome::sent();
        });
    };
    auto asking = access.post("messageFiles/download", std::move(body), std::move(read));
    const auto asked = co_await std::move(asking);
    if (address.empty()) {
        DownloadFailure failure{"no address for the file: " + asked.reason};
        co_return failure;
    }
    auto getting = download(client, std::move(address));
    co_return co_await std::move(getting);
}

} // namespace tongbao::adapters::dingtalk
