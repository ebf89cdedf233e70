#include "tests/simulator/file_shelf.hpp"

#include "adapters/crypto.hpp"

namespace tongbao::simulator {

FileShelf::FileShelf(Stage& stage, std::string path) : stage_(stage), path_(std::move(path))
{
    stage_.routes[path_] = {[](const Request&) { return Received{}; },
                            [this](const Request& request, Received&) { return give(request); }, false};
}

std::string FileShelf::put(std::string bytes, std::string name, InstantMs until)
{
    const auto id = adapters::to_hex(adapters::random_bytes(16));
    files_[id] = {std::move(bytes), std::move(name), until};
    return stage_.base_url + path_ + "?id=" + id;
}

Judgement FileShelf::give(const Request& request) const
{
    const auto file = files_.find(first(request.query, "id"));
    if (request.method != "GET" || file == files_.end() || stage_.now() >= file->second.until)
        return {Fate::refused, 404, "no such file", {404, "", "text/plain", {}}};
    Fields headers;
    if (!file->second.name.empty())
        headers.emplace_back("Content-Disposition",
                             "attachment; filename*=UTF-8''" + adapters::percent_encode(file->second.name));
    return {Fate::accepted, 0, "", {200, file->second.bytes, "application/octet-stream", std::move(headers)}};
}

} // namespace tongbao::simulator
