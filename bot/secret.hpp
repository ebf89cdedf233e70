#pragma once

#include <string>
#include <utility>

namespace tongbao::bot {

/// A credential. It has no way to a stream or a formatter: whoever needs the value says so by calling reveal().
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

} // namespace tongbao::bot
