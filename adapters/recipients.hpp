#pragma once

#include "adapters/channel.hpp"

namespace tongbao::adapters {

/// What an accepted call to `asked` means where the platform named those it did not reach: for one recipient that one's
/// verdict, for several `sent_to_some` with a row for each one named. `wait` is for those that were throttled.
Outcome outcome_of_accepted(const std::vector<std::string>& asked, std::vector<RecipientOutcome> named,
                            std::chrono::seconds wait = {});

/// What `outcome` means for one of several recipients of the call: its own verdict where it was named, `sent` where the
/// call was accepted and it was not.
Outcome outcome_for(const Outcome& outcome, std::string_view recipient);

} // namespace tongbao::adapters
