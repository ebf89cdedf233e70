-- What imports leave to be compared or decided.

-- Running totals of two kinds: since registration (总积分) and of the month (当月积分). Differences of a member's totals
-- of one series become points.
CREATE TABLE total_of_series (
    member INTEGER NOT NULL REFERENCES member (id),
    series INTEGER NOT NULL,                    -- Series
    day    INTEGER NOT NULL,
    total  INTEGER NOT NULL,
    PRIMARY KEY (member, series, day)
) STRICT, WITHOUT ROWID;
INSERT INTO total_of_series (member, series, day, total) SELECT member, 0, day, total FROM running_total;
DROP TABLE running_total;
ALTER TABLE total_of_series RENAME TO running_total;
CREATE INDEX running_total_by_day ON running_total (series, day);

-- Empty: the queued points are those of the day; else a running total of this Series.
ALTER TABLE queued_row ADD COLUMN series INTEGER;

-- What the platform says of a unit and day; compared with the facts, never counted. Averages in thousandths, rates in
-- millionths; empty: the file does not say it.
CREATE TABLE unit_statement (
    unit           INTEGER NOT NULL REFERENCES unit (id),
    day            INTEGER NOT NULL,
    batch          INTEGER NOT NULL REFERENCES batch (id),
    row            INTEGER NOT NULL,            -- of its file
    total          INTEGER,
    activated      INTEGER,
    active         INTEGER,
    points         INTEGER,
    average_points INTEGER,
    participation  INTEGER,
    PRIMARY KEY (day, unit)
) STRICT, WITHOUT ROWID;

-- 待核对: the newest activation that a file states otherwise than the roster (ruling 27).
CREATE TABLE activation_doubt (
    member    INTEGER PRIMARY KEY REFERENCES member (id),
    day       INTEGER NOT NULL,
    activated INTEGER NOT NULL,                 -- as the file says
    batch     INTEGER NOT NULL REFERENCES batch (id)
) STRICT;
