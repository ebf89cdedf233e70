#pragma once

#include "bot/import/organisation_files.hpp"

#include <set>

/// bindings.csv: which chat accounts are which members, for organisations that know (domain/commands.md §1). Any fault
/// refuses the file, as with the roster.
namespace tongbao::bot {

/// A chat account and its member.
struct BindingRow {
    std::uint32_t row = 0;
    std::string platform; ///< as in InboundMessage
    std::string user_id;
    MemberId member;
};

class BindingsReader {
public:
    BindingsReader(store::Connection& db, ImportReport& report);
    bool take(const adapters::Row& row);
    std::vector<BindingRow> finish();

private:
    store::Connection& db_;
    ImportReport& report_;
    CanonicalTable table_;
    bool header_taken_ = false;
    std::vector<BindingRow> rows_;
    std::set<std::pair<std::string, std::string>> seen_;
};

/// Binds from `now` on; an account that is bound otherwise ends that binding. Call it in a transaction.
void commit_bindings(store::Connection& db, const std::vector<BindingRow>& rows, Instant now, ImportReport& report);

} // namespace tongbao::bot
