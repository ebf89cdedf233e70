#pragma once

#include "store/vocabulary.hpp"

/// What a secretary may write into each template. The lint, the sample data and the secretaries' guide come from here.
namespace tongbao::bot {

enum class TextKind { weekly, monthly, hold, correction, ranking, unit, data_status };

/// How a placeholder may be used.
enum class Presence {
    always,   ///< `{{name}}`; where a value is missing it prints "—"
    optional, ///< may be empty, so it stands inside `{{#name}}…{{/name}}` or after `{{^name}}`
    list      ///< `{{#name}}…{{/name}}` repeats for every item
};

struct Placeholder {
    std::string name;
    std::string meaning; ///< Chinese, for the guide
    std::string sample;
    Presence presence = Presence::always;
    std::vector<Placeholder> items = {};                    ///< of a list: what each item has
    std::vector<std::vector<std::string>> sample_rows = {}; ///< of a list: the items' samples, in their order
};

struct TextKindInfo {
    TextKind kind;
    std::string file;                         ///< e.g. weekly.mustache
    std::string title;                        ///< Chinese, for the guide and as the message's title
    ChannelKind channel = ChannelKind::group; ///< a text for a group must not hold forbidden words or names
    std::vector<Placeholder> placeholders;
};

/// Every kind of text with its placeholders, in the order of the guide.
const std::vector<TextKindInfo>& text_kinds();
const TextKindInfo& info(TextKind kind);

/// Words that no text for a group may hold (domain/circulars.md §14).
const std::vector<std::string>& forbidden_words();

} // namespace tongbao::bot
