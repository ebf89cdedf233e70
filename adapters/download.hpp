#pragma once

#include "adapters/http_client.hpp"

namespace tongbao::adapters {

struct DownloadedFile {
    std::string bytes;
    std::string name; ///< of Content-Disposition, as it came and not to be trusted; empty where there is none
};
/// Why a file could not be had; for operators: names the host, never the URL, which is a credential.
struct DownloadFailure {
    std::string what;
};
using Downloaded = boost::system::result<DownloadedFile, DownloadFailure>;

/// GET of a file that somebody sent, for as long as the whole may take. The client bounds its size, refuses private
/// addresses and follows no redirect.
boost::asio::awaitable<Downloaded> download(HttpClient& client, std::string url,
                                            std::chrono::milliseconds deadline = std::chrono::seconds(60));

/// The file name in a Content-Disposition header: `filename*` (RFC 5987, UTF-8 only) before `filename`. Pure.
std::string name_in_disposition(std::string_view header);

} // namespace tongbao::adapters
