#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tongbao::bot {

/// One `{{…}}` of a Mustache text.
struct Tag {
    int line = 1;
    char sigil = ' '; ///< '#', '^', '/', '&', '!', '>', '=' or ' ' for a plain placeholder
    std::string name;
    std::string written; ///< as in the file
    bool closed = true;  ///< false: `{{` without its `}}`; nothing follows
};

std::vector<Tag> tags_of(std::string_view text);

} // namespace tongbao::bot
