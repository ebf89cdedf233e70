#pragma once

#include "adapters/channel.hpp"
#include "store/attempts.hpp"

namespace tongbao::bot {

struct DeliveryRules {
    int max_in_flight = 32;                 ///< attempts at once over all lanes
    int max_tries = 30;                     ///< of one part; with the backoff about four hours
    std::chrono::seconds probe_after{1800}; ///< a target that refused us is left alone for so long, then twice as long
    std::chrono::seconds longest_probe{21600};
    bool user_id_is_member_id = false;    ///< an account without a binding is the member of that code
    std::chrono::milliseconds poll{5000}; ///< the outbox is looked at this often even when nobody wakes the loop
};

/// What an attempt was about, as far as it decides what follows.
struct Tried {
    int tries = 0; ///< before this attempt
    int limited_tries = 0;
    bool copy = false;
    bool own_address = false; ///< a reply or a person, not a configured group
    bool in_company = false;  ///< the call had other recipients, one of whom may be to blame for its refusal
    bool left_alone = false;  ///< another message's refusal closed the way while this one was on it
    std::optional<store::OnUncertain> on_uncertain;
    bool deduplicates = false; ///< the platform swallows a byte-identical copy
};

/// What to do about an outcome: pure. `chance` in [0, 1) spreads the next try.
store::AttemptResult decide(const adapters::Outcome& outcome, const Tried& tried, const DeliveryRules& rules,
                            double chance, Instant now);

std::string_view name_of(adapters::Verdict verdict);

} // namespace tongbao::bot
