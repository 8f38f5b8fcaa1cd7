-- The cells of a region in the newest release are found at once; an index by region alone lost to the one of the key, by
-- which all cells of a release are looked through.
DROP INDEX released_cell_region_id;
CREATE INDEX released_cell_by_region_id_release_id ON released_cell (region_id, release_id);
