#include "bot/commands/parser.hpp"

#include "bot/commands/text.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t longest_name = 3; // words of a command's name
constexpr int nearest_distance = 2;     // domain/commands.md §2

/// Folded, the blanks between its words removed.
std::string key_of(std::string_view name)
{
    auto key = folded(name);
    std::erase(key, ' ');
    return key;
}

std::string first_words(const std::vector<Word>& words, std::size_t count)
{
    std::string key;
    for (std::size_t i = 0; i < count; ++i)
        key += words[i].folded;
    return key;
}

std::vector<std::string> keys_of(const Command& command)
{
    std::vector<std::string> keys{key_of(command.name)};
    for (const auto alias : command.aliases)
        keys.push_back(key_of(alias));
    return keys;
}

std::string_view chosen(const Argument& argument, const Word& word)
{
    for (const auto& choice : argument.choices) {
        const auto spelled = [&](std::string_view spelling) { return folded(spelling) == word.folded; };
        if (spelled(choice.name) || std::any_of(choice.spellings.begin(), choice.spellings.end(), spelled))
            return choice.name;
    }
    return {};
}

int distance_to(const Command& command, std::string_view typed)
{
    int nearest = nearest_distance + 1;
    for (const auto& key : keys_of(command)) {
        const int limit = std::min(nearest_distance, static_cast<int>(code_points(key).size()) - 1);
        if (const int distance = edit_distance(typed, key, limit); distance <= limit)
            nearest = std::min(nearest, distance);
    }
    return nearest;
}

} // namespace

std::string_view Arguments::text(std::string_view argument) const
{
    for (const auto& [name, value] : texts_)
        if (name == argument)
            return value;
    return {};
}

std::optional<Day> Arguments::day(std::string_view argument) const
{
    for (const auto& [name, day] : days_)
        if (name == argument)
            return day;
    return std::nullopt;
}

CommandLine command_of(const std::vector<Word>& words, const std::vector<Command>& table)
{
    for (auto count = std::min(words.size(), longest_name); count > 0; --count) {
        const auto typed = first_words(words, count);
        for (const auto& command : table) {
            const auto keys = keys_of(command);
            if (std::find(keys.begin(), keys.end(), typed) != keys.end())
                return {&command, {words.begin() + static_cast<std::ptrdiff_t>(count), words.end()}};
        }
    }
    return {nullptr, words};
}

/// The words that no argument has taken yet.
class Assignment {
public:
    Assignment(std::vector<Word> words, std::string_view message, Day today)
        : free_(std::move(words)), message_(message), today_(today)
    {
    }

    /// False when a required argument finds no word.
    bool assign(const Argument& argument)
    {
        if (argument.kind == ArgumentKind::rest && !free_.empty()) {
            found_.texts_.emplace_back(argument.name, message_.substr(free_.front().begin));
            free_.clear();
            return true;
        }
        const auto word =
            std::find_if(free_.begin(), free_.end(), [&](const Word& each) { return accept(argument, each); });
        if (word == free_.end())
            return argument.optional;
        free_.erase(word);
        return true;
    }
    std::optional<Arguments> result() const { return free_.empty() ? std::optional(found_) : std::nullopt; }

private:
    bool accept(const Argument& argument, const Word& word)
    {
        if (argument.kind == ArgumentKind::period) {
            found_.period_ = parse_period(word.folded, today_);
            return found_.period_.has_value();
        }
        if (argument.kind == ArgumentKind::day || argument.kind == ArgumentKind::coming)
            return accept_day(argument, word);
        const auto value =
            argument.kind == ArgumentKind::choice ? chosen(argument, word) : std::string_view(word.typed);
        if (value.empty())
            return false;
        found_.texts_.emplace_back(argument.name, value);
        return true;
    }

    bool accept_day(const Argument& argument, const Word& word)
    {
        const auto rule = argument.kind == ArgumentKind::coming ? WithoutYear::coming : WithoutYear::nearest;
        const auto day = parse_day(word.folded, today_, rule);
        if (day)
            found_.days_.emplace_back(argument.name, *day);
        return day.has_value();
    }

    std::vector<Word> free_;
    std::string_view message_;
    Day today_;
    Arguments found_;
};

std::optional<Arguments> arguments_of(const Command& command, std::vector<Word> rest, std::string_view message,
                                      Day today)
{
    Assignment assignment(std::move(rest), message, today);
    const auto assign_all = [&](bool free_text) {
        return std::all_of(command.arguments.begin(), command.arguments.end(), [&](const Argument& argument) {
            const bool is_free = argument.kind == ArgumentKind::word || argument.kind == ArgumentKind::rest;
            return is_free != free_text || assignment.assign(argument);
        });
    };
    return assign_all(false) && assign_all(true) ? assignment.result() : std::nullopt;
}

const Command* nearest_command(const std::vector<Word>& words, const std::vector<Command>& table,
                               const std::function<bool(const Command&)>& permitted)
{
    const Command* nearest = nullptr;
    int distance = nearest_distance + 1;
    for (const auto& command : table) {
        if (!permitted(command))
            continue;
        for (auto count = std::min(words.size(), longest_name); count > 0; --count)
            if (const int next = distance_to(command, first_words(words, count)); next < distance) {
                nearest = &command;
                distance = next;
            }
        const bool family = !words.empty() && key_of(command.name).starts_with(words[0].folded);
        if (nearest == nullptr && family)
            nearest = &command;
    }
    return nearest;
}

} // namespace tongbao::bot
