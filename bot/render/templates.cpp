#include "bot/render/templates.hpp"

#include "bot/render/lint.hpp"
#include "bot/render/tags.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <kainjow/mustache.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

namespace tongbao::bot {
namespace {

using nlohmann::json;
using Data = kainjow::mustache::data;

constexpr std::uintmax_t max_file_bytes = 65536;

std::string as_text(const json& value)
{
    if (value.is_null())
        return "";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// Every placeholder of the scope gets a value, so that none is looked up in an outer scope by accident.
Data data_of(const std::vector<Placeholder>& placeholders, const json& values)
{
    Data object{Data::type::object};
    for (const auto& placeholder : placeholders) {
        const auto found = values.find(placeholder.name);
        if (placeholder.presence == Presence::list) {
            Data list{Data::type::list};
            if (found != values.end())
                for (const auto& item : *found)
                    list << data_of(placeholder.items, item);
            object.set(placeholder.name, list);
            continue;
        }
        const auto value = found == values.end() ? std::string() : as_text(*found);
        if (!value.empty())
            object.set(placeholder.name, value);
        else if (placeholder.presence == Presence::optional)
            object.set(placeholder.name, Data{false});
        else
            object.set(placeholder.name, "—");
    }
    return object;
}

/// The whole text, or an exception once it grows beyond `max_bytes`.
std::string rendered(const TextKindInfo& kind, const std::string& source, const json& values, std::size_t max_bytes)
{
    kainjow::mustache::mustache compiled(source);
    compiled.set_custom_escape([](const std::string& value) { return value; });
    std::string text;
    compiled.render(data_of(kind.placeholders, values), [&](const std::string& piece) {
        text += piece;
        if (text.size() > max_bytes)
            throw RenderError(fmt::format("{} gives more than {} bytes", kind.file, max_bytes));
    });
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

std::optional<std::string> read_text(const std::filesystem::path& path)
{
    std::error_code error;
    const auto bytes = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || bytes > max_file_bytes || !file)
        return std::nullopt;
    std::stringstream content;
    content << file.rdbuf();
    auto text = content.str();
    if (text.starts_with("\xEF\xBB\xBF")) // Windows editors write this mark
        text.erase(0, 3);
    std::erase(text, '\r');
    return text;
}

bool is_utf8(const std::string& text)
{
    try {
        (void)json(text).dump();
        return true;
    } catch (const json::type_error&) { // the library's way to say that the bytes are no UTF-8
        return false;
    }
}

/// The placeholder that adds most to an over-long text.
TemplateFault too_long(const TextKindInfo& kind, const std::string& source, std::size_t bytes,
                       const TemplateLimits& limits)
{
    const auto what = fmt::format("the sample data give {} bytes, the platform takes {}", bytes, limits.max_bytes);
    TemplateFault fault{kind.file, 1, "", what};
    std::size_t most = 0;
    for (const auto& tag : tags_of(source)) {
        auto values = sample_data(kind.kind);
        if (values.erase(tag.name) == 0)
            continue;
        const auto without = rendered(kind, source, values, limits.max_rendered_bytes).size();
        if (bytes > without && bytes - without > most) {
            most = bytes - without;
            fault.line = tag.line;
            fault.placeholder = tag.written;
        }
    }
    return fault;
}

std::vector<TemplateFault> check(const TextKindInfo& kind, const std::string& source, const TemplateLimits& limits)
{
    if (!is_utf8(source))
        return {{kind.file, 1, "", "is not UTF-8: save it as UTF-8"}};
    auto faults = lint(kind, source);
    if (!faults.empty())
        return faults;
    const auto bytes = rendered(kind, source, sample_data(kind.kind), limits.max_rendered_bytes).size();
    if (bytes > limits.max_bytes)
        faults.push_back(too_long(kind, source, bytes, limits));
    return faults;
}

} // namespace

struct Templates::Body {
    std::map<TextKind, std::string> sources;
    TemplateLimits limits;
};

Templates::Templates(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;
Templates::~Templates() = default;

Templates::Loaded Templates::load(const std::filesystem::path& folder, const TemplateLimits& limits)
{
    Loaded loaded;
    auto body = std::make_unique<Body>(Body{{}, limits});
    for (const auto& kind : text_kinds()) {
        auto source = read_text(folder / kind.file);
        if (!source) {
            loaded.faults.push_back({kind.file, 1, "", "cannot be read in " + folder.string()});
            continue;
        }
        const auto faults = check(kind, *source, limits);
        loaded.faults.insert(loaded.faults.end(), faults.begin(), faults.end());
        body->sources.emplace(kind.kind, std::move(*source));
    }
    if (loaded.faults.empty())
        loaded.templates = Templates(std::move(body));
    return loaded;
}

std::string Templates::render(TextKind kind, const json& data) const
{
    const auto& about = info(kind);
    for (const auto& [key, value] : data.items())
        if (std::ranges::find(about.placeholders, key, &Placeholder::name) == about.placeholders.end())
            throw RenderError(fmt::format("{} has no placeholder {}", about.file, key));
    auto text = rendered(about, body_->sources.at(kind), data, body_->limits.max_rendered_bytes);
    if (about.channel == ChannelKind::group)
        for (const auto& word : forbidden_words())
            if (text.find(word) != std::string::npos)
                throw RenderError(fmt::format("{} must not say {} in a group", about.file, word));
    return text;
}

json sample_data(TextKind kind)
{
    json values = json::object();
    for (const auto& placeholder : info(kind).placeholders) {
        if (placeholder.presence != Presence::list) {
            values[placeholder.name] = placeholder.sample;
            continue;
        }
        auto& rows = values[placeholder.name] = json::array();
        for (const auto& sample : placeholder.sample_rows) {
            json row = json::object();
            for (std::size_t i = 0; i < sample.size(); ++i)
                row[placeholder.items[i].name] = sample[i];
            rows.push_back(std::move(row));
        }
    }
    return values;
}

} // namespace tongbao::bot
