
-- The words are folded already, so they become lexemes as they are, without a parser or a dictionary.
ALTER TABLE search_entry ADD COLUMN lexemes tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
CREATE INDEX search_entry_lexemes ON search_entry USING gin (lexemes);
