-- One call to a platform may carry the same text to several persons: each has its own message, part and attempt.
ALTER TABLE attempt ADD COLUMN call INTEGER;                    -- the first attempt of a call with several; else empty
ALTER TABLE part ADD COLUMN call INTEGER;                       -- the call that may have brought it, to be repeated whole
ALTER TABLE part ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;   -- 1: a call was refused for one of its recipients
CREATE INDEX attempt_by_call ON attempt (call) WHERE call IS NOT NULL;
-- Finds what stands before a message at its destination without reading the others'.
CREATE INDEX message_by_address ON message (target, address, started, priority, id) WHERE ended_at IS NULL;
-- What becomes due or expires next, without reading all that waits.
CREATE INDEX message_by_due ON message (next_at) WHERE ended_at IS NULL AND state = 'queued';
CREATE INDEX message_by_expiry ON message (not_after) WHERE ended_at IS NULL AND state = 'queued';
