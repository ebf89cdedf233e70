-- A database that was put back to an earlier time: until a person has looked, what it would send is held.
CREATE TABLE restore (
    restored_at  INTEGER PRIMARY KEY,
    made_at      INTEGER,            -- when the backup was made; none: by another tool
    confirmed_at INTEGER,            -- none: nobody has looked yet
    confirmed_by TEXT NOT NULL DEFAULT ''
) STRICT;

-- Messages held because of a restore, until a person releases or drops them.
CREATE TABLE restore_hold (
    message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX message_held ON message (target) WHERE state = 'uncertain_held';

-- What the running service last said of itself, for commands in other processes.
CREATE TABLE service_report (
    name        TEXT PRIMARY KEY,
    reported_at INTEGER NOT NULL,
    content     TEXT NOT NULL        -- JSON
) STRICT;
