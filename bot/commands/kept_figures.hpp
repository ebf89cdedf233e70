#pragma once

#include "bot/commands/period.hpp"
#include "bot/figures/figures.hpp"
#include "store/data_revision.hpp"

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>

namespace tongbao::bot {

struct CommandContext;

/// The figures of the last questions, for as long as the data are the same: who asks what another has just asked is
/// answered without computing it again. The rules are those of one service; only the ranking within groups is asked
/// for.
class KeptFigures {
public:
    struct Question {
        store::DataRevision data;
        Period period;
        bool within_groups = false;
        friend bool operator==(const Question&, const Question&) = default;
    };
    using Figures = std::shared_ptr<const WindowFigures>;

    /// Null when they are not kept.
    Figures find(const Question& question) const;
    /// The oldest, and all of other data, make room.
    Figures keep(const Question& question, WindowFigures figures);

private:
    std::deque<std::pair<Question, Figures>> kept_; ///< oldest first
};

/// The period that was asked for, or the last closed week, and its figures.
struct AskedFigures {
    Period period;
    KeptFigures::Figures figures;
};
boost::asio::awaitable<AskedFigures> asked_figures(const CommandContext& context, const std::optional<Period>& asked,
                                                   bool within_groups);

} // namespace tongbao::bot
