#pragma once

#include "bot/import/layout.hpp"
#include "store/activation_doubts.hpp"

namespace tongbao::bot {

/// Compares 激活状态 with the roster, which wins: a warning, and a line of the list 待核对 (ruling 27).
class ActivationCheck {
public:
    ActivationCheck(const Layout& layout, ImportReport& report) : layout_(layout), report_(report) {}

    void take(const adapters::Row& row, Day day, const store::RosterMember& member);
    /// Of each member the newest day.
    std::vector<store::StatedActivation> finish() const;

private:
    const Layout& layout_;
    ImportReport& report_;
    std::unordered_map<MemberId, store::StatedActivation> newest_;
};

} // namespace tongbao::bot
