#include "bot/cli/confirmation.hpp"

#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace tongbao::bot::cli {

bool confirmed(std::string_view question)
{
    if (isatty(STDIN_FILENO) != 1) {
        fmt::print(stderr, "not imported: nobody to ask; add --yes to import without asking\n");
        return false;
    }
    fmt::print("{}输入 y 确认：", question);
    std::fflush(stdout);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "是";
}

} // namespace tongbao::bot::cli
