#include "tests/acceptance/faults/crash_test.hpp"

#include "store/schema.hpp"

/// Rows that no program of ours would write.
namespace tongbao::acceptance {
namespace {

class PoisonousRow : public CrashTest {
protected:
    /// A message to `target` as somebody may have typed it into the database.
    void insert(const std::string& key, const std::string& target, const std::optional<std::string>& body)
    {
        place.put({}); // makes the database
        store::Connection db(place.database().string());
        auto row = db.prepare("INSERT INTO message (dedup_key, kind, target, address, priority, state, reason, "
                              "created_at, changed_at, next_at) VALUES ($1, 'alert', $2, '', 1, 'queued', '', 1, 1, 1) "
                              "RETURNING id");
        row.bind(key, target);
        row.step();
        if (body)
            db.run("INSERT INTO part (message, number, body, state) VALUES ($1, 1, $2, 'queued')", row.integer(0),
                   *body);
    }
    std::string end_of(const std::string& key) const
    {
        store::Connection db(place.database().string(), store::Access::read_only);
        auto query = db.prepare("SELECT state, reason FROM message WHERE dedup_key = $1");
        query.bind(key);
        if (!query.step())
            return "gone";
        return query.text(0) + (query.view(1).empty() ? "" : " with a reason");
    }
};

TEST_F(PoisonousRow, DiesWithItsReasonAndTheQueueGoesOn)
{
    insert("no JSON", group, "\x01\x02 no JSON at all");
    insert("other type", group, R"({"msgtype":"carrier_pigeon"})");
    insert("huge", group, R"({"msgtype":"text","text":{"content":")" + std::string(100000, 'x') + "\"}}");
    insert("empty", group, "");
    insert("no part", group, std::nullopt);
    insert("no target", "a group that nobody configured", R"({"msgtype":"text","text":{"content":"a"}})");
    place.put({text("last", false)});
    recover();
    for (const auto* key : {"no JSON", "other type", "huge", "empty", "no part", "no target"})
        EXPECT_EQ(end_of(key), "dead with a reason") << key;
    EXPECT_EQ(message("last").state, "sent");
    reconcile_and_report(51, 6);
}

} // namespace
} // namespace tongbao::acceptance
