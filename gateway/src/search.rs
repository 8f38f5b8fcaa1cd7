//! Search by words: how texts are folded, and how the index follows the rows.
//!
//! Names are written in many ways: `'Aisyiyah` and `Aisyiyah`, `Klakah Kasian` and `Klakahkasihan`, `Soekoharjo` and
//! `Sukoharjo`. Texts and questions are folded to one form in which these are the same; neighbouring words are kept
//! joined as well, so that a space more or less does not matter. Both databases then only compare folded words.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, Statement};

/// Rows that are brought up to date in one statement.
const CHUNK: u64 = 2_000;

/// Words of a question beyond which it is none.
const MOST_WORDS: usize = 16;

/// A table whose rows are found by words.
struct Searched {
    noun: &'static str,
    table: &'static str,
    /// Foreign key of the entry.
    key: &'static str,
    /// SQL of what a reader knows it by, over the table as `t`.
    title: &'static str,
    /// SQL of everything that is searched beside the title.
    also: &'static str,
    /// SQL condition on the table.
    within: &'static str,
}

const SEARCHED: [Searched; 6] = [
    Searched {
        noun: "VILLAGE",
        table: "region",
        key: "village_id",
        title: "t.name",
        also: "(SELECT string_agg(a.name, ' ' ORDER BY a.id) FROM code_assignment a WHERE a.region_id = t.id)",
        within: "t.level = 'VILLAGE'",
    },
    Searched {
        noun: "AGENCY",
        table: "agency",
        key: "agency_id",
        title: "t.name",
        also: "COALESCE(t.abbreviation, '') || ' ' || COALESCE(t.name_en, '') || ' ' || COALESCE((SELECT \
               string_agg(a.name, ' ' ORDER BY a.id) FROM agency_name a WHERE a.agency_id = t.id), '')",
        within: "TRUE",
    },
    Searched {
        noun: "STAKEHOLDER",
        table: "stakeholder",
        key: "stakeholder_id",
        title: "t.name",
        also: "COALESCE(t.name_en, '')",
        within: "TRUE",
    },
    Searched {
        noun: "PROGRAMME",
        table: "programme",
        key: "programme_id",
        title: "t.name",
        also: "''",
        within: "TRUE",
    },
    Searched { noun: "NEED", table: "need", key: "need_id", title: "t.title", also: "''", within: "TRUE" },
    Searched {
        noun: "DECISION",
        table: "decision",
        key: "decision_id",
        title: "t.text",
        also: "t.text_en",
        within: "TRUE",
    },
];

/// A text as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Folded {
    words: Vec<String>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let apostrophe = |letter: char| matches!(letter, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}');
        let words = lower.split(|letter: char| !letter.is_alphanumeric() && !apostrophe(letter));
        Self { words: words.map(fold).filter(|word| !word.is_empty()).collect() }
    }

    fn compact(&self) -> String {
        self.words.concat()
    }

    /// The words, and each pair of neighbours as one word.
    fn indexed(&self) -> String {
        let pairs = self.words.windows(2).map(<[String]>::concat);
        let mut all: Vec<String> = self.words.iter().cloned().chain(pairs).chain([self.compact()]).collect();
        all.sort_unstable();
        all.dedup();
        all.join(" ")
    }
}

/// One word: the old spelling read as the new one, `y` as `i`, without the `h` that is often left out, without marks
/// and without doubled letters.
fn fold(word: &str) -> String {
    let letters: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let spelled = letters.replace("oe", "u").replace("tj", "c").replace("dj", "j").replace('y', "i");
    let mut folded = String::with_capacity(spelled.len());
    for letter in spelled.chars().filter(|letter| *letter != 'h') {
        if letter.is_ascii_digit() || !folded.ends_with(letter) {
            folded.push(letter);
        }
    }
    // A word of nothing but `h` stays one.
    if folded.is_empty() { letters } else { folded }
}

/// A question, ready for the database.
#[derive(Clone, Debug)]
pub struct Question {
    words: Vec<String>,
    compact: String,
}

