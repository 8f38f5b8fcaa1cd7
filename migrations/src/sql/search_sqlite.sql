
-- The words once more, as the full-text index wants them; triggers keep the two together.
CREATE VIRTUAL TABLE search_word USING fts5 (words, content = 'search_entry', content_rowid = 'id', prefix = '2 3');
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_word (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO search_word (rowid, words) VALUES (new.id, new.words);
END;
