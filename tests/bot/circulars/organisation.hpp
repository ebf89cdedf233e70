#pragma once

#include "../figures/example.hpp"

#include "bot/circulars/circulars.hpp"
#include "store/schema.hpp"
#include "store/units.hpp"
#include "tests/source_files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace tongbao::bot::example {

/// A database that holds the day rollups of worked example 2, and everything a circular needs.
class Organisation : public testing::Test {
protected:
    std::filesystem::path folder_ =
        std::filesystem::path(testing::TempDir()) / ("organisation_" + std::to_string(getpid()));
    std::optional<store::Connection> db_;
    Calendar calendar_ = parse_calendar(file_text(source() / "calendar.json")).calendar.value();
    Templates templates_ = std::move(Templates::load(source() / "templates/zh-CN").templates.value());
    CircularSettings settings_;
    FiguresRules rules_;

    void SetUp() override
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_ / "blocks");
        settings_.targets = {"group-7"};
        settings_.operators = "operators";
        settings_.blocks = folder_ / "blocks";
        open();
        store::migrate(*db_);
        store::Transaction filling(*db_);
        for (const auto& unit : units_of_example_2())
            store::save_unit(*db_, unit);
        db_->run("INSERT INTO batch (id, sha256, file_name, kind, row_count, points, report, imported_at) "
                 "VALUES (1, '', '', 0, 0, 0, '', 0)");
        const auto input = example_2();
        for (const auto& row : input.days)
            add(row);
        for (std::int64_t unit = 2; unit <= 7; ++unit)
            add_member("成员" + std::to_string(unit), unit);
        filling.commit();
    }

    void TearDown() override
    {
        db_.reset();
        std::filesystem::remove_all(folder_);
    }

    /// Also what a restart does: everything but the file is gone.
    void open()
    {
        db_.reset();
        db_.emplace((folder_ / "test.db").string());
    }

    void add(const store::UnitDay& row)
    {
        const auto within = row.unit;
        db_->run("INSERT INTO unit_day VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", row.day, row.unit,
                 within, row.roster, row.registered, row.base, row.active, row.points, row.base_registered,
                 row.active_registered, row.points_registered);
        if (row.unit != UnitId{1})
            db_->run("INSERT INTO coverage (day, unit, batch) VALUES ($1, $2, 1)", row.day, row.unit);
        raise_version();
    }

    void add_member(const std::string& name, std::int64_t unit)
    {
        db_->run("INSERT INTO member (code, name, phone_tail) VALUES ($1, $1, '')", name);
        db_->run("INSERT INTO membership SELECT id, $2, NULL, $3, NULL, 0, 0, '', NULL FROM member WHERE code = $1",
                 name, day("2020-09-01"), unit);
    }

    void raise_version() { db_->execute("UPDATE data_version SET version = version + 1"); }

    /// As if the unit's snapshot of that day had not been imported.
    void remove_day(std::int64_t unit, std::string_view date)
    {
        db_->run("DELETE FROM coverage WHERE unit = $1 AND day = $2", unit, day(date));
        db_->run("UPDATE unit_day SET unit = -unit, within = -within WHERE unit = $1 AND day = $2", unit, day(date));
        raise_version();
    }

    void bring_day(std::int64_t unit, std::string_view date)
    {
        db_->run("INSERT INTO coverage (day, unit, batch) VALUES ($2, $1, 1)", unit, day(date));
        db_->run("UPDATE unit_day SET unit = -unit, within = -within WHERE unit = $1 AND day = $2", -unit, day(date));
        raise_version();
    }

    void write_blocks(const std::string& period, std::string_view text)
    {
        std::ofstream(folder_ / "blocks" / (period + ".json"), std::ios::binary) << text;
    }

    Circulars circulars()
    {
        return {settings_,
                rules_,
                calendar_,
                templates_,
                [](const std::string&, const adapters::OutgoingText& text) { return std::vector{text.body}; },
                [](const std::string& name, const std::string& content) { return name + '\n' + content; }};
    }

    /// Bodies in the outbox for a target, oldest first.
    std::vector<std::string> messages_to(const std::string& target)
    {
        auto query = db_->prepare("SELECT body FROM part JOIN message ON message.id = part.message WHERE target = $1 "
                                  "ORDER BY part.id");
        query.bind(target);
        std::vector<std::string> found;
        while (query.step())
            found.push_back(query.text(0));
        return found;
    }
};

} // namespace tongbao::bot::example
