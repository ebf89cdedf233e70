#pragma once

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// The published test vectors of the platforms. Their folder is named by the environment, else by the build.
namespace tongbao::vectors {

struct Vector {
    std::string id; ///< usable in a test's name
    nlohmann::json data;

    std::string text(const char* name) const { return data.at(name).get<std::string>(); }
    bool flag(const char* name) const { return data.value(name, false); }
};

inline void PrintTo(const Vector& vector, std::ostream* out)
{
    *out << vector.id;
}

inline nlohmann::json file(const std::string& name)
{
    const char* folder = std::getenv("TONGBAO_VECTORS");
    std::ifstream in(std::string(folder ? folder : TONGBAO_VECTORS_FOLDER) + "/" + name);
    return in ? nlohmann::json::parse(in) : nlohmann::json::object();
}

/// Empty when the file is missing; a test of its own then fails.
inline std::vector<Vector> group(const std::string& name, const char* group)
{
    std::vector<Vector> all;
    const auto content = file(name);
    if (!content.contains(group))
        return all;
    for (const auto& entry : content.at(group)) {
        std::string id;
        for (const char c : entry.value("id", entry.value("name", "")))
            id += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
        all.push_back({std::to_string(all.size()) + "_" + id, entry});
    }
    return all;
}

inline std::string name_of(const testing::TestParamInfo<Vector>& info)
{
    return info.param.id;
}

} // namespace tongbao::vectors
