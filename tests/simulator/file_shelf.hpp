#pragma once

#include "tests/simulator/stage.hpp"

namespace tongbao::simulator {

/// Where a platform keeps what people sent to a bot, for whoever has the address.
class FileShelf {
public:
    /// Serves below `path`. Both live as long as the stage's routes.
    FileShelf(Stage& stage, std::string path);
    FileShelf(const FileShelf&) = delete;
    FileShelf& operator=(const FileShelf&) = delete;

    /// Returns an address that is good until then; the download gives the name where there is one.
    std::string put(std::string bytes, std::string name, InstantMs until);

private:
    struct File {
        std::string bytes;
        std::string name;
        InstantMs until;
    };
    Judgement give(const Request& request) const;

    Stage& stage_;
    std::string path_;
    std::map<std::string, File, std::less<>> files_; ///< by id
};

} // namespace tongbao::simulator
