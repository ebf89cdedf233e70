#include "adapters/files/json_envelope.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace tongbao::adapters {
namespace {

constexpr std::string_view rows_key = "data";
constexpr std::string_view inner_key = "data_str";
constexpr std::string_view count_key = "count";
constexpr std::string_view thousandths_key = "scoreMonth";
constexpr int thousandths = 1'000;

struct Field {
    std::string text;
    bool number = false;
};

/// The backend's name of a column as domain/exports.md §4 knows it.
std::string column_name(const std::string& key)
{
    return key == "avgScore" ? "人均积分" : key;
}

/// 346000 -> 346, 346500 -> 346.5
std::string in_points(std::int64_t value)
{
    auto text = std::to_string(value / thousandths);
    auto rest = std::to_string(thousandths + std::abs(value % thousandths)).substr(1);
    while (!rest.empty() && rest.back() == '0')
        rest.pop_back();
    return rest.empty() ? text : text + "." + rest;
}

/// Walks the text once and reports the row objects; holds one row at a time.
class EnvelopeSax : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit EnvelopeSax(const FileLimits& limits) : limits_(limits) {}

    std::optional<FileRefusal> refusal;
    std::string inner;
    std::optional<std::int64_t> declared;
    std::uint32_t rows = 0;

    bool null() override { return field({}, false); }
    bool boolean(bool value) override { return field(value ? "1" : "0", false); }
    bool number_integer(std::int64_t value) override { return integer(value); }
    bool number_unsigned(std::uint64_t value) override
    {
        if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return integer(static_cast<std::int64_t>(value));
        return field(std::to_string(value), true);
    }
    bool number_float(double, const std::string& text) override { return field(text, true); }
    bool string(std::string& value) override
    {
        if (stack_.size() == 1 && key_ == inner_key) {
            inner = std::move(value);
            return true;
        }
        return field(std::move(value), false);
    }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool key(std::string& name) override
    {
        key_ = std::move(name);
        return true;
    }
    bool start_object(std::size_t) override
    {
        const bool row = !stack_.empty() && stack_.back() == Level::rows;
        if (row)
            begin_row();
        return push(row ? Level::row : Level::other) && !refusal;
    }
    bool end_object() override
    {
        const bool row = stack_.back() == Level::row;
        stack_.pop_back();
        return !row || end_row();
    }
    bool start_array(std::size_t) override
    {
        const bool here = stack_.empty() || (key_ == rows_key && stack_.back() == Level::other);
        return push(here ? Level::rows : Level::other);
    }
    bool end_array() override
    {
        stack_.pop_back();
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override
    {
        if (!refusal)
            refusal = FileRefusal{FileFault::unreadable, "JSON 不完整或格式错误", rows, 0};
        return false;
    }

protected:
    virtual bool value(const std::string& name, Field field) = 0;
    virtual bool end_row() = 0;
    virtual void begin_row() { ++rows; }
    void refuse(FileFault fault, std::string reason, std::uint32_t column = 0)
    {
        refusal = FileRefusal{fault, std::move(reason), rows, column};
    }
    const FileLimits& limits_;

private:
    enum class Level { other, rows, row };

    bool push(Level level)
    {
        stack_.push_back(level);
        if (static_cast<int>(stack_.size()) <= limits_.max_depth)
            return true;
        refuse(FileFault::size, "JSON 嵌套过深");
        return false;
    }

    bool integer(std::int64_t number)
    {
        if (stack_.empty() || stack_.back() != Level::row) {
            if (key_ == count_key)
                declared = number;
            return true;
        }
        return field(key_ == thousandths_key ? in_points(number) : std::to_string(number), true);
    }

    bool field(std::string text, bool number)
    {
        if (stack_.empty() || stack_.back() != Level::row)
            return true;
        return value(key_, {std::move(text), number});
    }

    std::string key_;
    std::vector<Level> stack_;
};

/// First pass: which fields there are, and how many rows.
class FieldNames final : public EnvelopeSax {
public:
    using EnvelopeSax::EnvelopeSax;
    std::vector<std::string> names;

private:
    bool value(const std::string& name, Field) override
    {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
        if (names.size() <= limits_.max_columns)
            return true;
        refuse(FileFault::size, "字段过多");
        return false;
    }
    bool end_row() override
    {
        if (rows <= limits_.max_rows)
            return true;
        refuse(FileFault::size, "行数超过上限 " + std::to_string(limits_.max_rows));
        return false;
    }
};

/// Second pass: the rows, each value under its field.
class RowEmitter final : public EnvelopeSax {
public:
    RowEmitter(const FileLimits& limits, const std::vector<std::string>& names, const RowSink& sink)
        : EnvelopeSax(limits), names_(names), sink_(sink), fields_(names.size()), cells_(names.size())
    {
    }
    bool stopped = false;

    bool emit_names()
    {
        for (std::size_t i = 0; i < names_.size(); ++i)
            fields_[i] = {column_name(names_[i]), false};
        return emit(0);
    }

private:
    void begin_row() override
    {
        EnvelopeSax::begin_row();
        std::fill(fields_.begin(), fields_.end(), Field{});
    }
    bool value(const std::string& name, Field field) override
    {
        const auto column = static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
        if (field.text.size() > limits_.max_cell_bytes) {
            refuse(FileFault::size, "单元格过长", static_cast<std::uint32_t>(column + 1));
            return false;
        }
        fields_[column] = std::move(field);
        return true;
    }
    bool end_row() override { return emit(rows); }

    bool emit(std::uint32_t number)
    {
        for (std::size_t i = 0; i < fields_.size(); ++i)
            cells_[i] = Cell{fields_[i].text, fields_[i].number};
        stopped = !sink_(Row{number, cells_, false});
        return !stopped;
    }

    const std::vector<std::string>& names_;
    const RowSink& sink_;
    std::vector<Field> fields_;
    std::vector<Cell> cells_;
};

std::optional<FileRefusal> walk(std::string_view text, EnvelopeSax& sax)
{
    nlohmann::json::sax_parse(text.begin(), text.end(), &sax);
    return sax.refusal;
}

} // namespace

FileResult<TableFacts> read_json_envelope(std::string_view bytes, const FileLimits& limits, const RowSink& sink)
{
    FieldNames outer(limits);
    if (auto refusal = walk(bytes, outer))
        return *refusal;
    const std::string inner_text = std::move(outer.inner);
    FieldNames inner(limits);
    if (!inner_text.empty())
        if (auto refusal = walk(inner_text, inner))
            return *refusal;
    const bool wrapped = !inner_text.empty();
    const auto& found = wrapped ? inner : outer;
    if (found.names.empty())
        return FileRefusal{FileFault::unreadable, "JSON 中没有数据行"};
    RowEmitter emitter(limits, found.names, sink);
    TableFacts facts;
    facts.rows = found.rows;
    facts.declared_rows = found.declared;
    if (!emitter.emit_names())
        return facts;
    if (auto refusal = walk(wrapped ? std::string_view(inner_text) : bytes, emitter); refusal && !emitter.stopped)
        return *refusal;
    return facts;
}

} // namespace tongbao::adapters
