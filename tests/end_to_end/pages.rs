//! Pages add up: for every noun and everything that it can be sorted by, the pages in both directions are the whole
//! list, each row once, in the same order on both databases.

use std::collections::HashSet;

use dampingan_tests::{Backend, World};
use gateway::graph::noun::Noun;
use gateway::schema::catalog;

/// A list that is read by pages.
struct List<'a> {
    plural: &'a str,
    /// Keeps the longest list within what a test may read hundreds of times.
    filter: &'a str,
    sort: String,
    size: usize,
}

impl List<'_> {
    /// The ids of all pages, one page after the other.
    async fn ids(&self, world: &World, forward: bool) -> Vec<String> {
        let (count, from) = if forward { ("first", "after") } else { ("last", "before") };
        let (more, next) =
            if forward { ("hasNextPage", "endCursor") } else { ("hasPreviousPage", "startCursor") };
        let mut ids = Vec::new();
        let mut cursor = "null".to_owned();
        loop {
            let query = format!(
                "{{ {}({count}: {} {from}: {cursor} orderBy: [{}] {}) {{ nodes {{ id }} pageInfo {{ {more} {next} }} }} }}",
                self.plural, self.size, self.sort, self.filter
            );
            let page = world.data(&query).await[self.plural].take();
            let mut read: Vec<String> = page["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["id"].as_str().unwrap().to_owned())
                .collect();
            if !forward {
                read.reverse();
            }
            ids.append(&mut read);
            assert!(ids.len() < 3_000, "{} by [{}] never ends", self.plural, self.sort);
            if page["pageInfo"][more] == false {
                break;
            }
            cursor = page["pageInfo"][next].to_string();
        }
        if !forward {
            ids.reverse();
        }
        ids
    }
}

fn filter(noun: &Noun) -> &'static str {
    match noun.name {
        "Observation" => r#"filter: { region: { code: { in: ["33.18", "33.18.16.2002"] } } }"#,
        "Region" => r#"filter: { code: { lt: "33.18.05" } }"#,
        "ReleasedCell" => r#"filter: { region: { code: { lt: "33.18.05" } } }"#,
        "SyncCount" => r#"filter: { village: { code: { lt: "33.18.05" } } }"#,
        _ => "",
    }
}

/// Every sort of a noun: by each field and by a field of each related noun, in both directions, by how many rows a
/// relation has, and by two keys in opposite directions.
fn sorts(noun: &Noun) -> Vec<String> {
    let mut sorts = vec![String::new()];
    let compared = || noun.shown().filter(|field| field.kind.is_comparable());
    for direction in ["ASC", "DESC"] {
        sorts.extend(compared().map(|field| format!("{{ {}: {direction} }}", field.name)));
        for relation in &noun.to_one {
            let target = catalog().target_of_one(relation);
            if let Some(field) = target.shown().last() {
                sorts.push(format!("{{ {}: {{ {}: {direction} }} }}", relation.name, field.name));
            }
        }
    }
    if let Some(relation) = noun.to_many.first() {
        sorts.push(format!("{{ {}: {{ count: DESC }} }}", relation.name));
    }
    let mut fields = compared();
    if let (Some(first), Some(last)) = (fields.next(), fields.last()) {
        sorts.push(format!("{{ {}: DESC }}, {{ {}: ASC }}", last.name, first.name));
    }
    sorts
}

#[tokio::test]
async fn pages_add_up_to_the_list_in_every_sort_both_ways_on_both_databases() {
    let sqlite = World::with_simulation(Backend::Sqlite).await;
    let postgres = World::with_simulation(Backend::Postgres).await;
    let mut lists = 0;
    for noun in catalog().shown().filter(|noun| noun.has_root) {
        let filter = filter(noun);
        let arguments = if filter.is_empty() { String::new() } else { format!("({filter})") };
        let query = format!("{{ {}{arguments} {{ totalCount }} }}", noun.plural);
        let total =
            usize::try_from(sqlite.data(&query).await[noun.plural]["totalCount"].as_u64().unwrap()).unwrap();
        assert!(total < 1_500, "{} has {total} rows: too many for this test", noun.name);
        let size = (total / 4 + 1).clamp(2, 100);
        for sort in sorts(noun) {
            let list = List { plural: noun.plural, filter, sort, size };
            let place = format!("{} by [{}]", noun.plural, list.sort);
            let all = list.ids(&sqlite, true).await;
            assert_eq!(all.len(), total, "{place}");
            assert_eq!(all.iter().collect::<HashSet<_>>().len(), total, "{place}: a row comes twice");
            assert_eq!(list.ids(&sqlite, false).await, all, "{place} backward");
            assert_eq!(list.ids(&postgres, true).await, all, "{place} on PostgreSQL");
            assert_eq!(list.ids(&postgres, false).await, all, "{place} backward on PostgreSQL");
            lists += 1;
        }
    }
    assert!(lists > 500, "{lists}");
}
