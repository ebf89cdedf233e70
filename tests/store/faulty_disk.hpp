#pragma once

namespace tongbao::store {

/// While it lives, files that SQLite opens lie on a disk whose n-th write, truncation or fsync fails. Fsyncs are
/// counted and not made: the process does not crash, and the test is fast.
class FaultyDisk {
public:
    FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;
    ~FaultyDisk();

    /// The n-th operation from now on fails, and with `for_good` all after it.
    void fail_at(int n, bool for_good);
    /// The n-th operation from now on kills the process instead.
    void kill_at(int n);
    /// At the n-th operation from now on the power goes: what was written since the last fsync of its file is gone, and
    /// every later operation fails until heal().
    void lose_power_at(int n);
    void heal();
    bool failed() const;
};

} // namespace tongbao::store
