-- Figures that need persons, kept per (unit, window, rules) with the data version they were computed from.
CREATE TABLE person_figures (
    unit              INTEGER NOT NULL REFERENCES unit (id),
    period            TEXT    NOT NULL,
    rules             TEXT    NOT NULL,
    data_version      INTEGER NOT NULL,
    due_members       INTEGER NOT NULL,
    active_members    INTEGER NOT NULL,
    regular_members   INTEGER NOT NULL,
    active_days       INTEGER NOT NULL,
    cadres            INTEGER NOT NULL,
    cadre_days        INTEGER NOT NULL,
    cadre_active_days INTEGER NOT NULL,
    cadres_leading    INTEGER NOT NULL,
    PRIMARY KEY (period, rules, unit)
) STRICT, WITHOUT ROWID;

-- One due run of one schedule. The key is what keeps a restart or a clock step from running it twice.
CREATE TABLE occurrence (
    schedule TEXT    NOT NULL,
    period   TEXT    NOT NULL,
    due      INTEGER NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('waiting', 'ran', 'late', 'skipped')),
    reason   TEXT    NOT NULL,
    decided  INTEGER,
    alerted  INTEGER,
    PRIMARY KEY (schedule, period)
) STRICT;

-- A circular as sent: its text and the figures it was made from never change.
CREATE TABLE circular (
    id           INTEGER PRIMARY KEY,
    kind         TEXT    NOT NULL,
    period       TEXT    NOT NULL,
    number       TEXT    NOT NULL UNIQUE,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'sent', 'corrected')),
    basis        TEXT    NOT NULL,
    data_version INTEGER NOT NULL,             -- up to which its figures were last compared with the data
    figures      TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    sha256       TEXT    NOT NULL,
    drafted      INTEGER NOT NULL,
    UNIQUE (kind, period)
) STRICT;

CREATE TABLE circular_recipient (
    circular INTEGER NOT NULL REFERENCES circular (id),
    target   TEXT    NOT NULL,
    message  INTEGER REFERENCES message (id) ON DELETE SET NULL,
    PRIMARY KEY (circular, target)
) STRICT, WITHOUT ROWID;

-- 更正: a displayed figure of a sent circular that later data changed.
CREATE TABLE correction (
    circular INTEGER NOT NULL REFERENCES circular (id),
    path     TEXT    NOT NULL,
    was      TEXT    NOT NULL,
    now_is   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    found    INTEGER NOT NULL,
    PRIMARY KEY (circular, path, now_is)
) STRICT, WITHOUT ROWID;

-- A text for a group is searched for names of the roster.
CREATE INDEX member_by_name ON member (name);
