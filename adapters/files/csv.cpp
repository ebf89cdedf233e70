#include "adapters/files/csv.hpp"

#include "adapters/files/text_encoding.hpp"

#include <algorithm>
#include <array>

namespace tongbao::adapters {
namespace {

constexpr std::array<std::string_view, 4> separators = {",", "\t", ";", "，"};
constexpr int lines_looked_at = 20;
constexpr std::size_t bytes_looked_at = 64 << 10;

struct Occurrence {
    int lines = 0;
    int total = 0;
};

/// How often `separator` stands outside quotes in the first lines.
Occurrence occurrence(std::string_view text, std::string_view separator)
{
    Occurrence found;
    bool quoted = false;
    int in_line = 0;
    int line = 0;
    for (std::size_t at = 0; at < text.size() && line < lines_looked_at; ++at) {
        if (text[at] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[at] == '\n' || text[at] == '\r')) {
            found.lines += in_line > 0 ? 1 : 0;
            ++line;
            in_line = 0;
        } else if (!quoted && text.substr(at, separator.size()) == separator) {
            ++in_line;
            ++found.total;
        }
    }
    found.lines += in_line > 0 ? 1 : 0;
    return found;
}

std::string_view separator_of(std::string_view text)
{
    const auto beginning = text.substr(0, bytes_looked_at);
    std::string_view best = separators.front();
    Occurrence most;
    for (const auto separator : separators) {
        const auto found = occurrence(beginning, separator);
        if (found.lines > most.lines || (found.lines == most.lines && found.total > most.total)) {
            best = separator;
            most = found;
        }
    }
    return best;
}

/// Takes text in pieces and assembles rows. Fields of the current row lie one after another in `text_`.
class CsvParser {
public:
    CsvParser(const FileLimits& limits, const RowSink& sink) : limits_(limits), sink_(sink) {}

    /// False when the reading ends early: refused, or the sink wants no more.
    bool feed(std::string_view piece)
    {
        if (separator_.empty())
            choose_separator(piece);
        std::size_t at = 0;
        while (at < piece.size() && !stopped_) {
            if (state_ == State::in_quotes)
                at = quoted(piece, at);
            else
                at = unquoted(piece, at);
        }
        return !stopped_;
    }

    void finish()
    {
        if (stopped_)
            return;
        if (state_ == State::in_quotes)
            refuse(FileFault::unreadable, "引号没有结束");
        else if (!text_.empty() || !ends_.empty())
            end_row();
    }

    FileResult<TableFacts> result() const
    {
        if (refusal_)
            return *refusal_;
        return facts_;
    }

private:
    enum class State { field_start, in_field, in_quotes, after_quote };

    void choose_separator(std::string_view piece)
    {
        separator_ = separator_of(piece);
        is_special_.fill(false);
        for (const char special : {'"', '\n', '\r', separator_.front()})
            is_special_[static_cast<unsigned char>(special)] = true;
    }

    std::size_t quoted(std::string_view piece, std::size_t at)
    {
        const auto quote = std::min(piece.find('"', at), piece.size());
        append(piece.substr(at, quote - at));
        if (quote < piece.size())
            state_ = State::after_quote;
        return quote + 1;
    }

    std::size_t unquoted(std::string_view piece, std::size_t at)
    {
        std::size_t end = at;
        while (end < piece.size() && !is_special_[static_cast<unsigned char>(piece[end])])
            ++end;
        if (end > at) {
            append(piece.substr(at, end - at));
            state_ = State::in_field;
            after_return_ = false;
        }
        return end < piece.size() ? special(piece, end) : end;
    }

    std::size_t special(std::string_view piece, std::size_t at)
    {
        const char byte = piece[at];
        const bool line_feed_of_pair = byte == '\n' && after_return_;
        after_return_ = byte == '\r';
        if (line_feed_of_pair)
            return at + 1;
        if (byte == '"')
            quote();
        else if (byte == '\n' || byte == '\r')
            end_row();
        else if (separator_.size() == 1)
            end_field();
        else
            return wide_separator(piece, at);
        return at + 1;
    }

    /// Pieces end between characters, so the three bytes of `，` are never cut apart.
    std::size_t wide_separator(std::string_view piece, std::size_t at)
    {
        if (piece.substr(at).starts_with(separator_)) {
            end_field();
            return at + separator_.size();
        }
        append(piece.substr(at, 1));
        state_ = State::in_field;
        return at + 1;
    }

    void quote()
    {
        if (state_ == State::field_start) {
            state_ = State::in_quotes;
        } else if (state_ == State::after_quote) { // a doubled quote
            append("\"");
            state_ = State::in_quotes;
        } else {
            append("\"");
        }
    }

    void append(std::string_view piece)
    {
        text_.append(piece);
        if (text_.size() - field_start_ > limits_.max_cell_bytes)
            refuse(FileFault::size, "单元格过长（可能有未结束的引号）");
    }

    void end_field()
    {
        ends_.push_back(text_.size());
        field_start_ = text_.size();
        state_ = State::field_start;
        if (ends_.size() >= limits_.max_columns)
            refuse(FileFault::size, "列数超过上限 " + std::to_string(limits_.max_columns));
    }

    void end_row()
    {
        ++number_;
        if (number_ > limits_.max_rows)
            return refuse_row(FileFault::size, "行数超过上限 " + std::to_string(limits_.max_rows));
        ends_.push_back(text_.size());
        if (!text_.empty())
            hand_over();
        text_.clear();
        ends_.clear();
        field_start_ = 0;
        state_ = State::field_start;
    }

    void hand_over()
    {
        cells_.resize(ends_.size());
        std::size_t start = 0;
        for (std::size_t i = 0; i < ends_.size(); ++i) {
            cells_[i].text = std::string_view(text_).substr(start, ends_[i] - start);
            start = ends_[i];
        }
        ++facts_.rows;
        stopped_ = !sink_(Row{number_, cells_, false});
    }

    void refuse(FileFault fault, std::string reason)
    {
        ++number_; // the row that is being assembled
        refuse_row(fault, std::move(reason));
    }

    void refuse_row(FileFault fault, std::string reason)
    {
        refusal_ = FileRefusal{fault, std::move(reason), number_, static_cast<std::uint32_t>(ends_.size() + 1)};
        stopped_ = true;
    }

    const FileLimits& limits_;
    const RowSink& sink_;
    std::string_view separator_;
    std::array<bool, 256> is_special_{};
    State state_ = State::field_start;
    bool after_return_ = false;
    bool stopped_ = false;
    std::string text_;
    std::vector<std::size_t> ends_;
    std::size_t field_start_ = 0;
    std::vector<Cell> cells_;
    std::uint32_t number_ = 0;
    TableFacts facts_;
    std::optional<FileRefusal> refusal_;
};

} // namespace

FileResult<TableFacts> read_csv(std::string_view bytes, const FileLimits& limits, const RowSink& sink)
{
    const auto encoding = encoding_of(bytes);
    if (!encoding)
        return encoding.error();
    CsvParser parser(limits, sink);
    if (auto refusal = decode(bytes, *encoding, [&](std::string_view piece) { return parser.feed(piece); }))
        return *refusal;
    parser.finish();
    return parser.result();
}

} // namespace tongbao::adapters
