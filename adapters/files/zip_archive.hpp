#pragma once

#include "adapters/files/table.hpp"

#include <memory>

namespace tongbao::adapters {

/// A zip archive in memory, opened only when its directory stays within the limits. Entries are expanded piece by
/// piece; what is really expanded is counted, because the declared sizes may lie.
class ZipArchive {
public:
    /// `bytes` must outlive the archive.
    static FileResult<ZipArchive> open(std::string_view bytes, const FileLimits& limits);
    ZipArchive(ZipArchive&&) noexcept;
    ~ZipArchive();

    bool has(const std::string& entry) const;
    /// Hands the expanded entry to the sink in pieces; returning false ends early. Refuses damage and bombs.
    std::optional<FileRefusal> expand(const std::string& entry, const std::function<bool(std::string_view)>& sink);

private:
    struct Body;
    explicit ZipArchive(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
};

} // namespace tongbao::adapters
