#include "bot/circulars/content.hpp"
#include "bot/commands/asked_figures.hpp"
#include "bot/commands/figures/figure_explanation.hpp"
#include "bot/commands/figures/handlers.hpp"
#include "bot/commands/figures/message_explanation.hpp"
#include "bot/commands/figures/rank_list.hpp"
#include "bot/commands/figures/unit_reading.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/commands/text.hpp"
#include "bot/commands/typed_number.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <set>

namespace tongbao::bot {
namespace {

constexpr std::string_view circular_readers = "LSPUAO";

/// Units and branches in one list: a name means whatever the caller may read.
std::vector<const Unit*> explainable(const CommandContext& context)
{
    auto found = readable(context, reading_units);
    for (const auto* branch : readable(context, reading_branches))
        if (std::find(found.begin(), found.end(), branch) == found.end())
            found.push_back(branch);
    return found;
}

/// The grant by which an explainable unit is read.
Grant grant_to_read(const CommandContext& context, const Unit& unit)
{
    if (reading_units.includes(unit))
        if (const auto grant = grant_over(context.caller, reading_units.roles, unit.id, context.units))
            return *grant;
    return *grant_over(context.caller, reading_branches.roles, unit.id, context.units);
}

/// The units that `unit` is ranked among.
std::vector<UnitFigures> peers_of(const Unit& unit, const WindowFigures& figures)
{
    if (!is_branch(unit))
        return figures.units;
    std::vector<UnitFigures> found;
    for (const auto& branch : figures.branches)
        if (branch.unit.parent == unit.parent)
            found.push_back(branch);
    return found;
}

/// What was said of the unit in the circular of that period, against the figures as they are.
std::string said_of(store::Connection& db, const Unit& unit, const Period& period, const FiguresRules& rules)
{
    if (!period.kind || is_branch(unit))
        return {};
    const bool week = *period.kind == WindowKind::week;
    const auto circular =
        store::find_circular(db, week ? "weekly" : "monthly", window_name({*period.kind, period.from, period.until}));
    if (!circular || circular->state == store::CircularState::draft)
        return {};
    std::string text;
    for (const auto& change : changed_since(db, *circular, rules))
        if (change.unit == unit.name || (is_school(unit) && change.unit == "全校"))
            text += "\n" + change.figure + "：发出时" + change.was + "，现在" + change.now_is;
    if (text.empty())
        return "【已发】" + circular->number + "里的数与现在一致。";
    return "【已发】" + circular->number + "发出后数据有变：" + text;
}

boost::asio::awaitable<Reply> explain_unit(const CommandContext& context, const Unit& unit,
                                           const std::optional<Period>& wanted)
{
    const auto& place = context.caller.place;
    if (!may_show_unit(place, unit, context.units, context.rules.rights))
        co_return replies::direct_only();
    const auto& rules = context.rules.figures;
    Period period;
    FigureSources sources;
    std::string said;
    const auto figures = co_await context.store.read([&](store::Connection& db) {
        period = period_or_last_closed(db, wanted, context.now, context.calendar, context.units.all());
        const Window window{period.kind.value_or(WindowKind::week), period.from, period.until};
        sources.days = store::unit_days(db, unit.id, window);
        sources.batches =
            is_school(unit) ? store::batches_covering(db, window) : store::batches_behind(db, unit.id, window);
        said = said_of(db, unit, period, rules);
        return figures_in(db, period, rules);
    });
    const auto* row = row_of(figures, unit);
    if (row == nullptr || row->days_covered == 0)
        co_return replies::no_data();
    const auto grant = grant_to_read(context, unit);
    if (row->hidden && !reads_inside(context, grant))
        co_return replies::small(rules.show_min);
    const ExplanationLimits limits{may_show_ranking(place, context.rules.rights), place.where == ChannelKind::direct};
    const auto text = explained(*row, peers_of(unit, figures), figures, period, sources, rules, limits);
    co_return Reply{ReplyCode::done,
                    joined_lines({today_note(period) + text, said, scope_note(context.caller, grant, context.units)})};
}

boost::asio::awaitable<Reply> explain_list(const CommandContext& context, const Arguments& arguments)
{
    const auto& place = context.caller.place;
    if (!context.rules.rights.ranking_enabled)
        co_return replies::ranking_off();
    if (!holds(context.caller, circular_readers))
        co_return replies::out_of_scope();
    if (!may_show_ranking(place, context.rules.rights))
        co_return replies::direct_only();
    const auto list = list_called(arguments.text("参与/积分/注册"));
    Period period;
    const auto figures = co_await context.store.read([&](store::Connection& db) {
        period = period_or_last_closed(db, arguments.period(), context.now, context.calendar, context.units.all());
        return figures_in(db, period, context.rules.figures);
    });
    if (figures.whole.days_covered == 0)
        co_return replies::no_data();
    co_return Reply{ReplyCode::done,
                    today_note(period) + explained_list(list, figures.units, figures, period, context.rules.figures)};
}

/// Names of the units whose figures the caller may hear of; the whole's figures are for all who read circulars.
std::set<std::string> names_readable(const CommandContext& context)
{
    std::set<std::string> names{"全校"};
    for (const auto* unit : readable(context, reading_units))
        names.insert(unit->name);
    return names;
}

void tell_of_circular(store::Connection& db, MessageStory& story, const CommandContext& context)
{
    const auto& circular = *story.circular;
    story.siblings = store::messages_of(db, circular.id);
    story.occurrence = store::find_occurrence(db, circular.kind, circular.period);
    story.has_corrections = !store::corrections_of(db, circular.id).empty();
    const auto names = names_readable(context);
    for (auto& change : changed_since(db, circular, context.rules.figures))
        if (names.contains(change.unit))
            story.changes.push_back(std::move(change));
}

/// Empty when there is no such message, or it is not the caller's to ask about: the secretariat may ask about all,
/// readers of circulars about these.
std::optional<MessageStory> story_of(store::Connection& db, const CommandContext& context, MessageId id)
{
    MessageStory story;
    story.message = store::find_message(db, id);
    if (!story.message)
        return std::nullopt;
    story.circular = store::circular_of_message(db, id);
    if (!story.circular && !holds(context.caller, "S"))
        return std::nullopt;
    story.attempts = store::attempts_of(db, id);
    if (story.circular)
        tell_of_circular(db, story, context);
    return story;
}

std::optional<MessageStory> story_of(store::Connection& db, const CommandContext& context, std::string_view number)
{
    auto circular = store::find_circular(db, number);
    if (!circular)
        return std::nullopt;
    if (const auto messages = store::messages_of(db, circular->id); !messages.empty())
        return story_of(db, context, messages.front());
    MessageStory story;
    story.circular = std::move(circular);
    story.by_person = true; // it was drafted and nothing was enqueued
    tell_of_circular(db, story, context);
    return story;
}

/// "45", "消息45", "#45".
std::optional<MessageId> message_number(std::string_view typed)
{
    auto word = folded(typed);
    for (const std::string_view prefix : {"消息", "编号"})
        if (word.starts_with(prefix))
            word.erase(0, prefix.size());
    const auto number = typed_number(word);
    return number ? std::optional(MessageId{*number}) : std::nullopt;
}

/// "周通报 第38周" and "周通报〔2026〕第38期".
std::string circular_number_of(std::string_view typed, const std::optional<Period>& period)
{
    const bool weekly = folded(typed) == "周通报";
    if (!period || !period->kind || (!weekly && folded(typed) != "月通报"))
        return std::string(typed);
    return circular_number({weekly ? WindowKind::week : WindowKind::month, period->from, period->until});
}

boost::asio::awaitable<Reply> explain_message(const CommandContext& context, std::string_view typed,
                                              const std::optional<Period>& period)
{
    if (!holds(context.caller, circular_readers))
        co_return replies::out_of_scope();
    if (context.caller.place.where != ChannelKind::direct)
        co_return replies::direct_only();
    const auto id = message_number(typed);
    const auto number = circular_number_of(typed, period);
    const auto story = co_await context.store.read(
        [&](store::Connection& db) { return id ? story_of(db, context, *id) : story_of(db, context, number); });
    if (!story)
        co_return replies::out_of_scope();
    co_return Reply{ReplyCode::done, explained(*story)};
}

bool asks_for_list(std::string_view typed)
{
    const auto word = folded(typed);
    return word == "排名" || word == "排行" || word == "排行榜";
}

} // namespace

/// 为什么 单位/排名/消息编号 [编号] [参与/积分/注册] [期间]
boost::asio::awaitable<Reply> explain(const CommandContext& context, const Arguments& arguments)
{
    const auto typed = arguments.text("单位/排名/消息编号");
    const auto number = arguments.text("编号");
    if (asks_for_list(typed))
        co_return co_await explain_list(context, arguments);
    const auto meant = number.empty() ? typed : number;
    const bool is_message = message_number(meant) || meant.find("通报") != meant.npos;
    const auto* by_code = context.units.by_code(typed);
    if (is_message && by_code == nullptr)
        co_return co_await explain_message(context, meant, arguments.period());
    const auto match = match_unit(typed, explainable(context), context.units.former());
    if (!number.empty())
        co_return wrong_arguments_of("为什么");
    if (!match.matches.empty())
        co_return replies::ambiguous(names_of(match.matches));
    if (match.unit == nullptr)
        co_return replies::out_of_scope(names_of(match.similar));
    co_return co_await explain_unit(context, *match.unit, arguments.period());
}

} // namespace tongbao::bot
