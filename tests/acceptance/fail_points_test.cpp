#include "tests/acceptance/process.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace tongbao::acceptance {
namespace {

std::string bytes_of(const std::filesystem::path& program)
{
    std::string bytes(std::filesystem::file_size(program), '\0');
    std::ifstream(program, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

TEST(ShippedProgram, KnowsNoFailPoint)
{
    const auto failing = bytes_of(failing_program());
    const auto shipped = bytes_of(program());
    for (const auto* word : {"TONGBAO_FAILPOINT", "intent_committed", "fail_here"}) {
        EXPECT_NE(failing.find(word), std::string::npos) << word;
        EXPECT_EQ(shipped.find(word), std::string::npos) << word;
    }
}

} // namespace
} // namespace tongbao::acceptance
