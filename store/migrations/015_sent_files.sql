-- A file that came with a message: where its platform keeps it, until the message has been worked on.
ALTER TABLE inbound ADD COLUMN file_name    TEXT NOT NULL DEFAULT '';
ALTER TABLE inbound ADD COLUMN file_address TEXT NOT NULL DEFAULT ''; -- a credential
ALTER TABLE inbound ADD COLUMN file_key     TEXT NOT NULL DEFAULT ''; -- a credential
