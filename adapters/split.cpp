#include "adapters/split.hpp"

#include "adapters/unbreakable.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace tongbao::adapters {
namespace {

/// How good a place for a cut is; the best kind within reach wins, and of that kind the last place.
enum class Quality { inside_character, inside_markup, between_characters, sentence_end, line_end };

struct Place {
    std::size_t at; ///< a cut before this byte
    Quality quality;
};

bool ends_sentence(std::string_view before)
{
    constexpr std::string_view ends[] = {"。", "！", "？", "；", "!", "?", ";", ". "};
    return std::any_of(std::begin(ends), std::end(ends), [&](auto end) { return before.ends_with(end); });
}

/// Byte offsets between characters as people see them (UAX #29), so that an emoji or an accent is never torn.
std::vector<std::size_t> character_ends(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, decltype(&utext_close)> characters(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), utext_close);
    const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    assert(U_SUCCESS(status));
    iterator->setText(characters.get(), status);
    std::vector<std::size_t> ends;
    for (auto at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
        ends.push_back(static_cast<std::size_t>(at));
    return ends;
}

Quality quality_of(std::string_view text, std::size_t at)
{
    const auto before = text.substr(0, at);
    if (before.ends_with('\n'))
        return Quality::line_end;
    return ends_sentence(before) ? Quality::sentence_end : Quality::between_characters;
}

/// Every place where `text` may be cut, in order; its end is the last.
std::vector<Place> places(std::string_view text, Markup markup)
{
    const auto whole = unbreakable(text, markup == Markup::markdown);
    const auto ends = character_ends(text);
    std::vector<Place> found;
    auto span = whole.begin();
    auto end = ends.begin();
    for (std::size_t at = 1; at <= text.size(); ++at) {
        if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
            continue;
        while (span != whole.end() && span->until <= at)
            ++span;
        while (end != ends.end() && *end < at)
            ++end;
        if (end == ends.end() || *end != at)
            found.push_back({at, Quality::inside_character});
        else if (span != whole.end() && span->from < at)
            found.push_back({at, Quality::inside_markup});
        else
            found.push_back({at, quality_of(text, at)});
    }
    return found;
}

class Cutter {
public:
    Cutter(std::string_view text, std::size_t max_bytes, const EncodedSize& size, const std::vector<Place>& places)
        : text_(text), max_bytes_(max_bytes), size_(size), places_(places)
    {
    }

    /// The pieces without marks, each with room for `mark`.
    std::vector<std::string_view> cut(const std::string& mark) const
    {
        std::vector<std::string_view> pieces;
        auto next = places_.begin();
        for (std::size_t from = 0; from < text_.size();) {
            const auto reach = furthest(from, next, mark);
            assert(reach != next); // the limit holds a mark and one character
            const auto best = reach == places_.end() ? std::prev(reach) : best_of(next, reach);
            pieces.push_back(text_.substr(from, best->at - from));
            from = best->at;
            next = std::next(best);
        }
        return pieces;
    }

private:
    using At = std::vector<Place>::const_iterator;

    /// The first place of [next, end) up to which a piece from `from` is too large.
    At furthest(std::size_t from, At next, const std::string& mark) const
    {
        const auto limit = std::partition_point(next, places_.end(), [&](const Place& place) {
            return place.at - from <= max_bytes_; // an encoding never shrinks a text: spares measuring it
        });
        return std::partition_point(next, limit, [&](const Place& place) {
            return size_(std::string(text_.substr(from, place.at - from)) + mark) <= max_bytes_;
        });
    }

    static At best_of(At first, At last)
    {
        auto best = first;
        for (auto at = first; at != last; ++at)
            if (at->quality >= best->quality)
                best = at;
        return best;
    }

    std::string_view text_;
    std::size_t max_bytes_;
    const EncodedSize& size_;
    const std::vector<Place>& places_;
};

std::string mark_of(std::size_t number, std::size_t count)
{
    return fmt::format("（{}/{}）", number, count);
}

} // namespace

std::vector<std::string> split(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                               Markup markup)
{
    if (encoded_size(text) <= max_bytes)
        return {std::string(text)};
    const auto cuts = places(text, markup);
    const Cutter cutter(text, max_bytes, encoded_size, cuts);
    // The width of the mark depends on the number of parts, which depends on the width of the mark.
    std::vector<std::string_view> pieces;
    std::size_t room_for = 9;
    for (pieces = cutter.cut(mark_of(room_for, room_for)); pieces.size() > room_for;
         pieces = cutter.cut(mark_of(room_for, room_for)))
        room_for = room_for * 10 + 9;
    std::vector<std::string> parts;
    parts.reserve(pieces.size());
    for (const auto piece : pieces)
        parts.push_back(std::string(piece) + mark_of(parts.size() + 1, pieces.size()));
    return parts;
}

} // namespace tongbao::adapters
