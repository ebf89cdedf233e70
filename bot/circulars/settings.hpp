#pragma once

#include "store/vocabulary.hpp"

#include <filesystem>

namespace tongbao::bot {

/// How much of the ranking a circular prints (domain/metrics.md §11).
enum class Ranking {
    full, ///< every ranked unit
    top,  ///< the first three places
    own,  ///< no list: units hear their own figures one-to-one
    off   ///< every unit by code, without ranks
};

/// automatic: sent as soon as it is drafted. by_person: kept as a draft until somebody approves it.
enum class Approval { automatic, by_person };

struct CircularSettings {
    Approval approval = Approval::automatic;
    Ranking ranking = Ranking::full;
    std::string org = "党委宣传部";
    std::string contact = "党委宣传部学习强国工作秘书处";
    int deadline_workdays = 2;              ///< from the day of sending to 如有出入，请于…前联系
    std::vector<std::string> tasks;         ///< 请协助事项; empty: one about registration is written
    std::filesystem::path blocks;           ///< folder of the periods' free texts, 2026-W38.json; empty: none
    std::vector<std::string> targets;       ///< groups that get the weekly circular
    std::vector<std::string> tables;        ///< of these, groups that get its list of units as an .xlsx file too
    std::string operators;                  ///< group that gets alerts; empty: nobody
    std::vector<std::string> allowed_names; ///< praised with consent, or words that happen to be somebody's name
};

} // namespace tongbao::bot
