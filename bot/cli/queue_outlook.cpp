#include "bot/cli/queue_outlook.hpp"

#include "bot/cli/opening.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {

void QueueOutlook::add_to(nlohmann::ordered_json& row, const store::MessageRow& message) const
{
    const auto begin = forecast_.begin(message);
    if (!begin)
        return;
    row["expected"] = local_text(*begin);
    row["queued"] = queued_text(*begin, clock_.now());
}

} // namespace tongbao::bot::cli
