-- What persons say of themselves and ask for, and what is left when they are erased.

-- 打卡: voluntary, counts nowhere. A withdrawn card has no row.
CREATE TABLE card (
    id      INTEGER PRIMARY KEY,
    member  INTEGER NOT NULL REFERENCES member (id),
    said_at INTEGER NOT NULL, -- UTC seconds
    text    TEXT    NOT NULL  -- empty: the card was the own figure
) STRICT;
CREATE INDEX card_of_member ON card (member, said_at);

-- 更正, 注销 and 反馈.
CREATE TABLE request (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('correction', 'erasure', 'feedback')),
    member     INTEGER REFERENCES member (id), -- none: a stranger
    unit       INTEGER REFERENCES unit (id),   -- the second-level unit whose administrators decide; none: the secretariat
    text       TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    due        INTEGER NOT NULL,               -- local day
    decided_at INTEGER,
    decided_by INTEGER REFERENCES member (id),
    granted    INTEGER CHECK (granted IN (0, 1)),
    answer     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX request_of_member ON request (member);
CREATE INDEX request_open ON request (unit) WHERE decided_at IS NULL;

-- Whose name and number were erased: a file that still lists the number must not bring the person back.
CREATE TABLE erased_member (
    code_digest TEXT PRIMARY KEY, -- salted
    member      INTEGER NOT NULL REFERENCES member (id),
    erased_at   INTEGER NOT NULL  -- UTC seconds
) STRICT;

-- Of a body that was erased: what was sent stays provable.
ALTER TABLE part ADD COLUMN body_sha256 TEXT;
