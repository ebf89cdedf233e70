#pragma once

#include "bot/clock.hpp"

#include <filesystem>

namespace tongbao::bot::demo {

/// The demo's folder: what a run keeps, and what a run that was killed finds again.
struct Place {
    std::filesystem::path folder;

    std::filesystem::path organisation() const { return folder / "organisation"; }
    std::filesystem::path inbox() const { return folder / "inbox"; }
    std::filesystem::path received() const { return folder / "received.jsonl"; }
    std::filesystem::path config() const { return folder / "config.json"; }
    std::filesystem::path blocks() const { return folder / "blocks"; }
    /// When the first run began, by the machine's clock.
    std::filesystem::path started() const { return folder / "started"; }
    /// Left behind by a complete run: the next one begins anew.
    std::filesystem::path finished() const { return folder / "finished"; }
};

/// Empties the folder when it holds a complete run, and makes it. Throws when it holds something that no demo made.
void prepare(const Place& place);

/// Three seconds before Monday 2026-09-21 09:00 in Shanghai at the moment the first run began; a later run of the same
/// folder keeps the same distance from the machine's clock.
SystemClock demo_clock(const Place& place);

/// config.json, the calendar, the templates and the circular's free texts. `platforms` is the simulator's address.
void write_settings(const Place& place, const std::string& platforms, const std::string& ca_file);

} // namespace tongbao::bot::demo
