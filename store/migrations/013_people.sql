-- Who did what by command, roles and groups changed by command, moves that wait for consent, and units' former names.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,                  -- UTC seconds
    member   INTEGER REFERENCES member (id),    -- who; empty: the command line
    platform TEXT    NOT NULL,                  -- where it was typed
    command  TEXT    NOT NULL,                  -- the row's name
    object   TEXT    NOT NULL,                  -- what it was done to, in words a person understands
    subject  INTEGER REFERENCES member (id),    -- the person whose data were seen or changed, if one
    before   TEXT    NOT NULL,
    after    TEXT    NOT NULL,
    role     TEXT    NOT NULL,                  -- letter of the role used, may be empty
    scope    INTEGER REFERENCES unit (id)       -- over which it is held
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_member ON audit (member, at);
CREATE INDEX audit_by_subject ON audit (subject, at);

-- Beside the roles of the roster: given (granted = 1), or a role of the roster taken away (0).
CREATE TABLE role_change (
    member    INTEGER NOT NULL REFERENCES member (id),
    role      INTEGER NOT NULL,                 -- Role
    scope     INTEGER NOT NULL REFERENCES unit (id),
    granted   INTEGER NOT NULL,
    start_day INTEGER NOT NULL,
    end_day   INTEGER,
    unit      INTEGER NOT NULL REFERENCES unit (id), -- the member's on that day: the role ends when the member leaves it
    PRIMARY KEY (member, role, scope, granted, start_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_change_by_scope ON role_change (role, scope);

-- 1: bound by a file, so the person has yet to see what is stored and why.
ALTER TABLE binding ADD COLUMN notice_due INTEGER NOT NULL DEFAULT 0;

-- What a chat group is, by 群 绑定.
CREATE TABLE bound_group (
    platform TEXT    NOT NULL,
    chat     TEXT    NOT NULL,                  -- the platform's id
    since    INTEGER NOT NULL,                  -- UTC seconds
    until    INTEGER,                           -- none: still holds
    kind     INTEGER NOT NULL,                  -- GroupKind
    unit     INTEGER NOT NULL REFERENCES unit (id),
    target   TEXT    NOT NULL,                  -- configured group whose robot posts into this chat; may be empty
    bound_by INTEGER NOT NULL REFERENCES member (id),
    PRIMARY KEY (platform, chat, since)
) STRICT;
CREATE UNIQUE INDEX bound_group_now ON bound_group (platform, chat) WHERE until IS NULL;

CREATE TABLE group_code (
    digest    TEXT PRIMARY KEY,                 -- SHA-256 of the code
    kind      INTEGER NOT NULL,
    unit      INTEGER NOT NULL REFERENCES unit (id),
    target    TEXT    NOT NULL,
    issued_at INTEGER NOT NULL,
    expires   INTEGER NOT NULL
) STRICT;

-- 名册 调动 into another unit, until that unit's administrator agrees.
CREATE TABLE move_request (
    id         INTEGER PRIMARY KEY,
    member     INTEGER NOT NULL REFERENCES member (id),
    from_start INTEGER NOT NULL,                -- of the membership that would end
    branch     INTEGER NOT NULL REFERENCES unit (id),
    unit       INTEGER NOT NULL REFERENCES unit (id),
    day        INTEGER NOT NULL,                -- first day in the new branch
    asked_by   INTEGER NOT NULL REFERENCES member (id),
    asked_at   INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    decided_at INTEGER,                         -- empty: waits
    agreed     INTEGER,
    decided_by INTEGER REFERENCES member (id)
) STRICT;
CREATE INDEX move_request_waiting ON move_request (unit) WHERE decided_at IS NULL;

-- Names that units had: whoever types one is asked whether the new one is meant.
CREATE TABLE former_unit_name (
    unit INTEGER NOT NULL REFERENCES unit (id),
    name TEXT    NOT NULL,
    PRIMARY KEY (unit, name)
) STRICT, WITHOUT ROWID;
