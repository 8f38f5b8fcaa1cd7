//! How a noun of the domain is described: one declarative value from which its GraphQL type, filter, order,
//! connection and its columns in a data package are made.

use sea_orm::{EntityName, EntityTrait, IdenStatic};

/// An enumeration as stored: (value, one-line description) pairs under a GraphQL type name.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// Name of the GraphQL enum.
    pub name: &'static str,
    /// Stored values with their descriptions, in the order of the schema.
    pub values: &'static [(&'static str, &'static str)],
}

/// What a field holds: how it is stored, filtered and written on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text, compared byte by byte.
    Text,
    /// 32-bit integer.
    Int,
    /// Yes or no.
    Boolean,
    /// Calendar date, `2022-06-22`.
    Date,
    /// Moment in UTC, RFC 3339.
    DateTime,
    /// Whole rupiah in 64 bits, a string on the wire.
    Rupiah,
    /// 64-bit integer, a string on the wire.
    BigInt,
    /// Region code, dotted.
    RegionCode,
    /// Degrees, stored as whole microdegrees.
    Degrees,
    /// An area on the earth: `Polygon` or `MultiPolygon` of GeoJSON, stored as its text.
    Geometry,
    /// Exact decimal: a scaled integer whose number of decimals is another expression of the same row.
    Decimal {
        /// SQL for the number of decimals, with `{t}` for the table's alias.
        decimals: &'static str,
    },
    /// One of a vocabulary.
    Choice(Vocabulary),
}

/// Where the value of a field comes from.
#[derive(Clone, Copy, Debug)]
pub enum Stored {
    /// A column of the noun's table.
    Column(&'static str),
    /// An SQL expression over the row, with `{t}` for the table's alias; never imported.
    Sql(&'static str),
}

/// One scalar field of a noun.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// GraphQL name, camelCase.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it comes from.
    pub stored: Stored,
    /// Whether the database allows it to be absent.
    pub optional: bool,
    /// Description: what, unit, how absence is meant.
    pub doc: &'static str,
    /// Kept in the database and in data packages, never shown by the API.
    pub hidden: bool,
    /// Computed by the database from other columns; data packages do not carry it.
    pub computed: bool,
    /// Column that the API reads instead: what a release tells of it. Absent where it tells nothing.
    pub released: Option<&'static str>,
}

impl Field {
    /// Marks the field as possibly absent.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Keeps the field out of the API.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Shows what a release tells of the field, in `column`, to everybody who asks in whatever way; the field itself
    /// goes from data packages into the database and no further.
    #[must_use]
    pub fn released_as(mut self, column: impl IdenStatic) -> Self {
        self.released = Some(column.as_str());
        self
    }

    /// Whether an answer may lack it.
    #[must_use]
    pub fn may_be_absent(&self) -> bool {
        self.optional || self.released.is_some()
    }

