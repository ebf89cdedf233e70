#pragma once

#include "tests/acceptance/faults/reconciliation.hpp"

namespace tongbao::acceptance {

/// Adds what a test saw under `fault` (a number of fault_names) to the results of this run of the suite: the table of
/// docs/reliability.md is made of them. `runs`: how often the fault was injected. Without TONGBAO_FAULT_RESULTS, as
/// when a test program is called by hand, nothing is kept.
void report(int fault, int runs, const Tally& tally = {});
/// That the fault cannot be injected here, and why.
void report_skipped(int fault, const std::string& reason);

} // namespace tongbao::acceptance

/// Skips a test whose fault cannot be injected here; the table says so.
#define SKIP_FAULT(fault, reason)                                                                                      \
    do {                                                                                                               \
        ::tongbao::acceptance::report_skipped(fault, reason);                                                          \
        GTEST_SKIP() << (reason);                                                                                      \
    } while (false)
