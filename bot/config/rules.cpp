#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

namespace tongbao::bot {
namespace {

using nlohmann::json;

void read_figures(const json& from, Config& config)
{
    auto& to = config.figures;
    const auto denominator = field<std::string>(from, "denominator", "roster");
    to.denominator = denominator == "registered" ? Denominator::registered : Denominator::roster;
    const auto population = field<std::string>(from, "population", "by_roster");
    to.rollup.population = population == "all"     ? store::Population::all
                           : population == "party" ? store::Population::party
                                                   : store::Population::by_roster;
    to.rollup.grace_days = field(from, "grace_days", to.rollup.grace_days);
    to.rank_min = field(from, "rank_min", to.rank_min);
    to.show_min = field(from, "show_min", to.show_min);
    to.rank_within_group = field(from, "rank_within_group", to.rank_within_group);
    to.tie = field<std::string>(from, "tie", "shared") == "strict" ? Tie::strict : Tie::shared;
    config.sanity_max = field(from, "sanity_max", config.sanity_max);
}

void read_retention(const json& from, Config& config)
{
    auto& to = config.retention;
    to.enabled = field(from, "enabled", to.enabled);
    to.activity_months = field(from, "activity_months", to.activity_months);
    to.message_months = field(from, "message_months", to.message_months);
    to.left_member_months = field(from, "left_member_months", to.left_member_months);
    to.account_months = field(from, "account_months", to.account_months);
    to.request_months = field(from, "request_months", to.request_months);
    to.command_log_months = field(from, "command_log_months", to.command_log_months);
}

} // namespace

void read_rules(const json& root, const ConfigSource& source)
{
    auto& config = source.reading.config;
    read_figures(part(root, "figures"), config);
    read_retention(part(root, "retention"), config);
    config.user_id_is_member_id = field(part(root, "people"), "user_id_is_member_id", false);
    config.consent_basis = field<std::string>(part(root, "people"), "legal_basis", "duty") == "consent";
    config.rights.ranking_enabled = field(part(root, "ranking"), "enabled", true);
    config.rights.ranking_public = field(part(root, "ranking"), "public", false);
}

} // namespace tongbao::bot
