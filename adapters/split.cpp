#include "adapters/split.hpp"

#include "adapters/unbreakable.hpp"

#include <algorithm>
#include <cassert>
#include <deque>
#include <fmt/format.h>
#include <memory>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace tongbao::adapters {
namespace {

/// How good a place for a cut is; the best kind within reach wins, and of that kind the last place.
enum class Quality {
    inside_character,
    inside_markup,
    between_characters,
    sentence_end,
    block_line, ///< between two rows of a table or two lines of a code fence
    line_end,   ///< within a list item
    item_end,
    paragraph_end,
};

/// A table or a code fence, as far as it matters for a cut between its lines.
struct Block {
    std::size_t from = 0; ///< of the first line that may begin a piece
    std::size_t until = 0;
    std::string before; ///< a piece that begins in the block begins with it
    std::string after;  ///< a piece that ends in the block ends with it
};

struct Place {
    std::size_t at; ///< a cut before this byte
    Quality quality;
    const Block* block = nullptr; ///< that is cut in two here
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

std::size_t next_line(std::string_view text, std::size_t at)
{
    const auto end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

/// What must be said again where `span` is cut: a table's first line and, where there is one, the line of dashes.
std::string table_header(std::string_view text, const Span& span)
{
    auto end = next_line(text, span.from);
    const auto second = text.substr(end, next_line(text, end) - end);
    if (second.find_first_not_of("|:- \n") == std::string_view::npos)
        end += second.size();
    return std::string(text.substr(span.from, end - span.from));
}

Block block_of(std::string_view text, const Span& span)
{
    Block block;
    block.until = span.until;
    block.before = span.kind == SpanKind::table
                       ? table_header(text, span)
                       : std::string(text.substr(span.from, next_line(text, span.from) - span.from));
    block.from = span.from + block.before.size();
    if (span.kind == SpanKind::fence)
        block.after = "```\n";
    return block;
}

std::deque<Block> blocks_of(std::string_view text, const std::vector<Span>& spans, std::size_t max_bytes)
{
    std::deque<Block> blocks;
    for (const auto& span : spans)
        if (span.kind != SpanKind::whole)
            if (auto block = block_of(text, span); block.before.size() <= max_bytes / 3)
                blocks.push_back(std::move(block));
    return blocks;
}

/// The block that a cut at the beginning of a line would leave on both sides.
const Block* block_cut_at(const std::deque<Block>& blocks, std::string_view text, std::size_t at)
{
    const auto inside = [at](const Block& block) { return block.from < at && at < block.until; };
    const auto found = std::find_if(blocks.begin(), blocks.end(), inside);
    const bool usable =
        found != blocks.end() && text[at - 1] == '\n' && (found->after.empty() || !text.substr(at).starts_with("```"));
    return usable ? &*found : nullptr;
}

Quality quality_of_line_end(std::string_view text, std::size_t at)
{
    if (text.substr(0, at).ends_with("\n\n"))
        return Quality::paragraph_end;
    return at < text.size() && (text[at] == ' ' || text[at] == '\t') ? Quality::line_end : Quality::item_end;
}

Quality quality_of(std::string_view text, std::size_t at)
{
    const auto before = text.substr(0, at);
    if (before.ends_with('\n'))
        return quality_of_line_end(text, at);
    return ends_sentence(before) ? Quality::sentence_end : Quality::between_characters;
}

/// Every place where `text` may be cut, in order; its end is the last.
std::vector<Place> places(std::string_view text, const std::vector<Span>& whole, const std::deque<Block>& blocks)
{
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
        const bool in_span = span != whole.end() && span->from < at;
        const auto* block = in_span ? block_cut_at(blocks, text, at) : nullptr;
        if (end == ends.end() || *end != at)
            found.push_back({at, Quality::inside_character});
        else if (block != nullptr)
            found.push_back({at, Quality::block_line, block});
        else if (in_span)
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

    /// The pieces, each with room for `mark`.
    std::vector<Piece> cut(const std::string& mark) const
    {
        std::vector<Piece> pieces;
        auto next = places_.begin();
        Piece piece;
        for (std::size_t from = 0; from < text_.size();) {
            const auto reach = furthest(piece.before, from, next, mark);
            assert(reach != next); // the limit holds a mark and one character
            const auto best =
                reach == places_.end() ? std::prev(reach) : best_of(piece.before, from, next, reach, mark);
            piece.text = text_.substr(from, best->at - from);
            piece.after = after(*best);
            pieces.push_back(std::move(piece));
            piece = {best->block != nullptr ? best->block->before : std::string(), {}, {}};
            from = best->at;
            next = std::next(best);
        }
        return pieces;
    }

private:
    using At = std::vector<Place>::const_iterator;

    static std::string after(const Place& place) { return place.block != nullptr ? place.block->after : std::string(); }

    bool fits(const std::string& before, std::size_t from, const Place& place, const std::string& mark) const
    {
        return size_(before + std::string(text_.substr(from, place.at - from)) + after(place) + mark) <= max_bytes_;
    }

    /// The first place of [next, end) up to which a piece from `from` is too large.
    At furthest(const std::string& before, std::size_t from, At next, const std::string& mark) const
    {
        const auto limit = std::partition_point(next, places_.end(), [&](const Place& place) {
            return place.at - from <= max_bytes_; // an encoding never shrinks a text: spares measuring it
        });
        auto reach =
            std::partition_point(next, limit, [&](const Place& place) { return fits(before, from, place, mark); });
        // What closes a fence makes a cut in it larger than one a little further on.
        while (reach != next && !fits(before, from, *std::prev(reach), mark))
            --reach;
        return reach;
    }

    /// Of [first, last), the last of which fits. A paragraph's end counts as one only where the part is at least half
    /// full; else it is a line's.
    At best_of(const std::string& before, std::size_t from, At first, At last, const std::string& mark) const
    {
        const auto half = from + (std::prev(last)->at - from) / 2;
        const auto worth = [half](const Place& place) {
            return place.quality == Quality::paragraph_end && place.at < half ? Quality::item_end : place.quality;
        };
        auto best = std::prev(last);
        for (auto at = first; at != last; ++at)
            if ((worth(*at) > worth(*best) || (worth(*at) == worth(*best) && at > best)) &&
                (after(*at).empty() || fits(before, from, *at, mark)))
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

std::vector<Piece> pieces_of(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                             Markup markup)
{
    if (encoded_size(text) <= max_bytes)
        return {{"", text, ""}};
    const auto whole = unbreakable(text, markup == Markup::markdown);
    const auto blocks = blocks_of(text, whole, max_bytes);
    const auto cuts = places(text, whole, blocks);
    const Cutter cutter(text, max_bytes, encoded_size, cuts);
    // The width of the mark depends on the number of parts, which depends on the width of the mark.
    std::size_t room_for = 9;
    auto pieces = cutter.cut(mark_of(room_for, room_for));
    for (; pieces.size() > room_for; pieces = cutter.cut(mark_of(room_for, room_for)))
        room_for = room_for * 10 + 9;
    return pieces;
}

std::vector<std::string> split(std::string_view text, std::size_t max_bytes, const EncodedSize& encoded_size,
                               Markup markup)
{
    const auto pieces = pieces_of(text, max_bytes, encoded_size, markup);
    std::vector<std::string> parts;
    parts.reserve(pieces.size());
    for (const auto& [before, piece, after] : pieces)
        parts.push_back(before + std::string(piece) + after +
                        (pieces.size() > 1 ? mark_of(parts.size() + 1, pieces.size()) : ""));
    return parts;
}

} // namespace tongbao::adapters
