#pragma once

#include "store/commit_times.hpp"
#include "store/connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <type_traits>

namespace tongbao::store {

namespace asio = boost::asio;

struct StoreSettings {
    int readers = 2; ///< read-only connections, each with its thread
    int max_calls_per_commit = 256;
    std::chrono::milliseconds max_commit_delay{2}; ///< a transaction takes further calls no longer than this
};

/// The database, off the I/O thread: one writer thread and a few readers. Opening brings the file to the newest schema.
class Store {
public:
    /// Throws DatabaseError, with advice, when the file is not ours, newer than this program, or damaged.
    explicit Store(std::string path, StoreSettings settings = {});
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store();

    /// Calls work(connection) on a snapshot, on a reader thread; resumes the caller on its own executor.
    /// Never cancelled half-way. What work throws is thrown here.
    template <class Work>
    auto read(Work work) -> asio::awaitable<std::invoke_result_t<Work&, Connection&>>
    {
        return call(Lane::read, std::move(work));
    }

    /// Calls work(connection) on the writer thread, in a savepoint of a transaction shared with other callers; resumes
    /// the caller on its own executor after the commit is durable. Never cancelled half-way. An exception of work
    /// undoes its own changes only and is thrown here; when the commit fails, all its callers get that exception.
    /// `work` must not begin or end a transaction.
    template <class Work>
    auto write(Work work) -> asio::awaitable<std::invoke_result_t<Work&, Connection&>>
    {
        return call(Lane::write, std::move(work));
    }

    /// How long commits took. From any thread.
    CommitTimes::Counts commit_times() const;

    /// Runs what is queued to its end, then closes the file. Later calls throw DatabaseError.
    void close();

private:
    enum class Lane { read, write };
    using Job = std::function<void(Connection&)>;

    template <class Work>
    auto call(Lane lane, Work work) -> asio::awaitable<std::invoke_result_t<Work&, Connection&>>
    {
        using Result = std::invoke_result_t<Work&, Connection&>;
        if constexpr (std::is_void_v<Result>) {
            const Job job = [&work](Connection& db) { work(db); };
            co_await perform(lane, job);
        } else {
            std::optional<Result> result;
            const Job job = [&work, &result](Connection& db) { result.emplace(work(db)); };
            co_await perform(lane, job);
            co_return std::move(*result);
        }
    }
    asio::awaitable<void> perform(Lane lane, const Job& job);

    class Threads;
    std::unique_ptr<Threads> threads_;
};

} // namespace tongbao::store
