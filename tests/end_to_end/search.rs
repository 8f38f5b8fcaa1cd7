//! Search by words, the same on both databases.

use dampingan_tests::{Backend, World, facts, package};
use serde_json::{Value, json};

fn question(text: &str, arguments: &str) -> String {
    format!(
        "{{ search(text: {} {arguments}) {{ totalCount nodes {{ noun title village {{ code district {{ name }} }}
        agency {{ key }} stakeholder {{ key }} decision {{ key }} }} pageInfo {{ hasNextPage endCursor }} }} }}",
        Value::from(text)
    )
}

/// What both databases find, which must be the same.
async fn both(worlds: &[World; 2], text: &str, arguments: &str) -> Value {
    let query = question(text, arguments);
    let [sqlite, postgres] = [worlds[0].data(&query).await, worlds[1].data(&query).await];
    assert_eq!(sqlite, postgres, "{text}");
    sqlite["search"].clone()
}

async fn worlds() -> [World; 2] {
    [World::with_simulation(Backend::Sqlite).await, World::with_simulation(Backend::Postgres).await]
}

fn titles(found: &Value) -> Vec<&str> {
    found["nodes"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn one_name_is_found_in_all_its_spellings() {
    let worlds = worlds().await;
    for (spellings, first) in [
        (&["'Aisyiyah", "Aisyiyah", "\u{2019}aisyiyah", "AISYIAH"][..], "Aisyiyah"),
        (&["Klakahkasihan", "Klakah Kasian", "klakah kasihan", "Klakahkasi"], "Klakahkasihan"),
        (&["Soneyan", "soneian", "sone yan"], "Soneyan"),
    ] {
        for spelling in spellings {
            let found = both(&worlds, spelling, "").await;
            assert!(titles(&found)[0].contains(first), "{spelling}: {found}");
        }
    }
}

#[tokio::test]
async fn a_name_that_repeats_gives_every_candidate_with_its_district() {
    let worlds = worlds().await;
    let found = both(&worlds, "Sidomulyo", "nouns: [VILLAGE]").await;
    let exact: Vec<_> =
        found["nodes"].as_array().unwrap().iter().filter(|hit| hit["title"] == "Sidomulyo").collect();
    assert!(exact.len() > 1, "{found}");
    let districts: std::collections::BTreeSet<_> =
        exact.iter().map(|hit| hit["village"]["district"]["name"].as_str().unwrap()).collect();
    assert_eq!(districts.len(), exact.len(), "{found}");
    assert_eq!(titles(&found)[..exact.len()], vec!["Sidomulyo"; exact.len()], "the nearest come first");
}

#[tokio::test]
async fn every_noun_is_found_by_its_texts_in_both_languages() {
    let worlds = worlds().await;
    let world = &worlds[0];
    let agency = world.data("{ agencies(first: 1) { nodes { key name abbreviation } } }").await;
    let agency = &agency["agencies"]["nodes"][0];
    for text in [&agency["name"], &agency["abbreviation"]] {
        let found = both(&worlds, text.as_str().unwrap(), "nouns: [AGENCY]").await;
        assert!(
            found["nodes"].as_array().unwrap().iter().any(|hit| hit["agency"]["key"] == agency["key"]),
            "{text}"
        );
    }
    let query = r"{ decisions(first: 1) { nodes { key text textEn } } needs(first: 1) { nodes { title } }
        programmes(first: 1) { nodes { name } } }";
    let found = world.data(query).await;
    let decision = &found["decisions"]["nodes"][0];
    for text in [&decision["text"], &decision["textEn"]] {
        let beginning: Vec<_> = text.as_str().unwrap().split(' ').take(5).collect();
        let found = both(&worlds, &beginning.join(" "), "nouns: [DECISION]").await;
        assert!(
            found["nodes"].as_array().unwrap().iter().any(|hit| hit["decision"]["key"] == decision["key"]),
            "{text}"
        );
    }
    for (noun, title) in [
        ("NEED", &found["needs"]["nodes"][0]["title"]),
        ("PROGRAMME", &found["programmes"]["nodes"][0]["name"]),
    ] {
        let found = both(&worlds, title.as_str().unwrap(), &format!("nouns: [{noun}]")).await;
        assert_eq!(titles(&found)[0], title, "{noun}");
    }
}

#[tokio::test]
async fn pages_of_a_search_add_up() {
    let worlds = worlds().await;
    let all = both(&worlds, "pati", "first: 100").await;
    let total = usize::try_from(all["totalCount"].as_u64().unwrap()).unwrap();
    assert!((7..=100).contains(&total), "{total}");
    let mut paged = Vec::new();
    let mut after = "null".to_owned();
    loop {
        let mut page = both(&worlds, "pati", &format!("first: 3 after: {after}")).await;
        paged.append(page["nodes"].as_array_mut().unwrap());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].to_string();
    }
    assert_eq!(json!(paged), all["nodes"]);
    let counted = "{ search(text: \"pati\") { aggregate { count } groupBy(dimensions: [{ noun: true }]) { key { noun } count } } }";
    let counted = worlds[0].data(counted).await["search"].take();
    assert_eq!(counted["aggregate"]["count"], total);
    let groups = counted["groupBy"].as_array().unwrap().iter().map(|group| group["count"].as_u64().unwrap());
    assert_eq!(groups.sum::<u64>(), total as u64);
}

#[tokio::test]
async fn a_name_that_changes_is_found_by_the_new_one_only() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let named = |text: &'static str| question(text, "nouns: [VILLAGE]");
        assert_eq!(titles(&world.data(&named("Prawoto")).await["search"])[0], "Prawoto");
        let renamed = facts("region.csv").replace(",Prawoto,", ",Kertoraharjan,");
        world.import(package(&[("region.csv", renamed)]).path()).await.unwrap();
        assert_eq!(titles(&world.data(&named("Kertoraharjan")).await["search"]), ["Kertoraharjan"]);
        let old = world.data(&named("Prawoto")).await;
        assert!(!titles(&old["search"]).contains(&"Prawoto"), "{old}");
    }
}

#[tokio::test]
async fn what_is_no_question_and_what_looks_like_the_language_of_the_index_are_harmless() {
    let worlds = worlds().await;
    for text in ["", "  ", "'?!", "\u{1F600}"] {
        for world in &worlds {
            let told = world.refusal(&question(text, "")).await;
            assert!(told.contains("no word"), "{text:?}: {told}");
        }
    }
    for text in [
        "pati OR",
        "NEAR(pati kayen)",
        "\"",
        "pati\" OR \"a",
        "a:*",
        "words: pati",
        "x' | 'y",
        "& | !",
        "(((",
        "pati*",
    ] {
        let query = question(text, "");
        let [sqlite, postgres] = [worlds[0].ask(&query).await.0, worlds[1].ask(&query).await.0];
        assert_eq!(sqlite, postgres, "{text}");
        assert!(
            sqlite["data"].is_object() || sqlite["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT",
            "{text}: {sqlite}"
        );
    }
}
