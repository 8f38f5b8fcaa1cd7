//! Lists below a region, a village or a programme: how the rows of one regency are read out of a whole country. A list of all
//! rows would have to be searched for them once a page.

use cynic::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{PageInfo, schema};

/// The code of a region, as a variable of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Code(pub String);

cynic::impl_scalar!(Code, schema::RegionCode);

/// Which lists: those of some regions or villages.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ListsOfRegions {
    /// Codes of the regions.
    pub of: Option<Vec<Code>>,
    /// How many there are.
    pub count: i32,
    /// Rows of each list at most.
    pub first: i32,
    /// Cursor of the row before, where one list is read on.
    pub after: Option<String>,
}

/// Which lists: those of some programmes.
#[derive(cynic::QueryVariables, Clone, Debug)]
pub struct ListsOfKeys {
    /// Keys of the programmes.
    pub of: Option<Vec<String>>,
    /// How many there are.
    pub count: i32,
    /// Rows of each list at most.
    pub first: i32,
    /// Cursor of the row before, where one list is read on.
    pub after: Option<String>,
}

/// Which lists, whoever they belong to.
pub trait Lists: Serialize {
    /// The first rows of the lists of `of`, or of one list those behind a row.
    fn new(of: &[String], first: i32, after: Option<String>) -> Self;
}

fn number(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

impl Lists for ListsOfRegions {
    fn new(of: &[String], first: i32, after: Option<String>) -> Self {
        let codes = of.iter().cloned().map(Code).collect();
        Self { of: Some(codes), count: number(of.len()), first, after }
    }
}

impl Lists for ListsOfKeys {
    fn new(of: &[String], first: i32, after: Option<String>) -> Self {
        Self { of: Some(of.to_vec()), count: number(of.len()), first, after }
    }
}

/// A list of something, or the beginning of one.
#[derive(Debug)]
pub struct List<R> {
    /// Whose.
    pub of: String,
    /// Its rows.
    pub rows: Vec<R>,
    /// Where it was cut.
    pub end: PageInfo,
}

/// A noun that is read list by list.
pub trait Below: Sized {
    /// Its query.
    type Query: cynic::QueryBuilder<Self::Lists> + DeserializeOwned + 'static;
    /// Which lists it asks for.
    type Lists: Lists;

    /// How many rows of each list are asked for at once: as many as most of them have.
    const ROWS: i32;
    /// How many lists are asked for at once, so that a gateway with its limits as they come takes the query for cheap enough.
    const LISTS: usize;

    /// The query for some lists.
    fn ask(lists: Self::Lists) -> Operation<Self::Query, Self::Lists>;

    /// What was answered.
    fn lists(answer: Self::Query) -> Vec<List<Self>>;
}

/// Says below what a noun is read, by which query, and in which order. The first word is the dollar that variables of queries
/// begin with.
macro_rules! below {
    (
        $dollar:tt $record:ident by $query:ident, $lists:ident: $above:ident($key:ident) . $field:ident($($argument:tt)*) of $page:ty,
        $above_type:literal in $connection:literal,
        $rows:literal rows of $count:literal
    ) => {
        const _: () = {
            use super::below::*;

            /// Reads lists of them.
            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = "Query", variables = $lists)]
            pub struct $query {
                #[arguments(first: $dollar count, filter: { $key: { in: $dollar of } })]
                $above: Holders,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = $connection, variables = $lists)]
            pub struct Holders {
                nodes: Vec<Holder>,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = $above_type, variables = $lists)]
            pub struct Holder {
                $key: String,
                #[arguments(first: $dollar first, after: $dollar after, $($argument)*)]
                $field: $page,
            }

            impl Below for $record {
                type Lists = $lists;
                type Query = $query;

                const LISTS: usize = $count;
                const ROWS: i32 = $rows;

                fn ask(lists: $lists) -> cynic::Operation<$query, $lists> {
                    cynic::QueryBuilder::build(lists)
                }

                fn lists(answer: $query) -> Vec<List<Self>> {
                    let lists = answer.$above.nodes.into_iter();
                    lists.map(|it| List { of: it.$key, rows: it.$field.nodes, end: it.$field.page_info }).collect()
                }
            }
        };
    };
}
pub(super) use below;
