-- Running totals of files that show nothing else (domain/exports.md §5 "cumulative only").
CREATE TABLE running_total (
    member INTEGER NOT NULL REFERENCES member (id),
    day    INTEGER NOT NULL,
    total  INTEGER NOT NULL,
    PRIMARY KEY (member, day)
) STRICT, WITHOUT ROWID;
