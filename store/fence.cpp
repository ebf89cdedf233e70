#include "store/fence.hpp"

#include "store/settings.hpp"

namespace tongbao::store {
namespace {

constexpr std::string_view run_in_charge = "run_in_charge";

} // namespace

void take_over(Connection& db, std::string_view run)
{
    save_setting(db, run_in_charge, run);
}

void require_charge(Connection& db, std::string_view run)
{
    if (setting(db, run_in_charge) != run)
        throw TakenOver();
}

} // namespace tongbao::store
