#pragma once

#include <map>
#include <string>

namespace tongbao::acceptance {

/// The faults the suite injects, as the table of docs/reliability.md names them, by number. A case for a new fault
/// adds its line here.
const std::map<int, std::string>& fault_names();

} // namespace tongbao::acceptance
