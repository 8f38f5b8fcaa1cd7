-- Which region a meeting is about: in a database of many regencies each report tells of its own.
ALTER TABLE meeting ADD COLUMN region_id BIGINT REFERENCES region (id);
CREATE INDEX meeting_region_id ON meeting (region_id);
