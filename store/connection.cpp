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
    using Cache = std::unordered_multimap<std::string, std::unique_ptr<SQLite::Statement>, TextHash, std::equal_to<>>;
    std::string path;
    SQLite::Database database;
    Cache idle; ///< prepared and not in use
};

struct Statement::Body {
    Connection::Body* owner;
    std::unique_ptr<SQLite::Statement> statement;
};

Statement::Statement(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

Statement::~Statement()
{
    if (!body_)
        return;
    body_->statement->tryReset();
    auto text = body_->statement->getQuery();
    body_->owner->idle.emplace(std::move(text), std::move(body_->statement));
}

void Statement::bind_at(int index, std::int64_t value)
{
    guarded([&] { body_->statement->bind(index, value); });
}

void Statement::bind_at(int index, std::string_view value)
{
    guarded([&] { body_->statement->bind(index, std::string(value)); });
}

void Statement::bind_at(int index, std::nullopt_t)
{
    guarded([&] { body_->statement->bind(index); });
}

bool Statement::step()
{
    return guarded([&] { return body_->statement->executeStep(); });
}

void Statement::run()
{
    guarded([&] {
        while (body_->statement->executeStep()) {
        }
        body_->statement->reset();
    });
}

void Statement::reset()
{
    body_->statement->tryReset();
}

bool Statement::null(int column) const
{
    return body_->statement->isColumnNull(column);
}

std::int64_t Statement::integer(int column) const
{
    return body_->statement->getColumn(column).getInt64();
}

std::string_view Statement::view(int column) const
{
    const auto value = body_->statement->getColumn(column);
    const char* text = value.getText();
    return {text, static_cast<std::size_t>(value.getBytes())};
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
            access == Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
        body_ = std::unique_ptr<Body>(new Body{path, SQLite::Database(path, flags, busy_timeout_ms), {}});
        if (access == Access::read_write)
            body_->database.exec("PRAGMA journal_mode = WAL");
        body_->database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY");
    });
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

Statement Connection::prepare(std::string_view sql)
{
    auto body = std::make_unique<Statement::Body>();
    body->owner = body_.get();
    if (const auto found = body_->idle.find(sql); found != body_->idle.end()) {
        body->statement = std::move(found->second);
        body_->idle.erase(found);
        body->statement->clearBindings();
    } else {
        guarded([&] { body->statement = std::make_unique<SQLite::Statement>(body_->database, std::string(sql)); });
    }
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

const std::string& Connection::path() const
{
    return body_->path;
}

Transaction::Transaction(Connection& db) : db_(db)
{
    db_.execute("BEGIN IMMEDIATE");
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
    db_.execute("COMMIT");
    open_ = false;
}

} // namespace tongbao::store
