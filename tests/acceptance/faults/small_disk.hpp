#pragma once

#include <filesystem>
#include <string>

namespace tongbao::acceptance {

/// A file system of a few megabytes in memory, mounted over a folder while it lives. Whoever may not mount gets a
/// namespace of this process and its children for it; where that is forbidden too, `mounted()` is false and `why_not()`
/// says why.
class SmallDisk {
public:
    /// `size` as tmpfs takes it, e.g. "8m".
    SmallDisk(const std::filesystem::path& folder, const std::string& size);
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    bool mounted() const { return why_not_.empty(); }
    const std::string& why_not() const { return why_not_; }
    /// Takes all the room there is, until empty().
    void fill() const;
    void empty() const;
    void make_read_only() const;

private:
    std::filesystem::path path_;
    std::string why_not_;
};

} // namespace tongbao::acceptance
