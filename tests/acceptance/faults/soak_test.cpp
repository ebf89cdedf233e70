#include "tests/acceptance/faults/crash_test.hpp"

#include "store/schema.hpp"

#include <fstream>
#include <sstream>

/// A long run in short: memory and files stay flat, a long history does not slow the start down. By hand with
/// TONGBAO_SOAK_ROUNDS=100000 for three days, TONGBAO_SOAK_HISTORY=1000000 for a long history.
namespace tongbao::acceptance {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

int number_in(const char* variable, int otherwise)
{
    const char* value = std::getenv(variable);
    return value ? std::stoi(value) : otherwise;
}

struct Footprint {
    long resident_kib = 0;
    long files = 0;
};

Footprint footprint_of(pid_t process)
{
    const fs::path place = "/proc/" + std::to_string(process);
    Footprint seen;
    std::ifstream status(place / "status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            seen.resident_kib = std::stol(line.substr(6));
    for ([[maybe_unused]] const auto& file : fs::directory_iterator(place / "fd"))
        ++seen.files;
    return seen;
}

class Soak : public CrashTest {
protected:
    static constexpr int groups = 12;

    Soak()
    {
        for (int number = 2; number <= groups; ++number)
            place.add_group("wecom-" + std::to_string(number));
    }
    /// Messages of the past, all sent.
    void add_history(int messages)
    {
        place.put({});
        store::Connection db(place.database().string());
        store::Transaction transaction(db);
        db.run(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
            "INSERT INTO message (dedup_key, kind, target, address, priority, state, reason, created_at, changed_at, "
            "next_at, ended_at) SELECT 'old:' || i, 'alert', 'wecom-1', '', 1, 'sent', '', i, i, i, i FROM n",
            messages);
        db.execute("INSERT INTO part (message, number, body, state) SELECT id, 1, 'old', 'sent' FROM message; "
                   "INSERT INTO attempt (part, lane, boot, copy, started_at, ended_at, verdict) "
                   "SELECT id, 'wecom-1', 'old', 0, 1, 1, 'sent' FROM part");
        transaction.commit();
    }
    /// Enqueues one message for each group beside the running service and waits until all are out.
    void round(int number)
    {
        std::vector<Seed> seeds;
        for (int to = 1; to <= groups; ++to) {
            const auto name = "wecom-" + std::to_string(to);
            seeds.push_back(
                {.key = std::to_string(number) + name, .group = name, .texts = {"通报" + std::to_string(number)}});
        }
        place.put(seeds);
        sent_ += groups;
        ASSERT_TRUE(holds_soon([&] { return live() == 0; })) << place.log();
    }
    std::int64_t live() const
    {
        store::Connection db(place.database().string(), store::Access::read_only);
        auto query = db.prepare("SELECT count(*) FROM message WHERE ended_at IS NULL");
        return query.step() ? query.integer(0) : -1;
    }
    int sent_ = 0;
};

TEST_F(Soak, MemoryAndFilesStayFlatAndALongHistoryDoesNotSlowTheStart)
{
    add_history(number_in("TONGBAO_SOAK_HISTORY", 20000));
    const auto asked = std::chrono::steady_clock::now();
    auto service = place.start();
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 20s); // five on a quiet machine
    const int rounds = number_in("TONGBAO_SOAK_ROUNDS", 8);
    for (int number = 1; number <= rounds / 2; ++number)
        round(number);
    const auto before = footprint_of(service.process().pid());
    for (int number = rounds / 2 + 1; number <= rounds; ++number)
        round(number);
    const auto after = footprint_of(service.process().pid());
    EXPECT_LT(after.resident_kib, before.resident_kib + 8 * 1024);
    EXPECT_LE(after.files, before.files + 4);
    EXPECT_EQ(static_cast<int>(platforms.received().size()), sent_);
    report(50, 1);
}

} // namespace
} // namespace tongbao::acceptance