    /// Keeps the field out of data packages: the database computes it.
    #[must_use]
    pub fn computed(mut self) -> Self {
        self.computed = true;
        self
    }
}

fn of(name: &'static str, kind: Kind, doc: &'static str) -> Field {
    let stored = Stored::Sql("NULL");
    Field { name, kind, stored, optional: false, doc, hidden: false, computed: false, released: None }
}

fn field(name: &'static str, kind: Kind, column: &'static str, doc: &'static str) -> Field {
    Field { stored: Stored::Column(column), ..of(name, kind, doc) }
}

macro_rules! field_makers {
    ($($(#[$doc:meta])* $maker:ident => $kind:expr;)*) => {$(
        $(#[$doc])*
        pub fn $maker(name: &'static str, column: impl IdenStatic, doc: &'static str) -> Field {
            field(name, $kind, column.as_str(), doc)
        }
    )*};
}

field_makers! {
    /// A text field.
    text => Kind::Text;
    /// A 32-bit integer field.
    int => Kind::Int;
    /// A date field.
    date => Kind::Date;
    /// A timestamp field.
    moment => Kind::DateTime;
    /// A field of whole rupiah.
    rupiah => Kind::Rupiah;
    /// A 64-bit integer field.
    big_int => Kind::BigInt;
    /// A region code field.
    region_code => Kind::RegionCode;
    /// A latitude or longitude.
    degrees => Kind::Degrees;
    /// An area on the earth.
    geometry => Kind::Geometry;
}

/// A field that holds one of a vocabulary.
pub fn choice(
    name: &'static str,
    column: impl IdenStatic,
    vocabulary: Vocabulary,
    doc: &'static str,
) -> Field {
    field(name, Kind::Choice(vocabulary), column.as_str(), doc)
}

/// An exact decimal whose number of decimals is given by the SQL `decimals`.
pub fn decimal(
    name: &'static str,
    column: impl IdenStatic,
    decimals: &'static str,
    doc: &'static str,
) -> Field {
    field(name, Kind::Decimal { decimals }, column.as_str(), doc)
}

/// A yes-or-no field computed by SQL over the row.
#[must_use]
pub fn flag(name: &'static str, sql: &'static str, doc: &'static str) -> Field {
    Field { stored: Stored::Sql(sql), ..of(name, Kind::Boolean, doc) }
}

/// A relation to one row of another noun, by a foreign key of this noun's table.
#[derive(Clone, Copy, Debug)]
pub struct ToOne {
    /// GraphQL name.
    pub name: &'static str,
    /// Name of the noun that it leads to.
    pub target: &'static str,
    /// Foreign key column of this noun's table.
    pub column: &'static str,
    /// Whether it may be absent.
    pub optional: bool,
    /// Whether a data package carries it; a second view of the same column does not.
    pub imported: bool,
    /// Column that the API reads instead: what a release tells of it.
    pub released: Option<&'static str>,
    /// Description.
    pub doc: &'static str,
}

impl ToOne {
    /// The column that the API reads.
    #[must_use]
    pub fn shown_column(&self) -> &'static str {
        self.released.unwrap_or(self.column)
    }
}

/// A relation to many rows of another noun, by a foreign key of that noun's table.
#[derive(Clone, Copy, Debug)]
pub struct ToMany {
    /// GraphQL name.
    pub name: &'static str,
    /// Name of the noun that it leads to.
    pub target: &'static str,
    /// Foreign key column of the target's table.
    pub column: &'static str,
    /// Description.
    pub doc: &'static str,
}

/// The columns that say when a row holds.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// First day; absent where it always has held.
    pub from: &'static str,
    /// End; absent where it still holds.
    pub to: &'static str,
    /// Whether `to` is the last day, rather than the first on which the row no longer holds.
    pub to_is_included: bool,
}

/// An hour in seconds: how long rows may be kept that change with an edition.
pub const HOUR: i32 = 3_600;

/// A day in seconds: how long rows may be kept that change by law.
pub const DAY: i32 = 24 * HOUR;

/// A noun of the domain.
#[derive(Clone, Debug)]
pub struct Noun {
    /// GraphQL type name, `Village`.
    pub name: &'static str,
    /// Root field of its connection, `villages`.
    pub plural: &'static str,
    /// Table that stores it.
    pub table: &'static str,
    /// Description of the type.
    pub doc: &'static str,
    /// Column and value that make a row of the table this noun, where several nouns share a table.
    pub within: Option<(&'static str, &'static str)>,
    /// Scalar fields in the order of the schema.
    pub fields: Vec<Field>,
    /// Relations to one.
    pub to_one: Vec<ToOne>,
    /// Relations to many.
    pub to_many: Vec<ToMany>,
    /// Columns that identify a row in a data package: names of fields or to-one relations.
    pub identity: &'static [&'static str],
    /// Largest page.
    pub max_page: usize,
    /// How long others may keep rows without asking again, where the operator lets them, in seconds; 0 where what
    /// rows say may be another thing at any time.
    pub max_age: i32,
    /// Rows are added, never changed.
    pub append_only: bool,
    /// When a row holds; its lists then take `asOf`.
    pub dated: Option<Dated>,
    /// Whether the query type asks for it directly.
    pub has_root: bool,
    /// Kept in the database and in data packages, and not part of the API: its rows stand for people.
    pub internal: bool,
}

