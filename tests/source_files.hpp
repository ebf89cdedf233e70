#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tongbao {

/// The folder of the project.
inline std::filesystem::path source()
{
    return std::getenv("TONGBAO_SOURCE");
}

inline std::string file_text(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace tongbao
