-- What waits for 确认, and the codes by which a chat account is bound to a member.
CREATE TABLE pending_plan (
    platform TEXT    NOT NULL,
    user_id  TEXT    NOT NULL,
    chat     TEXT    NOT NULL, -- empty in a one-to-one chat
    code     TEXT    NOT NULL,
    message  TEXT    NOT NULL, -- the command as typed
    digest   TEXT    NOT NULL, -- of the preview that was shown
    expires  INTEGER NOT NULL, -- UTC seconds
    PRIMARY KEY (platform, user_id, chat)
) STRICT;

CREATE TABLE bind_code (
    digest    TEXT PRIMARY KEY, -- SHA-256 of the code
    member    INTEGER NOT NULL REFERENCES member (id),
    issued_by INTEGER NOT NULL REFERENCES member (id),
    issued_at INTEGER NOT NULL,
    expires   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bind_code_of_member ON bind_code (member);

CREATE TABLE bind_failure (
    platform TEXT    NOT NULL,
    user_id  TEXT    NOT NULL,
    at       INTEGER NOT NULL -- UTC seconds
) STRICT;
CREATE INDEX bind_failure_of_account ON bind_failure (platform, user_id, at);
