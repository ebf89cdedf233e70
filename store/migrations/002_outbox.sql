-- What is to be said, in which parts, and every attempt to say it (docs/design.md §5).
CREATE TABLE message (
    id           INTEGER PRIMARY KEY,
    dedup_key    TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    target       TEXT NOT NULL,
    address      TEXT NOT NULL,                 -- a credential; emptied when the message ends
    priority     INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 2),
    on_uncertain TEXT CHECK (on_uncertain IN ('resend', 'hold')),
    not_after    INTEGER,
    state        TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'sent_to_some', 'uncertain_held', 'dead',
                                                'suppressed', 'expired', 'cancelled')),
    reason       TEXT NOT NULL,                 -- why it is in this state
    started      INTEGER NOT NULL DEFAULT 0,    -- 1: a part may be out, so nothing may come between its parts
    created_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    next_at      INTEGER NOT NULL,              -- not tried before
    ended_at     INTEGER                        -- empty while queued or sending
) STRICT;
CREATE INDEX message_live ON message (target, priority, id) WHERE ended_at IS NULL;
CREATE INDEX message_by_change ON message (changed_at);

CREATE TABLE part (
    id            INTEGER PRIMARY KEY,
    message       INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,             -- 1, 2, ...
    body          TEXT NOT NULL,                -- sent byte for byte
    state         TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'sent_to_some')),
    tries         INTEGER NOT NULL DEFAULT 0,   -- attempts that count; a throttle does not
    limited_tries INTEGER NOT NULL DEFAULT 0,   -- of these, the ones whose verdict allows only a few
    maybe_sent    INTEGER NOT NULL DEFAULT 0,   -- 1: an earlier attempt may have arrived, so the next is a copy
    UNIQUE (message, number)
) STRICT;

-- Written before the first byte leaves (intent) and completed after the answer (outcome). The rows are also the
-- persisted state of a lane's pace: they say how many attempts lie in the sliding window.
CREATE TABLE attempt (
    id         INTEGER PRIMARY KEY,
    part       INTEGER NOT NULL REFERENCES part (id) ON DELETE CASCADE,
    lane       TEXT NOT NULL,
    boot       TEXT NOT NULL,                   -- the run of the program that made it
    copy       INTEGER NOT NULL,                -- 1: the part may already be out
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    verdict    TEXT,
    reason     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attempt_by_part ON attempt (part);
CREATE INDEX attempt_by_lane ON attempt (lane, ended_at);
CREATE INDEX attempt_open ON attempt (boot) WHERE ended_at IS NULL;

CREATE TABLE attempt_recipient (
    attempt   INTEGER NOT NULL REFERENCES attempt (id) ON DELETE CASCADE,
    recipient TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    PRIMARY KEY (attempt, recipient)
) STRICT;

-- A throttle the platform imposed outlives a restart.
CREATE TABLE lane (
    name          TEXT PRIMARY KEY,
    blocked_until INTEGER NOT NULL,
    reason        TEXT NOT NULL
) STRICT;
