#pragma once

#include "adapters/files/table.hpp"

namespace tongbao::adapters {

/// A file's whole content: what is hashed is what is parsed, whatever happens on disk afterwards.
struct FileContent {
    std::string name; ///< last component only
    std::string bytes;
    std::string sha256; ///< lower-case hex
};

/// Reads the regular file `name` of the open directory. Never follows a symbolic link, never blocks on a pipe, reads
/// at most max_file_bytes, and refuses a larger file without reading it.
FileResult<FileContent> read_file(int folder, const std::string& name, const FileLimits& limits);

/// The same for a path given by a person; only its last component is protected against links.
FileResult<FileContent> read_file(const std::string& path, const FileLimits& limits);

} // namespace tongbao::adapters
