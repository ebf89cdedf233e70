-- Which member a chat account is, and which strangers were told how to bind.
CREATE TABLE binding (
    platform TEXT    NOT NULL,
    user_id  TEXT    NOT NULL, -- the platform's immutable id
    member   INTEGER NOT NULL REFERENCES member (id),
    since    INTEGER NOT NULL, -- UTC seconds
    until    INTEGER,          -- none: still holds
    PRIMARY KEY (platform, user_id, since)
) STRICT;
CREATE UNIQUE INDEX binding_now ON binding (platform, user_id) WHERE until IS NULL;
CREATE INDEX binding_of_member ON binding (member);

CREATE TABLE stranger_told (
    platform TEXT    NOT NULL,
    user_id  TEXT    NOT NULL,
    day      INTEGER NOT NULL, -- the last day on which the stranger was told
    PRIMARY KEY (platform, user_id)
) STRICT;
