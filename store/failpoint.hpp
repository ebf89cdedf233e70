#pragma once

/// TONGBAO_FAILPOINT("name"): a place at which a test kills the program, to see what a crash there leaves behind.
/// Nothing in the shipped program: only `tongbao-failing`, which the tests build, knows these places
/// (tests/failing/failpoint.cpp). Files that hold one are listed in FAILING_SOURCES of CMakeLists.txt.
#ifdef TONGBAO_FAILPOINTS
#include <string_view>

namespace tongbao {
void fail_here(std::string_view point);
} // namespace tongbao

#define TONGBAO_FAILPOINT(name) ::tongbao::fail_here(name)
#else
#define TONGBAO_FAILPOINT(name) static_cast<void>(0)
#endif
