-- Verified messages of the chat platforms, and the nonces that tell a replay.
CREATE TABLE inbound (
    id            INTEGER PRIMARY KEY,
    platform      TEXT NOT NULL,
    receiver      TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    sender        TEXT NOT NULL,
    direct        INTEGER NOT NULL CHECK (direct IN (0, 1)),
    chat          TEXT NOT NULL,
    text          TEXT NOT NULL,
    reply_address TEXT NOT NULL,
    reply_until   INTEGER NOT NULL,
    received_at   INTEGER NOT NULL,
    state         TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'answered', 'ignored', 'failed')),
    reason        TEXT NOT NULL DEFAULT '',
    ended_at      INTEGER,
    UNIQUE (platform, receiver, message_id)
) STRICT;
CREATE INDEX inbound_received ON inbound (id) WHERE state = 'received';
CREATE INDEX inbound_ended ON inbound (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE inbound_nonce (
    receiver TEXT NOT NULL,
    nonce    TEXT NOT NULL,
    seen_at  INTEGER NOT NULL,
    PRIMARY KEY (receiver, nonce)
) STRICT;
CREATE INDEX inbound_nonce_seen ON inbound_nonce (seen_at);
