#include "tests/simulator/stage.hpp"

namespace tongbao::simulator {

void Stage::say(const Line& line) const
{
    if (on_line)
        on_line(line);
}

void Stage::record(Received entry)
{
    const bool readable = entry.fate == Fate::accepted;
    const Line line{entry.at, entry.platform, entry.chat, entry.target, entry.content};
    log.add(std::move(entry));
    if (readable)
        say(line);
}

std::string Stage::name_of_chat(const std::string& id) const
{
    const auto found = chat_names.find(id);
    return found == chat_names.end() ? id : found->second;
}

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
