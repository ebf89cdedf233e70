#pragma once

#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/// The error codes that the platform documents list, read from the documents themselves.
namespace tongbao::documents {

inline std::string text_of(const std::string& name)
{
    const char* folder = std::getenv("TONGBAO_VECTORS");
    std::ifstream in(std::string(folder ? folder : TONGBAO_VECTORS_FOLDER) + "/" + name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The lines from the heading that begins with `heading` to the next heading. Empty when there is no such heading.
inline std::string section(const std::string& document, const std::string& heading)
{
    const auto start = document.find("\n" + heading);
    if (start == std::string::npos)
        return {};
    const auto end = document.find("\n#", start + 2);
    return document.substr(start, end == std::string::npos ? end : end - start);
}

/// The cells of that column, from 0, of the section's table rows.
inline std::vector<std::string> column(const std::string& section, std::size_t number)
{
    std::vector<std::string> cells;
    std::istringstream lines(section);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("|"))
            continue;
        std::istringstream row(line.substr(1));
        std::string cell;
        for (std::size_t i = 0; i <= number && std::getline(row, cell, '|'); ++i)
            if (i == number)
                cells.push_back(cell);
    }
    return cells;
}

/// Whole numbers that stand alone in the cells: 40004/40005 are two, 4002xx is none.
inline std::set<int> numbers(const std::vector<std::string>& cells)
{
    static const std::regex number(R"((^|[^0-9A-Za-z-])(-?[0-9]+)(?![0-9A-Za-z]))");
    std::set<int> found;
    for (const auto& cell : cells)
        for (std::sregex_iterator at(cell.begin(), cell.end(), number), end; at != end; ++at)
            found.insert(std::stoi((*at)[2]));
    return found;
}

/// Dotted words in the cells such as send.too.fast or Forbidden.AccessDenied.IpNotInWhiteList, ending in * where the
/// document leaves the end open.
inline std::set<std::string> words(const std::vector<std::string>& cells)
{
    static const std::regex word(R"(`?([A-Za-z]+(\.[A-Za-z*]+)+|InvalidAuthentication|unauthorized)`?)");
    std::set<std::string> found;
    for (const auto& cell : cells)
        for (std::sregex_iterator at(cell.begin(), cell.end(), word), end; at != end; ++at)
            found.insert((*at)[1]);
    return found;
}

} // namespace tongbao::documents
