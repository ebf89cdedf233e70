#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

namespace tongbao::bot {

void read_circular(const nlohmann::json& root, const ConfigSource& source)
{
    const auto& from = part(root, "circular");
    auto& to = source.reading.config.circular;
    to.approval = field<std::string>(from, "approval", "auto") == "auto" ? Approval::automatic : Approval::by_person;
    const auto ranking = field<std::string>(from, "ranking", "full");
    to.ranking = ranking == "top"   ? Ranking::top
                 : ranking == "own" ? Ranking::own
                 : ranking == "off" ? Ranking::off
                                    : Ranking::full;
    to.org = field(from, "org", to.org);
    to.contact = field(from, "contact", to.contact);
    to.deadline_workdays = field(from, "deadline_workdays", to.deadline_workdays);
    to.tasks = field(from, "tasks", to.tasks);
    to.targets = field(from, "weekly", to.targets);
    to.tables = field(from, "table_to", to.tables);
    to.allowed_names = field(from, "allowed_names", to.allowed_names);
    to.operators = field(root, "operators", to.operators);
    const auto blocks = field<std::string>(from, "blocks_folder", "");
    if (!blocks.empty())
        to.blocks = source.folder / blocks;
    auto& schedule = source.reading.config.schedule;
    const bool partial = field<std::string>(from, "on_missing", "hold") == "partial";
    schedule.on_missing = partial ? OnMissing::partial : OnMissing::hold;
    schedule.weekly_in_vacation = field(from, "weekly_in_vacation", schedule.weekly_in_vacation);
    schedule.grace = std::chrono::hours(field(from, "grace_hours", 72));
}

} // namespace tongbao::bot
