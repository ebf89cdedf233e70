#include "bot/commands/kept_figures.hpp"

#include "bot/commands/asked_figures.hpp"
#include "bot/commands/context.hpp"
#include "store/store.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_kept = 8; ///< this week's, last week's, the month's: some 100 kB each

} // namespace

KeptFigures::Figures KeptFigures::find(const Question& question) const
{
    const auto found = std::ranges::find(kept_, question, &std::pair<Question, Figures>::first);
    return found == kept_.end() ? nullptr : found->second;
}

KeptFigures::Figures KeptFigures::keep(const Question& question, WindowFigures figures)
{
    std::erase_if(kept_, [&](const auto& each) { return each.first.data != question.data || each.first == question; });
    if (kept_.size() >= most_kept)
        kept_.pop_front();
    return kept_.emplace_back(question, std::make_shared<const WindowFigures>(std::move(figures))).second;
}

boost::asio::awaitable<AskedFigures> asked_figures(const CommandContext& context, const std::optional<Period>& asked,
                                                   bool within_groups)
{
    auto rules = context.rules.figures;
    rules.rank_within_group = within_groups;
    const auto question_in = [&](store::Connection& db) {
        const auto period = period_or_last_closed(db, asked, context.now, context.calendar, context.units.all());
        return KeptFigures::Question{store::data_revision(db), period, within_groups};
    };
    auto question = co_await context.store.read(question_in);
    AskedFigures found{question.period, context.kept_figures.find(question)};
    if (found.figures)
        co_return found;
    auto figures = co_await context.store.read([&](store::Connection& db) {
        question = question_in(db); // of one state of the data with the figures
        return figures_in(db, question.period, rules);
    });
    found.period = question.period;
    found.figures = context.kept_figures.keep(question, std::move(figures));
    co_return found;
}

} // namespace tongbao::bot
