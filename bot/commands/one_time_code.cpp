#include "bot/commands/one_time_code.hpp"

#include "adapters/crypto.hpp"
#include "bot/commands/text.hpp"

#include <fmt/format.h>

namespace tongbao::bot {

std::string new_one_time_code()
{
    std::uint64_t number = 0;
    for (const char byte : adapters::random_bytes(8))
        number = number << 8U | static_cast<unsigned char>(byte);
    return fmt::format("{:08}", number % 100'000'000);
}

std::string code_digest(std::string_view typed)
{
    return adapters::sha256_hex(folded(typed));
}

} // namespace tongbao::bot
