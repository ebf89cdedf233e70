#pragma once

#include "adapters/files/opened_file.hpp"
#include "store/vocabulary.hpp"

#include <map>
#include <memory>

namespace tongbao::bot {

/// Files that people sent and have not confirmed yet: in memory only, one of a person and a few in all, each for ten
/// minutes.
class ReceivedFiles {
public:
    using File = std::shared_ptr<const adapters::FileContent>;

    /// Keeps the file in place of an earlier one of that person. Returns what commands call it: "文件3FA2C0".
    std::string keep(MemberId member, adapters::FileContent file, Instant now);
    /// Null for a file that is unknown, somebody else's or too old.
    File find(MemberId member, std::string_view number, Instant now) const;
    void drop(MemberId member);

private:
    struct Kept {
        File file;
        Instant since;
    };
    void make_room(Instant now);

    std::map<MemberId, Kept> files_;
};

} // namespace tongbao::bot
