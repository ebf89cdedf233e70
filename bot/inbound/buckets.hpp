#pragma once

#include "store/vocabulary.hpp"

#include <string>
#include <unordered_map>

namespace tongbao::bot {

/// A token bucket per name: `per_minute` at once, refilled evenly. Names not heard of for a minute are forgotten.
class Buckets {
public:
    explicit Buckets(int per_minute) : per_minute_(per_minute) {}
    /// Whether take() would find a token.
    bool available(const std::string& name, InstantMs now) const;
    void take(const std::string& name, InstantMs now);
    /// Undoes a take().
    void put_back(const std::string& name, InstantMs now);

private:
    struct Level {
        double tokens;
        InstantMs at;
    };
    double tokens(const std::string& name, InstantMs now) const;
    void forget_full(InstantMs now);

    int per_minute_;
    std::unordered_map<std::string, Level> levels_;
};

} // namespace tongbao::bot
