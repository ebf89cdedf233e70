#pragma once

#include "store/attempts.hpp"
#include "store/schema.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace tongbao::store {

using namespace std::chrono_literals;

/// An empty outbox in a file of its own.
class OutboxTest : public testing::Test {
protected:
    std::string path_ = testing::TempDir() + "outbox_test_" + std::to_string(getpid()) + ".db";
    std::optional<Connection> db_;
    Instant now_{std::chrono::sys_days{std::chrono::year{2026} / 9 / 21} + 1h};

    void SetUp() override
    {
        TearDown();
        db_.emplace(path_);
        migrate(*db_);
    }
    void TearDown() override
    {
        db_.reset();
        for (const char* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_ + suffix);
    }
    /// What a program that starts again finds.
    void reopen()
    {
        db_.reset();
        db_.emplace(path_);
        migrate(*db_);
    }
    static NewMessage message(std::string key, std::string target = "group-7")
    {
        NewMessage made;
        made.dedup_key = std::move(key);
        made.kind = "weekly_circular";
        made.target = std::move(target);
        made.parts = {"body"};
        return made;
    }
    MessageId add(const NewMessage& made) { return enqueue(*db_, made, now_).id; }
    std::vector<DuePart> due(const std::string& target = "group-7") { return due_parts(*db_, target, now_, 100); }
    AttemptId begin(const DuePart& part, const std::string& boot = "boot-1")
    {
        return record_intent(*db_, {part.message, part.part, "lane-7", boot, part.copy}, now_).value();
    }
    AttemptId begin_first() { return begin(due().at(0)); }
    void settle(AttemptId attempt, After after, const std::string& verdict)
    {
        AttemptResult result;
        result.verdict = verdict;
        result.reason = verdict == "sent" ? "" : "because";
        result.after = after;
        result.next_at = now_ + 10s;
        result.maybe_sent = verdict == "uncertain";
        result.spends_try = verdict != "deferred";
        record_outcome(*db_, attempt, result, now_);
    }
    std::string field(MessageId id, const std::string& column)
    {
        auto query = db_->prepare("SELECT " + column + " FROM message WHERE id = $1");
        query.bind(id);
        return query.step() ? query.text(0) : "gone";
    }
};

} // namespace tongbao::store
