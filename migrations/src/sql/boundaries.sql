-- Where a region ends, for maps. Operators bring their own; a GeoJSON geometry as text.
CREATE TABLE boundary (
    id {id},
    region_id BIGINT NOT NULL UNIQUE REFERENCES region (id),
    geometry {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX boundary_source_id ON boundary (source_id);