impl Question {
    /// Reads a question; `None` where no word is left of it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut folded = Folded::of(text);
        folded.words.truncate(MOST_WORDS);
        let compact = folded.compact();
        (!compact.is_empty()).then_some(Self { words: folded.words, compact })
    }

    /// A spelling that is the same for questions that find the same.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    /// The condition that an entry under `alias` is found: by all words, the last one perhaps only begun, or by all of
    /// them written as one.
    #[must_use]
    pub fn finds(&self, backend: DatabaseBackend, alias: &str) -> Expr {
        if backend == DatabaseBackend::Postgres {
            let words: Vec<_> = self.words.iter().map(|word| format!("'{word}'")).collect();
            let question = format!("({}:*) | '{}':*", words.join(" & "), self.compact);
            let sql = format!("\"{alias}\".\"lexemes\" @@ CAST($1 AS tsquery)");
            return Expr::cust_with_values(sql, [question]);
        }
        let words: Vec<_> = self.words.iter().map(|word| format!("\"{word}\"")).collect();
        let question = format!("({} *) OR \"{}\" *", words.join(" AND "), self.compact);
        let sql = format!("\"{alias}\".\"id\" IN (SELECT rowid FROM search_word WHERE search_word MATCH ?)");
        Expr::cust_with_values(sql, [question])
    }

    /// How far an entry under `alias` is from the question: 0 the same, 1 begins with it, 2 holds it.
    #[must_use]
    pub fn distance(&self, alias: &str) -> Expr {
        let compact = super::graph::column(alias, "compact");
        let above: String = self.compact.chars().chain(std::iter::once('\u{7f}')).collect();
        let begins = compact.clone().gte(self.compact.as_str()).and(compact.clone().lt(above));
        sea_orm::sea_query::CaseStatement::new()
            .case(compact.eq(self.compact.as_str()), Expr::cust("0"))
            .case(begins, Expr::cust("1"))
            .finally(Expr::cust("2"))
            .into()
    }
}

/// Brings the index up to date with the rows, within the write that changed them.
///
/// # Errors
/// When the database fails.
pub async fn refresh(db: &DatabaseTransaction) -> Result<(), DbErr> {
    for searched in &SEARCHED {
        searched.remove_changed(db).await?;
        while searched.add_missing(db).await? == CHUNK {}
    }
    Ok(())
}

impl Searched {
    fn original(&self) -> String {
        format!("TRIM({} || ' ' || COALESCE({}, ''))", self.title, self.also)
    }

    /// Entries of rows that are gone go with them; those of rows whose texts have changed are made anew.
    async fn remove_changed(&self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        let Self { table, key, .. } = self;
        let original = self.original();
        let sql = format!(
            "DELETE FROM search_entry WHERE id IN (SELECT e.id FROM search_entry e JOIN {table} t ON t.id = e.{key} \
             WHERE e.original <> {original})"
        );
        db.execute_unprepared(&sql).await.map(|_| ())
    }

    /// Adds entries for at most [`CHUNK`] rows that have none; says how many.
    async fn add_missing(&self, db: &DatabaseTransaction) -> Result<u64, DbErr> {
        let Self { noun, table, key, title, within, .. } = self;
        let backend = db.get_database_backend();
        let sql = format!(
            "SELECT t.id, {title}, {} FROM {table} t LEFT JOIN search_entry e ON e.{key} = t.id \
             WHERE {within} AND e.id IS NULL ORDER BY t.id LIMIT {CHUNK}",
            self.original()
        );
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, title): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let original: String = row.try_get_by_index(2)?;
            let (words, compact) = (Folded::of(&original).indexed(), Folded::of(&title).compact());
            entries.push(serde_json::json!([id, title, original, words, compact]));
        }
        let found = entries.len() as u64;
        if found > 0 {
            let (source, cell) = if backend == DatabaseBackend::Postgres {
                ("json_array_elements($1::json) AS r(v)", "r.v")
            } else {
                ("json_each(?1) AS r", "r.value")
            };
            let sql = format!(
                "INSERT INTO search_entry (noun, {key}, title, original, words, compact) \
                 SELECT '{noun}', CAST({cell} ->> 0 AS bigint), {cell} ->> 1, {cell} ->> 2, {cell} ->> 3, {cell} ->> 4 \
                 FROM {source}"
            );
            let given = serde_json::Value::from(entries).to_string();
            db.execute_raw(Statement::from_sql_and_values(backend, sql, [given.into()])).await?;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_the_same() {
        for (one, other) in [
            ("'Aisyiyah", "Aisyiyah"),
            ("Aisyiyah", "\u{2019}Aisyiah"),
            ("Klakah Kasian", "Klakahkasihan"),
            ("Soekoharjo", "Sukoharjo"),
            ("Djakenan", "Jakenan"),
            ("Tjluwak", "Cluwak"),
            ("SIDOMULYO", "Sidomuljo".replace('j', "y").as_str()),
        ] {
            assert_eq!(Folded::of(one).compact(), Folded::of(other).compact(), "{one} and {other}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        let names =
            ["Pati Kidul", "Pati Lor", "Pati Wetan", "Kayen", "Kajen", "Wedarijaksa", "Winong", "11", "1"];
        let folded: std::collections::BTreeSet<_> =
            names.iter().map(|name| Folded::of(name).compact()).collect();
        assert_eq!(folded.len(), names.len());
    }

    #[test]
    fn what_holds_no_word_is_no_question() {
        for text in ["", "  ", "'", "?!", "\u{2019}"] {
            assert!(Question::read(text).is_none(), "{text:?}");
        }
        assert!(Question::read("h").is_some());
    }
}
