#include "bot/render/lint.hpp"

#include "bot/render/tags.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

/// Walks the tags of one template, innermost scope last.
class Linter {
public:
    explicit Linter(const TextKindInfo& kind) : kind_(kind) { scopes_.push_back(&kind.placeholders); }

    std::vector<TemplateFault> run(const std::vector<Tag>& tags)
    {
        for (const auto& tag : tags)
            check(tag);
        for (const auto& open : open_)
            fault(open.tag, fmt::format("section is never closed: write {{{{/{}}}}}", open.tag.name));
        return std::move(faults_);
    }

private:
    struct Open {
        Tag tag;
        bool list = false;
    };

    void fault(const Tag& tag, std::string what)
    {
        faults_.push_back({kind_.file, tag.line, tag.written, std::move(what)});
    }

    void check(const Tag& tag)
    {
        if (!tag.closed)
            return fault(tag, "}} is missing");
        switch (tag.sigil) {
        case '!':
            return;
        case '>':
        case '=':
            return fault(tag, "included texts and other delimiters are not supported");
        case '/':
            return close(tag);
        case '#':
        case '^':
            return open(tag);
        default:
            return check_value(tag);
        }
    }

    const Placeholder* find(std::string_view name) const
    {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
            if (const auto found = std::ranges::find(**scope, name, &Placeholder::name); found != (*scope)->end())
                return &*found;
        return nullptr;
    }

    const Placeholder* known(const Tag& tag)
    {
        const auto* found = find(tag.name);
        if (!found)
            fault(tag, "unknown placeholder: see the list of this file in docs/zh/模板指南.md");
        return found;
    }

    bool inside(std::string_view name) const
    {
        return std::ranges::any_of(open_, [&](const Open& o) { return o.tag.name == name && o.tag.sigil == '#'; });
    }

    void open(const Tag& tag)
    {
        const auto* found = known(tag);
        const bool list = found && found->presence == Presence::list && tag.sigil == '#';
        if (list && inside(tag.name))
            fault(tag, "a list cannot repeat inside itself");
        if (list)
            scopes_.push_back(&found->items);
        open_.push_back({tag, list});
    }

    void close(const Tag& tag)
    {
        if (open_.empty() || open_.back().tag.name != tag.name)
            return fault(tag, open_.empty() ? "closes a section that was not opened"
                                            : fmt::format("closes the wrong section: {} of line {} is still open",
                                                          open_.back().tag.written, open_.back().tag.line));
        if (open_.back().list)
            scopes_.pop_back();
        open_.pop_back();
    }

    void check_value(const Tag& tag)
    {
        const auto* found = known(tag);
        if (found && found->presence == Presence::list)
            fault(tag, fmt::format("is a list: write {{{{#{0}}}}}…{{{{/{0}}}}}", tag.name));
        if (found && found->presence == Presence::optional && !inside(tag.name))
            fault(tag, fmt::format("may be empty: write it inside {{{{#{0}}}}}…{{{{/{0}}}}}", tag.name));
    }

    const TextKindInfo& kind_;
    std::vector<const std::vector<Placeholder>*> scopes_;
    std::vector<Open> open_;
    std::vector<TemplateFault> faults_;
};

void find_forbidden(const TextKindInfo& kind, std::string_view text, std::vector<TemplateFault>& faults)
{
    if (kind.channel != ChannelKind::group)
        return;
    for (const auto& word : forbidden_words())
        if (const auto at = text.find(word); at != std::string_view::npos)
            faults.push_back({kind.file, 1 + static_cast<int>(std::count(text.begin(), text.begin() + at, '\n')), word,
                              "must not be said in a group"});
}

} // namespace

std::string TemplateFault::text() const
{
    return placeholder.empty() ? fmt::format("{}:{}: {}", file, line, what)
                               : fmt::format("{}:{}: {}: {}", file, line, placeholder, what);
}

std::vector<TemplateFault> lint(const TextKindInfo& kind, std::string_view text)
{
    auto faults = Linter(kind).run(tags_of(text));
    find_forbidden(kind, text, faults);
    return faults;
}

} // namespace tongbao::bot
