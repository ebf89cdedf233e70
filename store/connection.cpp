#include "store/connection.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cassert>
#include <sqlite3.h>
#include <unordered_map>

namespace tongbao::store {
namespace {

constexpr int busy_timeout_ms = 5000;

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

/// `$2` is a number to PostgreSQL, but to SQLite a name, numbered where it first stands in the text; there it is `?2`.
std::string with_numbered_parameters(std::string_view sql)
{
    std::string text(sql);
    bool quoted = false;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        quoted ^= text[i] == '\'';
        if (!quoted && text[i] == '$' && text[i + 1] >= '1' && text[i + 1] <= '9')
            text[i] = '?';
    }
    return text;
}

[[noreturn]] void fail(sqlite3* database)
{
    throw DatabaseError(sqlite3_errmsg(database), sqlite3_errcode(database));
}

/// Calls `work`, turning the driver's exception into ours.
template <class Work>
decltype(auto) guarded(Work&& work)
{
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw DatabaseError(error.what(), error.getErrorCode());
    }
}

} // namespace

struct Connection::Body {
    using Cache = std::unordered_multimap<std::string, Prepared, TextHash, std::equal_to<>>;
    std::string path;
    SQLite::Database database;
    Cache idle; ///< prepared and not in use
};

// The engine's own statements: the wrapper's cost more per value than the engine does.
struct Statement::Body {
    Connection::Body* owner;
    Connection::Body::Cache::node_type node; ///< taken out of the cache, goes back whole

    sqlite3_stmt* get() const { return node.mapped().get(); }
    void check(int code) const
    {
        if (code != SQLITE_OK)
            fail(owner->database.getHandle());
    }
};

Statement::Statement(std::unique_ptr<Body> body) : body_(std::move(body)), engine_(body_->get()) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&& other) noexcept
{
    body_.swap(other.body_);
    std::swap(engine_, other.engine_);
    return *this;
}

Statement::~Statement()
{
    if (!body_)
        return;
    sqlite3_reset(engine_);
    body_->owner->idle.insert(std::move(body_->node));
}

void Statement::bind_at(int index, std::int64_t value)
{
    body_->check(sqlite3_bind_int64(engine_, index, value));
}

void Statement::bind_at(int index, std::string_view value)
{
    const char* text = value.data() ? value.data() : ""; // a null pointer would bind NULL
    body_->check(sqlite3_bind_text64(engine_, index, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_at(int index, std::nullopt_t)
{
    body_->check(sqlite3_bind_null(engine_, index));
}

bool Statement::step()
{
    const int code = sqlite3_step(engine_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        sqlite3_reset(engine_);
        fail(body_->owner->database.getHandle());
    }
    return code == SQLITE_ROW;
}

void Statement::run()
{
    while (step()) {
    }
    reset();
}

void Statement::reset()
{
    sqlite3_reset(engine_);
}

bool Statement::null(int column) const
{
    return sqlite3_column_type(engine_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(engine_, column);
}

std::string_view Statement::view(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(engine_, column));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(engine_, column))};
}

std::string Statement::text(int column) const
{
    return std::string(view(column));
}

std::optional<Day> Statement::optional_day(int column) const
{
    return null(column) ? std::nullopt : std::optional(day(column));
}

std::optional<Instant> Statement::optional_instant(int column) const
{
    return null(column) ? std::nullopt : std::optional(instant(column));
}

Connection::Connection(const std::string& path, Access access)
{
    guarded([&] {
        const int flags =
            SQLite::OPEN_NOMUTEX |
            (access == Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        body_ = std::unique_ptr<Body>(new Body{path, SQLite::Database(path, flags, busy_timeout_ms), {}});
        if (access == Access::read_write) {
            if (sqlite3_db_readonly(body_->database.getHandle(), "main") == 1) // or only the first write would fail
                throw DatabaseError(path + " cannot be written: check its owner and mode", SQLITE_READONLY);
            body_->database.exec("PRAGMA journal_mode = WAL");
        }
        body_->database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                             "PRAGMA cache_size = -8192");
        if (access == Access::read_write) // 32 MiB: an import's pages stay in memory until its commit
            body_->database.exec("PRAGMA cache_size = -32768");
    });
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

Statement Connection::prepare(std::string_view sql)
{
    auto body = std::make_unique<Statement::Body>();
    body->owner = body_.get();
    auto& idle = body_->idle;
    auto found = idle.find(sql);
    if (found == idle.end()) {
        sqlite3_stmt* prepared = nullptr;
        const auto text = with_numbered_parameters(sql);
        const int code = sqlite3_prepare_v3(body_->database.getHandle(), text.data(), static_cast<int>(text.size()),
                                            SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        if (code != SQLITE_OK)
            fail(body_->database.getHandle());
        found = idle.emplace(std::string(sql), Prepared(prepared));
    }
    body->node = idle.extract(found);
    sqlite3_clear_bindings(body->get());
    return Statement(std::move(body));
}

void Connection::execute(const std::string& sql)
{
    guarded([&] { body_->database.exec(sql); });
}

std::int64_t Connection::changes() const
{
    return sqlite3_changes64(body_->database.getHandle());
}

bool Connection::in_transaction() const
{
    return sqlite3_get_autocommit(body_->database.getHandle()) == 0;
}

const std::string& Connection::path() const
{
    return body_->path;
}

Transaction::Transaction(Connection& db) : db_(db)
{
    db_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (!open_)
        return;
    try {
        db_.execute("ROLLBACK");
    } catch (const DatabaseError&) {
        // The engine has already rolled back (disk full, I/O error): nothing is left to undo.
    }
}

void Transaction::commit()
{
    assert(open_);
    db_.run("COMMIT");
    open_ = false;
}

} // namespace tongbao::store
