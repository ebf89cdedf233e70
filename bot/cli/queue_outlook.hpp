#pragma once

#include "bot/channels.hpp"
#include "bot/forecast.hpp"

#include <boost/asio/io_context.hpp>
#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot::cli {

/// When the messages of a database would begin, for whoever lists them. Sends nothing.
class QueueOutlook {
public:
    QueueOutlook(store::Connection& db, const Config& config)
        : channels_(io_.get_executor(), config, clock_), forecast_(db, channels_.targets(), clock_)
    {
    }

    /// Adds `expected`, a local time, and `queued`, the words for it, to the row of a queued message.
    void add_to(nlohmann::ordered_json& row, const store::MessageRow& message) const;

private:
    boost::asio::io_context io_; ///< the channels want an executor; nothing runs
    SystemClock clock_;
    Channels channels_;
    Forecast forecast_;
};

} // namespace tongbao::bot::cli
