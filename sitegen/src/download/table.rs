//! A table as it is declared: once, for every format.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::data::vocabulary::Vocabulary;
use crate::locale::Locale;

use super::cell::Cell;

/// A text in Indonesian and in English.
pub type Said = (&'static str, &'static str);

/// All records of one kind.
#[derive(Clone, Debug, Hash)]
pub struct Table<'d> {
    /// Name of its files and of its sheet: `action-items`.
    pub name: &'static str,
    /// What it holds.
    pub title: Said,
    /// Its columns, as the API names its fields; the last says whether a row is simulated.
    pub columns: Vec<Column<'d>>,
    /// Rows.
    pub rows: usize,
}

/// A column with its values.
#[derive(Clone, Debug, Hash)]
pub struct Column<'d> {
    /// Name of the field in the API.
    pub name: &'static str,
    /// What it is called.
    pub title: Said,
    /// What else is to be known of it.
    pub about: Option<Said>,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is part of what tells a row from all others.
    pub key: bool,
    /// The table and its column whose values these are.
    pub refers_to: Option<(&'static str, &'static str)>,
    /// Its type and its values, as many as the table has rows.
    pub values: Values<'d>,
}

/// A word of a vocabulary: its name in the contract, and what readers see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// As the API writes it: `IN_KIND`.
    pub name: String,
    /// In Indonesian and in English.
    pub label: Said,
}

/// The type of a column with its values.
#[derive(Clone, Debug, Hash)]
pub enum Values<'d> {
    /// Texts, codes and keys.
    Text(Vec<Option<&'d str>>),
    /// Words of a vocabulary, by their place in it.
    Word(Vec<Word>, Vec<Option<usize>>),
    /// Counts.
    Whole(Vec<Option<i64>>),
    /// Whole rupiah.
    Rupiah(Vec<Option<i64>>),
    /// Decimals of which every digit counts.
    Exact(Vec<Option<Cow<'d, str>>>),
    /// Days.
    Day(Vec<Option<NaiveDate>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
}

/// Does the same with the values of any type.
macro_rules! of_any_type {
    ($values:expr, $them:ident => $do:expr) => {
        match $values {
            Values::Text($them) => $do,
            Values::Word(_, $them) => $do,
            Values::Whole($them) | Values::Rupiah($them) => $do,
            Values::Exact($them) => $do,
            Values::Day($them) => $do,
            Values::Flag($them) => $do,
        }
    };
}

impl Values<'_> {
    /// The value of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Text(them) => them.get(row)?.map(Cell::Text),
            Self::Word(words, them) => Some(Cell::Text(&words.get((*them.get(row)?)?)?.name)),
            Self::Whole(them) => them.get(row)?.map(Cell::Whole),
            Self::Rupiah(them) => them.get(row)?.map(Cell::Rupiah),
            Self::Exact(them) => them.get(row)?.as_deref().map(Cell::Exact),
            Self::Day(them) => them.get(row)?.map(Cell::Day),
            Self::Flag(them) => them.get(row)?.map(Cell::Flag),
        }
    }

    /// Leaves out the rows that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        of_any_type!(self, them => {
            let mut kept = kept.iter();
            them.retain(|_| kept.next().copied().unwrap_or_default());
        });
    }

    /// Makes the value of a row absent.
    pub fn clear(&mut self, row: usize) {
        of_any_type!(self, them => if let Some(value) = them.get_mut(row) {
            *value = None;
        });
    }
}

impl Table<'_> {
    /// The values of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Option<Cell<'_>>> {
        self.columns.iter().map(move |column| column.values.get(row))
    }

    /// A column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column<'_>> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// How many rows are simulated.
    #[must_use]
    pub fn simulated(&self) -> usize {
        match self.columns.last().map(|column| &column.values) {
            Some(Values::Flag(flags)) => flags.iter().filter(|flag| **flag == Some(true)).count(),
            _ => 0,
        }
    }
}

/// What a column may be told of a record: a value, or a value that can be absent.
pub trait Given<T> {
    /// Whether there is always one.
    const ALWAYS: bool;

    /// The value.
    fn given(self) -> Option<T>;
}

impl<T> Given<T> for T {
    const ALWAYS: bool = true;

