-- Units, members, activity and what is derived from them. Days are days since 1970-01-01 in Asia/Shanghai, instants are
-- UTC seconds. Enumerations hold the number of the value in the header named beside them.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Raised by each change of facts, roster or rules.
CREATE TABLE data_version (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO data_version (only_row, version) VALUES (1, 0);

CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    short_names TEXT NOT NULL,                  -- several by |
    kind        INTEGER NOT NULL,               -- UnitKind; 0 is the school, the only one
    parent      INTEGER REFERENCES unit (id),
    rank_group  TEXT NOT NULL,
    secretary   TEXT NOT NULL,                  -- member code
    active_from INTEGER NOT NULL,
    active_to   INTEGER                         -- first day on which it no longer exists
) STRICT;
CREATE UNIQUE INDEX unit_school ON unit (kind) WHERE kind = 0;

CREATE TABLE member (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    phone_tail  TEXT NOT NULL,
    platform_id TEXT UNIQUE                     -- a learning platform's numeric id, learned once
) STRICT;

-- Primary memberships on [start_day, end_day). Read in the order of its key, beside the day's activity.
CREATE TABLE membership (
    member        INTEGER NOT NULL REFERENCES member (id),
    start_day     INTEGER NOT NULL,
    end_day       INTEGER,
    unit          INTEGER NOT NULL REFERENCES unit (id),
    branch        INTEGER REFERENCES unit (id),
    category      INTEGER NOT NULL,             -- Category
    party_status  INTEGER NOT NULL,             -- PartyStatus
    cadre         TEXT NOT NULL,                -- several by |
    registered_on INTEGER,
    PRIMARY KEY (member, start_day)
) STRICT, WITHOUT ROWID;

-- Roles last as long as the membership that states them.
CREATE TABLE held_role (
    member    INTEGER NOT NULL,
    start_day INTEGER NOT NULL,
    role      INTEGER NOT NULL,                 -- Role
    scope     INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (member, start_day, role),
    FOREIGN KEY (member, start_day) REFERENCES membership (member, start_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_role_by_scope ON held_role (role, scope);

CREATE TABLE exemption (
    member    INTEGER NOT NULL REFERENCES member (id),
    start_day INTEGER NOT NULL,
    by_roster INTEGER NOT NULL,                 -- 1: the roster row of that start says so; 0: by command
    end_day   INTEGER,
    reason    TEXT NOT NULL,
    PRIMARY KEY (member, start_day, by_roster)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    id          INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL UNIQUE,
    file_name   TEXT NOT NULL,
    kind        INTEGER NOT NULL,               -- BatchKind
    row_count   INTEGER NOT NULL,
    points      INTEGER NOT NULL,
    report      TEXT NOT NULL,                  -- JSON
    imported_at INTEGER NOT NULL
) STRICT;

-- The facts. No foreign keys and no second index: an import of a new day only appends.
CREATE TABLE activity (
    day        INTEGER NOT NULL,
    member     INTEGER NOT NULL,
    points     INTEGER NOT NULL,
    points_raw INTEGER,
    active     INTEGER NOT NULL,
    source     INTEGER NOT NULL,                -- Source, the most trusted first
    batch      INTEGER NOT NULL,
    PRIMARY KEY (day, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_history (
    id            INTEGER PRIMARY KEY,
    day           INTEGER NOT NULL,
    member        INTEGER NOT NULL,
    points        INTEGER NOT NULL,
    points_raw    INTEGER,
    active        INTEGER NOT NULL,
    source        INTEGER NOT NULL,
    batch         INTEGER NOT NULL,
    superseded_by INTEGER NOT NULL,             -- the batch that replaced the row, or that holds the more trusted one
    outranked     INTEGER NOT NULL              -- 1: it never was the fact
) STRICT;
CREATE INDEX activity_history_by_key ON activity_history (day, member);

-- Differences of cumulative totals over several days; they cover no day and enter no figure.
CREATE TABLE activity_span (
    member   INTEGER NOT NULL REFERENCES member (id),
    last_day INTEGER NOT NULL,
    span     INTEGER NOT NULL CHECK (span > 1),
    points   INTEGER NOT NULL,
    batch    INTEGER NOT NULL REFERENCES batch (id),
    PRIMARY KEY (member, last_day)
) STRICT, WITHOUT ROWID;

-- Days for which a second-level unit has a snapshot; branches inherit it.
CREATE TABLE coverage (
    day   INTEGER NOT NULL,
    unit  INTEGER NOT NULL REFERENCES unit (id),
    batch INTEGER NOT NULL REFERENCES batch (id),
    PRIMARY KEY (day, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX coverage_by_unit ON coverage (unit, day);

CREATE TABLE member_last_active (
    member INTEGER PRIMARY KEY,
    day    INTEGER NOT NULL
) STRICT;

CREATE TABLE queued_row (
    id          INTEGER PRIMARY KEY,
    batch       INTEGER NOT NULL REFERENCES batch (id),
    row         INTEGER NOT NULL,
    code        TEXT NOT NULL,
    name        TEXT NOT NULL,
    unit_text   TEXT NOT NULL,
    platform_id TEXT NOT NULL,
    phone_tail  TEXT NOT NULL,
    source      INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    points      INTEGER NOT NULL,
    points_raw  INTEGER,
    active      INTEGER NOT NULL,
    candidates  TEXT NOT NULL,                  -- member ids, several by |
    decided_at  INTEGER,                        -- empty: waits for a person
    member      INTEGER REFERENCES member (id)  -- empty after the decision: nobody's
) STRICT;
CREATE INDEX queued_row_waiting ON queued_row (id) WHERE decided_at IS NULL;

-- Counts of each covered day. `within` is the second-level unit whose members are counted (or the school for its own
-- row): a branch that changes hands may have two rows a day, and a reader adds them.
CREATE TABLE unit_day (
    day               INTEGER NOT NULL,
    unit              INTEGER NOT NULL,
    within            INTEGER NOT NULL,
    roster            INTEGER NOT NULL,
    registered        INTEGER NOT NULL,
    base              INTEGER NOT NULL,
    active            INTEGER NOT NULL,
    points            INTEGER NOT NULL,
    base_registered   INTEGER NOT NULL,
    active_registered INTEGER NOT NULL,
    points_registered INTEGER NOT NULL,
    PRIMARY KEY (day, unit, within)
) STRICT, WITHOUT ROWID;
