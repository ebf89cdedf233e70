#pragma once

#include "store/vocabulary.hpp"

#include <string>

namespace tongbao::bot {

/// Something that one member is told without having asked, one-to-one.
struct PrivateNote {
    std::string key; ///< one key and account: one message
    std::string text;
    std::optional<Instant> not_before = {}; ///< of quiet hours
    std::optional<Instant> not_after = {};
};

} // namespace tongbao::bot