    fn given(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Given<T> for Option<T> {
    const ALWAYS: bool = false;

    fn given(self) -> Option<T> {
        self
    }
}

/// As [`Given`], of a word of a vocabulary.
pub trait GivenWord {
    /// The vocabulary.
    type Of: Vocabulary;

    /// Whether there is always one.
    const ALWAYS: bool;

    /// The word.
    fn given_word(self) -> Option<Self::Of>;
}

impl<W: Vocabulary> GivenWord for W {
    type Of = W;

    const ALWAYS: bool = true;

    fn given_word(self) -> Option<W> {
        Some(self)
    }
}

impl<W: Vocabulary> GivenWord for Option<W> {
    type Of = W;

    const ALWAYS: bool = false;

    fn given_word(self) -> Option<W> {
        self
    }
}

/// A table while it is declared, column by column.
#[must_use]
pub struct Declared<'d, R> {
    records: Vec<&'d R>,
    table: Table<'d>,
}

/// Declares a column of a type.
macro_rules! column_of {
    ($(#[$doc:meta] $name:ident: $type:ty => $variant:ident;)+) => {$(
        #[$doc]
        pub fn $name<G: Given<$type>>(
            self,
            name: &'static str,
            title: Said,
            value: impl Fn(&'d R) -> G,
        ) -> Self {
            let values = self.records.iter().map(|it| value(it).given()).collect();
            self.with(name, title, G::ALWAYS, Values::$variant(values))
        }
    )+};
}

impl<'d, R> Declared<'d, R> {
    /// Begins a table.
    pub fn of(name: &'static str, title: Said, records: impl IntoIterator<Item = &'d R>) -> Self {
        let records: Vec<&R> = records.into_iter().collect();
        let rows = records.len();
        Self { records, table: Table { name, title, columns: Vec::new(), rows } }
    }

    column_of! {
        /// A column of texts.
        text: &'d str => Text;
        /// A column of whole rupiah.
        rupiah: i64 => Rupiah;
        /// A column of exact decimals.
        exact: Cow<'d, str> => Exact;
        /// A column of days.
        day: NaiveDate => Day;
        /// A column of counts of any size.
        large: i64 => Whole;
    }

    /// A column of counts.
    pub fn whole<G: Given<i32>>(self, name: &'static str, title: Said, value: impl Fn(&'d R) -> G) -> Self {
        let values = self.records.iter().map(|it| value(it).given().map(i64::from)).collect();
        self.with(name, title, G::ALWAYS, Values::Whole(values))
    }

    /// A column of words of a vocabulary.
    pub fn word<G: GivenWord>(self, name: &'static str, title: Said, value: impl Fn(&'d R) -> G) -> Self {
        let word = |it: &G::Of| Word { name: it.name(), label: (it.label(Locale::Id), it.label(Locale::En)) };
        let place = |it: G::Of| G::Of::ALL.iter().position(|word| *word == it);
        let values = self.records.iter().map(|it| value(it).given_word().and_then(place)).collect();
        self.with(name, title, G::ALWAYS, Values::Word(G::Of::ALL.iter().map(word).collect(), values))
    }

    /// The source of a row, and the last column: whether it is simulated.
    pub fn source(self, source: impl Fn(&'d R) -> &'d str, simulated: impl Fn(&'d R) -> bool) -> Table<'d> {
        self.text("source", ("Sumber", "Source"), source).refers_to("sources", "key").simulated(simulated)
    }

    /// The last column: whether a row is simulated.
    pub fn simulated(self, simulated: impl Fn(&'d R) -> bool) -> Table<'d> {
        let values = self.records.iter().map(|it| Some(simulated(it))).collect();
        let declared = self.with("simulated", ("Simulasi", "Simulated"), true, Values::Flag(values));
        declared
            .about(
                "Benar bila barisnya dibuat oleh simulator karena yang sebenarnya tidak diumumkan.",
                "True where the simulator made the row, because the real one is not public.",
            )
            .table
    }

    /// Says what else is to be known of the column before.
    pub fn about(mut self, id: &'static str, en: &'static str) -> Self {
        self.latest(|column| column.about = Some((id, en)));
        self
    }

    /// Makes the column before a part of what tells a row from all others.
    pub fn key(mut self) -> Self {
        self.latest(|column| column.key = true);
        self
    }

    /// Says whose values the column before has.
    pub fn refers_to(mut self, table: &'static str, column: &'static str) -> Self {
        self.latest(|it| it.refers_to = Some((table, column)));
        self
    }

    fn latest(&mut self, change: impl FnOnce(&mut Column<'d>)) {
        self.table.columns.last_mut().map(change);
    }

    fn with(mut self, name: &'static str, title: Said, required: bool, values: Values<'d>) -> Self {
        self.table.columns.push(Column {
            name,
            title,
            about: None,
            required,
            key: false,
            refers_to: None,
            values,
        });
        self
    }
}
