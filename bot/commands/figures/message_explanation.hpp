#pragma once

#include "bot/circulars/corrections.hpp"
#include "store/circulars.hpp"
#include "store/occurrences.hpp"
#include "store/outbox_desk.hpp"

/// 为什么 消息: which rule and which run of a schedule sent it, what became of it, and what would be said now. Pure.
namespace tongbao::bot {

struct MessageStory {
    std::optional<store::MessageRow> message; ///< empty for a circular that was never put into the outbox
    std::vector<store::AttemptRow> attempts;
    std::vector<MessageId> siblings; ///< the same circular to other groups
    std::optional<store::Circular> circular;
    std::optional<store::Occurrence> occurrence;
    std::vector<ChangedFigure> changes; ///< of figures that the reader may see
    bool has_corrections = false;       ///< the secretariat was told of changes
    bool by_person = false;             ///< circulars wait for a person's approval
};

std::string explained(const MessageStory& story);

} // namespace tongbao::bot