impl Noun {
    /// A noun stored in the table of `entity`.
    pub fn of<E: EntityTrait + EntityName>(
        name: &'static str,
        plural: &'static str,
        entity: E,
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            plural,
            table: entity.table_name(),
            doc,
            within: None,
            fields: Vec::new(),
            to_one: Vec::new(),
            to_many: Vec::new(),
            identity: &["key"],
            max_page: 100,
            max_age: 0,
            append_only: false,
            dated: None,
            has_root: true,
            internal: false,
        }
    }

    /// Restricts the noun to rows of its table where `column` equals `value`.
    #[must_use]
    pub fn within(mut self, column: impl IdenStatic, value: &'static str) -> Self {
        self.within = Some((column.as_str(), value));
        self
    }

    /// Names the natural key where it is not `key`.
    #[must_use]
    pub fn identity(mut self, fields: &'static [&'static str]) -> Self {
        self.identity = fields;
        self
    }

    /// Allows pages of 200: a reference noun with short rows.
    #[must_use]
    pub fn reference(mut self) -> Self {
        self.max_page = 200;
        self
    }

    /// Says how long others may keep rows without asking again, in seconds.
    #[must_use]
    pub fn max_age(mut self, seconds: i32) -> Self {
        self.max_age = seconds;
        self
    }

    /// Forbids changes of rows that stand: a ledger.
    #[must_use]
    pub fn append_only(mut self) -> Self {
        self.append_only = true;
        self
    }

    /// Reached by relations and `node` only.
    #[must_use]
    pub fn without_root(mut self) -> Self {
        self.has_root = false;
        self
    }

    /// Keeps the noun out of the API.
    #[must_use]
    pub fn internal(mut self) -> Self {
        self.internal = true;
        self
    }

    /// Says when a row holds: from `from` until the day before `to`.
    #[must_use]
    pub fn dated_until(mut self, from: impl IdenStatic, to: impl IdenStatic) -> Self {
        self.dated = Some(Dated { from: from.as_str(), to: to.as_str(), to_is_included: false });
        self
    }

    /// Says when a row holds: from `from` to `to`, its last day.
    #[must_use]
    pub fn dated_through(mut self, from: impl IdenStatic, to: impl IdenStatic) -> Self {
        self.dated = Some(Dated { from: from.as_str(), to: to.as_str(), to_is_included: true });
        self
    }

    /// Adds a scalar field.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds a relation to one that every row has.
    #[must_use]
    pub fn one(
        mut self,
        name: &'static str,
        target: &'static str,
        column: impl IdenStatic,
        doc: &'static str,
    ) -> Self {
        let column = column.as_str();
        self.to_one.push(ToOne {
            name,
            target,
            column,
            optional: false,
            imported: true,
            released: None,
            doc,
        });
        self
    }

    /// Adds a relation to one that a row may lack.
    #[must_use]
    pub fn maybe_one(
        mut self,
        name: &'static str,
        target: &'static str,
        column: impl IdenStatic,
        doc: &'static str,
    ) -> Self {
        let column = column.as_str();
        self.to_one.push(ToOne { name, target, column, optional: true, imported: true, released: None, doc });
        self
    }

    /// As [`Noun::maybe_one`], with what a release tells of it in the column `released`.
    #[must_use]
    pub fn maybe_one_released(
        mut self,
        name: &'static str,
        target: &'static str,
        (column, released): (impl IdenStatic, impl IdenStatic),
        doc: &'static str,
    ) -> Self {
        let (column, released) = (column.as_str(), Some(released.as_str()));
        self.to_one.push(ToOne { name, target, column, optional: true, imported: true, released, doc });
        self
    }

    /// Adds a narrower view of a foreign key that another relation already carries, for example the village
    /// behind `region`.
    #[must_use]
    pub fn view(
        mut self,
        name: &'static str,
        target: &'static str,
        column: impl IdenStatic,
        doc: &'static str,
    ) -> Self {
        let column = column.as_str();
        self.to_one.push(ToOne {
            name,
            target,
            column,
            optional: true,
            imported: false,
            released: None,
            doc,
        });
        self
    }

    /// Adds a relation to many.
    #[must_use]
    pub fn many(
        mut self,
        name: &'static str,
        target: &'static str,
        column: impl IdenStatic,
        doc: &'static str,
    ) -> Self {
        self.to_many.push(ToMany { name, target, column: column.as_str(), doc });
        self
    }

    /// Adds `source` and `simulated`: this noun states facts, and each names who said so.
    #[must_use]
    pub fn sourced(self) -> Self {
        let mut noun = self.field(flag(
            "simulated",
            "(SELECT s.kind = 'SIMULATED' FROM source s WHERE s.id = {t}.source_id)",
            "Whether this was made by the simulator because the real value is not public.",
        ));
        noun.to_one.push(ToOne {
            name: "source",
            target: "Source",
            column: "source_id",
            optional: false,
            imported: true,
            released: None,
            doc: "Who said it, when and where.",
        });
        noun
    }

    /// The field of that name, hidden ones included.
    #[must_use]
    pub fn find_field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The fields that the API shows.
    pub fn shown(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.hidden)
    }

    /// The field that names one row in the API (`code`, `key`), if the noun has one.
    #[must_use]
    pub fn key(&self) -> Option<&Field> {
        match self.identity {
            [name] => self.find_field(name),
            _ => None,
        }
    }

    /// The root field for one row: the type's name with a small first letter.
    #[must_use]
    pub fn singular(&self) -> String {
        let mut letters = self.name.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }
}
