#include "tests/acceptance/process.hpp"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>

namespace tongbao::acceptance {
namespace {

bool holds(const std::string& program, const std::string& word)
{
    std::ifstream in(program, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    return bytes.find(word) != std::string::npos;
}

TEST(ShippedProgram, KnowsNoFailPoint)
{
    for (const auto* word : {"TONGBAO_FAILPOINT", "intent_committed", "fail_here"}) {
        EXPECT_TRUE(holds(failing_program(), word)) << word;
        EXPECT_FALSE(holds(program(), word)) << word;
    }
}

} // namespace
} // namespace tongbao::acceptance
