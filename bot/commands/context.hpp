#pragma once

#include "adapters/download.hpp"
#include "adapters/inbound.hpp"
#include "bot/commands/rights.hpp"
#include "bot/figures/rules.hpp"
#include "bot/private_note.hpp"
#include "store/outbox_desk.hpp"

#include <functional>
#include <set>

namespace tongbao::store {
class Store;
}

namespace tongbao::bot {

class Calendar;
class KeptFigures;
class ReceivedFiles;
class Templates;

/// A chat group of the configuration. What 群 绑定 says of the chat goes before it.
struct ConfiguredGroup {
    std::string platform; ///< as in InboundMessage
    std::string chat;     ///< empty: only its robot is known
    GroupKind kind = GroupKind::administrators;
    std::string unit;      ///< code
    std::string name = {}; ///< of the robot that posts into it
};

struct CommandRules {
    bool user_id_is_member_id = false; ///< the platform's user id is the member's code
    RightsRules rights;
    FiguresRules figures;
    /// Shown before an account is bound (domain/commands.md §7, notice); the school writes its own, with a version.
    std::string notice =
        "隐私说明（第1版）：本服务保存您的姓名、工号、单位支部和每日学习积分，用于学习情况的统计和提醒；"
        "个人数据只发给本人和本单位有权限的同志。";
    std::vector<ConfiguredGroup> groups;
    /// When a queued message is expected to begin; may be empty.
    std::function<std::optional<Instant>(store::Connection& db, const store::MessageRow& message)> forecast;
    /// Tells a member something one-to-one, in the transaction of it; false where there is no way. May be empty.
    std::function<bool(store::Connection& db, MemberId member, const PrivateNote& note, Instant now)> tell;
    /// The content of a message's file. May be empty: the bots take none.
    std::function<boost::asio::awaitable<adapters::Downloaded>(adapters::InboundMessage message)> fetch_file;
    int sanity_max = 100;                    ///< daily points above which an import warns
    bool consent_basis = false;              ///< the legal basis is consent: who withdraws it is erased at once
    std::optional<int> activity_months;      ///< how long daily records are kept; empty: nothing is removed
    std::set<std::string> private_receivers; ///< bots beside which a person can be written to one-to-one
    int per_minute = 20;                     ///< commands of one person (domain/commands.md §5)
    int looks_per_minute = 5;                ///< of these, looks at other persons
};

/// What a handler may use. Lives as long as the answer takes.
struct CommandContext {
    const adapters::InboundMessage& message;
    const Caller& caller;
    const UnitTree& units;
    const CommandRules& rules;
    const Calendar& calendar;
    const Templates& templates;
    store::Store& store;
    ReceivedFiles& files;
    Instant now;
    Day today;
    KeptFigures& kept_figures;
};

} // namespace tongbao::bot
