#include "store/store.hpp"
#include "store/schema.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <sqlite3.h>
#include <thread>

namespace tongbao::store {
namespace {

using Job = std::function<void(Connection&)>;

/// What a caller waits for. `job` and the caller live until `finish` was called.
struct Call {
    const Job* job = nullptr;
    std::function<void(std::exception_ptr)> finish;
};

/// Calls on their way to a thread.
class CallQueue {
public:
    /// False when closed: the call was not taken.
    bool push(Call& call)
    {
        {
            const std::lock_guard lock(mutex_);
            if (closed_)
                return false;
            calls_.push_back(std::move(call));
        }
        arrived_.notify_one();
        return true;
    }

    /// Waits for a call. Empty when closed and drained.
    std::optional<Call> wait()
    {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return closed_ || !calls_.empty(); });
        return take_front();
    }

    /// Waits no longer than until then; a time that has passed takes what is there.
    std::optional<Call> wait_until(std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock(mutex_);
        arrived_.wait_until(lock, until, [this] { return closed_ || !calls_.empty(); });
        return take_front();
    }

    void close()
    {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }

private:
    std::optional<Call> take_front()
    {
        if (calls_.empty())
            return std::nullopt;
        std::optional<Call> front(std::move(calls_.front()));
        calls_.pop_front();
        return front;
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Call> calls_;
    bool closed_ = false;
};

struct Finished {
    Call call;
    std::exception_ptr error;
};

/// Undoes what the job did when it throws. Throws itself when the engine gave up the whole transaction.
std::exception_ptr run_in_savepoint(Connection& db, const Job& job)
{
    db.run("SAVEPOINT call");
    try {
        job(db);
    } catch (...) { // of any kind: it belongs to the caller, who gets it
        if (!db.in_transaction())
            throw;
        db.execute("ROLLBACK TO call; RELEASE call");
        return std::current_exception();
    }
    db.run("RELEASE call");
    return nullptr;
}

/// Whether a connection may be used on. After an I/O error nobody knows what of its file reached the disk.
enum class Handle { good, broken };

Handle after(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const DatabaseError& error) {
        constexpr int primary = 0xff; // the rest of a code tells more of the same
        return (error.sqlite_code & primary) == SQLITE_IOERR ? Handle::broken : Handle::good;
    } catch (...) { // a job's own
        return Handle::good;
    }
}

void commit_and_time(Transaction& transaction, CommitTimes& times)
{
    const auto begun = std::chrono::steady_clock::now();
    transaction.commit();
    times.committed(std::chrono::steady_clock::now() - begun);
}

/// How a group of calls is to be filled.
struct Filling {
    const StoreSettings& settings;
    /// Of the group before: its callers come back at once when they are many who ask again and again, and a commit for
    /// the first of them alone would make the others wait for two.
    std::size_t expected = 1;
};

/// Runs `first` and what else is queued in one transaction; answers the callers after its commit.
Handle commit_group(Connection& db, Call first, CallQueue& queue, Filling& filling, CommitTimes& times)
{
    const auto& settings = filling.settings;
    const auto begun = std::chrono::steady_clock::now();
    const auto deadline = begun + settings.max_commit_delay;
    std::vector<Finished> group;
    group.push_back({std::move(first), nullptr});
    std::exception_ptr failure;
    try {
        Transaction transaction(db);
        for (;;) {
            group.back().error = run_in_savepoint(db, *group.back().call.job);
            if (static_cast<int>(group.size()) >= settings.max_calls_per_commit ||
                std::chrono::steady_clock::now() >= deadline)
                break;
            auto next = queue.wait_until(group.size() < filling.expected ? deadline : begun);
            if (!next)
                break;
            group.push_back({std::move(*next), nullptr});
        }
        commit_and_time(transaction, times);
    } catch (...) { // nothing of the group is durable: every caller gets it
        failure = std::current_exception();
        times.failed();
    }
    filling.expected = group.size();
    const auto handle = failure ? after(failure) : Handle::good;
    for (auto& [call, error] : group)
        call.finish(error ? error : failure);
    return handle;
}

void run_on_snapshot(Connection& db, Call call)
{
    std::exception_ptr error;
    try {
        db.run("BEGIN");
        (*call.job)(db);
    } catch (...) { // of any kind: it belongs to the caller, who gets it
        error = std::current_exception();
    }
    try {
        if (db.in_transaction())
            db.run("ROLLBACK");
    } catch (...) {
        error = std::current_exception(); // an I/O error outranks the job's own
    }
    call.finish(error);
}

} // namespace

class Store::Threads {
public:
    Threads(const std::string& path, const StoreSettings& settings) : path_(path), settings_(settings)
    {
        writer_connection_ = std::make_unique<Connection>(open_database(path));
        for (int i = 0; i < settings_.readers; ++i)
            reader_connections_.emplace_back(path, Access::read_only);
        threads_.emplace_back([this] { write_until_closed(); });
        for (auto& connection : reader_connections_)
            threads_.emplace_back([this, &connection] {
                while (auto call = reads_.wait())
                    run_on_snapshot(connection, std::move(*call));
            });
    }
    ~Threads() { close(); }

    CallQueue& queue(Lane lane) { return lane == Lane::read ? reads_ : writes_; }
    const CommitTimes& times() const { return times_; }

    void close()
    {
        writes_.close();
        reads_.close();
        for (auto& thread : threads_)
            thread.join();
        threads_.clear();
        reader_connections_.clear();
        writer_connection_.reset(); // the last one: folds the log into the file
    }

private:
    void write_until_closed()
    {
        Filling filling{settings_};
        while (auto call = writes_.wait()) {
            if (const auto failure = open_writer_again(); failure) {
                call->finish(failure);
                continue;
            }
            if (commit_group(*writer_connection_, std::move(*call), writes_, filling, times_) == Handle::broken)
                writer_connection_.reset();
        }
    }

    /// Why it cannot be opened; null when it is open.
    std::exception_ptr open_writer_again()
    {
        try {
            if (!writer_connection_)
                writer_connection_ = std::make_unique<Connection>(open_database(path_));
            return nullptr;
        } catch (const DatabaseError&) {
            times_.failed();
            return std::current_exception();
        }
    }

    std::string path_;
    StoreSettings settings_;
    CommitTimes times_;
    CallQueue writes_;
    CallQueue reads_;
    std::unique_ptr<Connection> writer_connection_;
    std::deque<Connection> reader_connections_;
    std::vector<std::thread> threads_;
};

Store::Store(std::string path, StoreSettings settings) : threads_(std::make_unique<Threads>(path, settings)) {}
Store::~Store() = default;

void Store::close()
{
    threads_->close();
}

CommitTimes::Counts Store::commit_times() const
{
    return threads_->times().counts();
}

asio::awaitable<void> Store::perform(Lane lane, const Job& job)
{
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto initiate = [&](auto handler) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        Call call;
        call.job = &job;
        call.finish = [waiting = std::move(waiting),
                       work = asio::make_work_guard(executor)](std::exception_ptr error) mutable {
            const auto caller = work.get_executor();
            asio::post(caller, [waiting = std::move(waiting), error] { std::move (*waiting)(error); });
            work.reset();
        };
        if (!threads_->queue(lane).push(call))
            call.finish(std::make_exception_ptr(DatabaseError("the store is closed", SQLITE_MISUSE)));
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(initiate,
                                                                                           asio::use_awaitable);
}

} // namespace tongbao::store
