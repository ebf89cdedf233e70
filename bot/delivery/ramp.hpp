#pragma once

#include <algorithm>

namespace tongbao::bot {

/// How many attempts may be in flight over all lanes: halved by every failure of the network or of a platform, one more
/// after every success. So a platform that comes back after an outage is not met by everything at once.
class Ramp {
public:
    explicit Ramp(int most) : most_(most), allowed_(most) {}
    int allowed() const { return allowed_; }
    void failed() { allowed_ = std::max(std::min(least, most_), allowed_ / 2); }
    void succeeded() { allowed_ = std::min(most_, allowed_ + 1); }

private:
    static constexpr int least = 4; ///< one broken target must not stop the others
    int most_;
    int allowed_;
};

} // namespace tongbao::bot
