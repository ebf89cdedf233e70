#pragma once

#include "store/vocabulary.hpp"

#include <memory>
#include <stdexcept>

struct sqlite3_stmt;

namespace tongbao::store {

/// The database refused or is broken: disk full, read-only, locked beyond the deadline, corrupt, constraint violated.
struct DatabaseError : std::runtime_error {
    DatabaseError(const std::string& what, int code) : std::runtime_error(what), sqlite_code(code) {}
    int sqlite_code;
};

/// A prepared statement with `$1`, `$2`, ... parameters. Returns to the connection's cache when destroyed, so preparing
/// the same text again costs a look-up. Must not outlive its connection.
class Statement {
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    /// Binds all parameters, first to last.
    template <class... Values>
    Statement& bind(const Values&... values)
    {
        int index = 0;
        (bind_at(++index, values), ...);
        return *this;
    }
    void bind_at(int index, std::int64_t value);
    void bind_at(int index, int value) { bind_at(index, static_cast<std::int64_t>(value)); }
    void bind_at(int index, bool value) { bind_at(index, static_cast<std::int64_t>(value)); }
    void bind_at(int index, std::string_view value);
    void bind_at(int index, const std::string& value) { bind_at(index, std::string_view(value)); }
    void bind_at(int index, const char* value) { bind_at(index, std::string_view(value)); }
    void bind_at(int index, Day value) { bind_at(index, std::int64_t{value.time_since_epoch().count()}); }
    void bind_at(int index, Instant value) { bind_at(index, std::int64_t{value.time_since_epoch().count()}); }
    void bind_at(int index, std::nullopt_t);
    template <class Tag>
    void bind_at(int index, Id<Tag> value)
    {
        bind_at(index, value.value);
    }
    template <class Value>
    void bind_at(int index, const std::optional<Value>& value)
    {
        if (value)
            bind_at(index, *value);
        else
            bind_at(index, std::nullopt);
    }

    /// True while there is a row to read.
    bool step();
    /// Runs to the end and makes the statement ready to be bound again.
    void run();
    /// Makes the statement ready to be bound again.
    void reset();

    bool null(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    /// Valid until the next step.
    std::string_view view(int column) const;
    Day day(int column) const { return Day{std::chrono::days{integer(column)}}; }
    Instant instant(int column) const { return Instant{std::chrono::seconds{integer(column)}}; }
    template <class IdType>
    IdType id(int column) const
    {
        return IdType{integer(column)};
    }
    std::optional<Day> optional_day(int column) const;
    std::optional<Instant> optional_instant(int column) const;

private:
    friend class Connection;
    struct Body;
    explicit Statement(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
    sqlite3_stmt* engine_; ///< of the body
};

enum class Access { read_write, read_only };

/// One connection to the database: WAL, synchronous=FULL, foreign keys, busy timeout 5 s. Used by one thread at a time.
class Connection {
public:
    /// Opens, and creates when absent and `access` allows. Throws DatabaseError.
    explicit Connection(const std::string& path, Access access = Access::read_write);
    Connection(Connection&&) noexcept;
    ~Connection();

    Statement prepare(std::string_view sql);
    /// Runs one or several statements without parameters.
    void execute(const std::string& sql);
    /// Prepares, binds and runs.
    template <class... Values>
    void run(std::string_view sql, const Values&... values)
    {
        auto statement = prepare(sql);
        statement.bind(values...);
        statement.run();
    }
    /// Rows that the last INSERT, UPDATE or DELETE changed.
    std::int64_t changes() const;
    /// False after the engine itself rolled back, as it does when the disk is full.
    bool in_transaction() const;
    const std::string& path() const;

private:
    friend class Statement;
    struct Body;
    std::unique_ptr<Body> body_;
};

/// BEGIN IMMEDIATE … COMMIT; rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Connection& db);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Connection& db_;
    bool open_ = true;
};

} // namespace tongbao::store
