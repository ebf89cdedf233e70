#include "tests/simulator/stage.hpp"

namespace tongbao::simulator {

Target::Target(Stage& stage, std::string route, std::string name)
    : stage_(stage), route_(std::move(route)), name_(std::move(name))
{
}

void Target::next(Behaviour behaviour)
{
    stage_.script.next(route_, name_, std::move(behaviour));
}

void Target::always(Behaviour behaviour)
{
    stage_.script.always(route_, name_, std::move(behaviour));
}

void Target::behave()
{
    stage_.script.reset(route_, name_);
}

std::vector<Received> Target::received() const
{
    auto found = stage_.log.of(name_);
    std::erase_if(found, [&](const Received& entry) { return entry.route != route_; });
    return found;
}

std::vector<Received> Target::accepted() const
{
    auto found = received();
    std::erase_if(found, [](const Received& entry) { return entry.fate != Fate::accepted; });
    return found;
}

} // namespace tongbao::simulator
