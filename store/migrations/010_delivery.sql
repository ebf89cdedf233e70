-- When an attempt ended on the machine's own counter, so that a clock which is set makes no room in a lane.
ALTER TABLE attempt ADD COLUMN machine_run INTEGER;  -- tells the machine's starts apart
ALTER TABLE attempt ADD COLUMN ended_uptime INTEGER; -- milliseconds since that start
DROP INDEX attempt_by_lane;
CREATE INDEX attempt_by_lane ON attempt (lane, id);

-- For whom a message is that only one person may read; looked at again before each attempt.
CREATE TABLE addressee (
    message  INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    platform TEXT    NOT NULL,
    user_id  TEXT    NOT NULL,                  -- the account it goes to
    member   INTEGER NOT NULL REFERENCES member (id)
) STRICT;
