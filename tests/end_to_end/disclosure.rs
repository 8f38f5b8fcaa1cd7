//! Counts of people and families: public by releases only, and what is kept back cannot be found out.

use dampingan_tests::attack::{About, Attack, Look, ROWS, Told, truth};
use dampingan_tests::{Backend, World, package};
use gateway::disclosure::{LEAST, LEAST_SENSITIVE};
use serde_json::Value;

/// Every row of a list, page by page.
async fn all(world: &World, noun: &str, arguments: &str, fields: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut after = String::from("null");
    loop {
        let query = format!(
            "{{ list: {noun}(first: 100, after: {after}{arguments}) {{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut data = world.data(&query).await;
        let Value::Array(nodes) = data["list"]["nodes"].take() else { panic!("{noun}") };
        rows.extend(nodes);
        let page = &data["list"]["pageInfo"];
        if page["hasNextPage"] != true {
            return rows;
        }
        after = page["endCursor"].to_string();
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Everything about counts of people that anybody can ask for.
async fn told(world: &World) -> Told {
    let mut told = Told::new();
    let fields =
        "key needType quantity cost unitCost cellState village { code } assessment { heldOn plannedOn }";
    for row in all(world, "needs", "", fields).await {
        let day = row["assessment"]["heldOn"].as_str().or_else(|| row["assessment"]["plannedOn"].as_str());
        let about = About {
            measure: "NEED_UNITS",
            category: text(&row["needType"]),
            period: day.map(|day| day[..4].to_owned()).unwrap_or_default(),
            region: text(&row["village"]["code"]),
            record: text(&row["key"]),
        };
        let quantity = number(&row["quantity"]);
        assert_eq!(quantity.is_none(), row["cellState"] == "SUPPRESSED", "{row}");
        if quantity.is_none() {
            assert!(row["cost"].is_null() && row["unitCost"].is_null(), "{row}");
        }
        told.insert(about, quantity);
    }
    let people =
        ", filter: { indicator: { disclosure: { ne: OPEN } }, village: {}, standing: { eq: PUBLISHED } }";
    let fields = "value period method cellState indicator { key } region { code }";
    for row in all(world, "observations", people, fields).await {
        let about = About {
            measure: "INDICATOR",
            category: text(&row["indicator"]["key"]),
            period: format!("{}|{}", text(&row["period"]), text(&row["method"])),
            region: text(&row["region"]["code"]),
            record: String::new(),
        };
        let value = number(&row["value"]);
        assert_eq!(value.is_none(), row["cellState"] == "SUPPRESSED", "{row}");
        told.insert(about, value);
    }
    let fields = "villageRows districtRows regencyRows ministryRows unmatchedRows onlyVillage onlyRegency differing \
                  village { code } cycle { key }";
    for row in all(world, "syncCounts", "", fields).await {
        for column in ROWS {
            let mut words = column.split('_');
            let mut name = words.next().unwrap_or_default().to_owned();
            name.extend(words.map(|word| word[..1].to_uppercase() + &word[1..]));
            let about = About {
                measure: "REGISTRY_ROWS",
                category: column.to_uppercase(),
                period: text(&row["cycle"]["key"]),
                region: text(&row["village"]["code"]),
                record: String::new(),
            };
            told.insert(about, number(&row[name]));
        }
    }
    for row in
        all(world, "releasedCells", "", "measure category period series value state region { code }").await
    {
        let measure = ["NEED_UNITS", "INDICATOR", "REGISTRY_ROWS", "REGISTRY_CORRECTIONS"]
            .into_iter()
            .find(|measure| row["measure"] == *measure);
        let Some(measure) = measure else { panic!("{row} has no measure") };
        let series = row["series"].as_str().map(|series| format!("|{series}")).unwrap_or_default();
        let about = About {
            measure,
            category: text(&row["category"]),
            period: text(&row["period"]) + &series,
            region: text(&row["region"]["code"]),
            record: String::new(),
        };
        let value = number(&row["value"]);
        assert_eq!(value.is_none(), row["state"] == "SUPPRESSED", "{row}");
        if let Some(before) = told.insert(about, value) {
            assert_eq!(before, value, "{row} is told otherwise by its row");
        }
    }
    told
}

/// The smallest range that must be left to an attacker.
fn least(about: &About) -> i64 {
    let is_sensitive = ["DISABILITY", "CHRONIC_ILLNESS", "OUT_OF_SCHOOL"].contains(&about.category.as_str());
    if is_sensitive { LEAST_SENSITIVE } else { LEAST }
}

async fn look(world: &World) -> Look {
    Look { truth: truth(world).await, told: told(world).await }
}

#[tokio::test]
async fn nobody_can_find_out_what_is_kept_back() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let look = look(&world).await;
    let small = |about: &About, count: i64| (1..least(about)).contains(&count) && about.category != "OTHER";
    let too_small = look.truth.iter().filter(|(about, count)| small(about, **count)).count();
    assert!(too_small > 500, "the simulation has too few small counts to try this: {too_small}");
    for (about, count) in &look.truth {
        assert!(!small(about, *count) || look.told[about].is_none(), "{about:?} tells {count}");
    }
    let attack = Attack::on(&[look]);
    assert!(attack.unknowns() > too_small);
    assert_eq!(attack.found_out(least), []);
}

#[tokio::test]
async fn two_releases_together_tell_no_more() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let first = look(&world).await;
    // Corrections of what was counted: here and there a few more, so that some counts pass the bound one way or the
    // other while their neighbours stay.
    for sql in [
        "UPDATE sync_count SET only_village = only_village + 3, village_rows = village_rows + 3 WHERE id % 7 = 0",
        "UPDATE sync_count SET unmatched_rows = unmatched_rows + 2, ministry_rows = ministry_rows - 2 WHERE id % 5 = 0",
        "UPDATE need SET quantity = quantity + 2 WHERE id % 3 = 0",
        "UPDATE observation SET value = value + 1 WHERE id % 4 = 0 AND indicator_id IN
             (SELECT id FROM indicator WHERE disclosure <> 'OPEN')
             AND region_id IN (SELECT id FROM region WHERE level = 'VILLAGE')",
        "DELETE FROM registry_change WHERE id % 6 = 0",
    ] {
        world.execute(sql).await;
    }
    let before = told(&world).await;
    assert_eq!(before, first.told, "what has changed is told by a release only");
    let report = world.release().await;
    assert_eq!((report.number, report.exposed), (2, vec![]));
    let second = look(&world).await;
    assert_ne!(second.told, first.told);
    assert_eq!(Attack::on(&[first, second]).found_out(least), []);
}

#[tokio::test]
async fn both_databases_release_the_same_and_the_same_again_changes_nothing() {
    let sqlite = World::with_simulation(Backend::Sqlite).await;
    let postgres = World::with_simulation(Backend::Postgres).await;
    assert_eq!(told(&sqlite).await, told(&postgres).await);
    for world in [sqlite, postgres] {
        let again = world.release().await;
        assert_eq!((again.number, again.data_version), (1, None));
    }
}

#[tokio::test]
async fn before_a_release_no_count_of_people_is_told() {
    let world = World::with_facts(Backend::Sqlite).await;
    world.simulate(2022).await.unwrap();
    let data = world
        .data(
            "{ needs(filter: { needType: { ne: OTHER } }) { aggregate { sum { quantity cost } } }
               syncCounts { aggregate { max { regencyRows differing } } }
               villages: observations(filter: { indicator: { disclosure: { ne: OPEN } }, village: {} }) {
                 totalCount aggregate { countDistinct { value } }
                 groupBy(dimensions: [{ cellState: true }]) { key { cellState } }
               }
               regency: observations(filter: { indicator: { key: { eq: \"dtks-orang\" } }, region: { level: { eq: REGENCY } } }) {
                 nodes { value cellState }
               }
               releasedCells { totalCount } }",
        )
        .await;
    assert_eq!(data["needs"]["aggregate"]["sum"], serde_json::json!({ "quantity": null, "cost": null }));
    assert_eq!(
        data["syncCounts"]["aggregate"]["max"],
        serde_json::json!({ "regencyRows": null, "differing": null })
    );
    assert!(data["villages"]["totalCount"].as_i64() > Some(1_000));
    assert_eq!(data["villages"]["aggregate"]["countDistinct"]["value"], 0);
    assert_eq!(data["villages"]["groupBy"], serde_json::json!([{ "key": { "cellState": "WAITING" } }]));
    // What an office has said of the whole regency waits for nobody.
    assert_eq!(data["regency"]["nodes"][0], serde_json::json!({ "value": "713369", "cellState": "OPEN" }));
    assert_eq!(data["releasedCells"]["totalCount"], 0);
}

#[tokio::test]
async fn filters_orders_and_numbers_over_rows_see_only_what_is_told() {
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let data = world
            .data(
                "{ small: needs(filter: { needType: { ne: OTHER }, quantity: { lt: 5 } }) { totalCount }
                   behind: needs(filter: { cellState: { eq: SUPPRESSED }, or: [
                     { quantity: { gte: 0 } }, { cost: { gte: 0 } }, { unitCost: { gte: 0 } }, { programme: {} },
                     { transactions: { some: {} } } ] }) { totalCount }
                   sums: needs { aggregate { count sum { quantity } } }
                   told: needs(filter: { cellState: { ne: SUPPRESSED } }) { aggregate { sum { quantity } } }
                   dearest: needs(first: 1, orderBy: [{ quantity: ASC }]) { nodes { quantity } }
                   last: needs(last: 1, orderBy: [{ quantity: DESC }]) { nodes { quantity cellState } }
                   rows: syncCounts(filter: { differing: { gt: 0, lt: 5 } }) { totalCount }
                   rates: observations(filter: { indicator: { numerator: {} }, cellState: { eq: SUPPRESSED },
                     value: { isNull: false } }) { totalCount } }",
            )
            .await;
        for none in ["small", "behind", "rows", "rates"] {
            assert_eq!(data[none]["totalCount"], 0, "{backend:?} {none}");
        }
        assert_eq!(data["sums"]["aggregate"]["sum"], data["told"]["aggregate"]["sum"], "{backend:?}");
        assert!(data["dearest"]["nodes"][0]["quantity"].as_i64() >= Some(4), "{backend:?}");
        assert_eq!(
            data["last"]["nodes"][0],
            serde_json::json!({ "quantity": null, "cellState": "SUPPRESSED" })
        );
    }
}

#[tokio::test]
async fn a_rate_is_kept_back_with_its_numerator() {
    let world = World::with_simulation(Backend::Sqlite).await;
    world.execute("UPDATE observation SET value = 3 WHERE id IN (SELECT o.id FROM observation o JOIN indicator i ON i.id = o.indicator_id WHERE i.key = 'sim-keluarga-terdata' AND o.period = '2025' ORDER BY o.id LIMIT 5)").await;
    world.release().await;
    let of = async |key: &str| {
        let filter = format!(
            ", filter: {{ indicator: {{ key: {{ eq: \"{key}\" }} }}, period: {{ eq: \"2025\" }}, cellState: {{ eq: SUPPRESSED }} }}"
        );
        let mut rows = all(&world, "observations", &filter, "value region { code }").await;
        rows.sort_by_key(|row| text(&row["region"]["code"]));
        rows
    };
    let counts = of("sim-keluarga-terdata").await;
    assert!(counts.len() >= 5);
    assert!(counts.iter().all(|row| row["value"].is_null()));
    assert_eq!(of("sim-keluarga-terdata-persen").await, counts);
}

#[tokio::test]
async fn a_rate_that_an_office_has_published_waits_for_no_release() {
    let world = World::with_simulation(Backend::Sqlite).await;
    world
        .execute(
            "UPDATE observation SET period = '1999', cell_state = 'OPEN', released_value = value,
               region_id = (SELECT r.id FROM region r WHERE r.level = 'REGENCY' AND r.code = '33.18'),
               source_id = (SELECT min(s.id) FROM source s WHERE s.kind <> 'SIMULATED')
             WHERE id = (SELECT min(o.id) FROM observation o JOIN indicator i ON i.id = o.indicator_id
                         WHERE i.key = 'sim-keluarga-terdata-persen')",
        )
        .await;
    world.release().await;
    assert_eq!(world.release().await.data_version, None, "the same again changes nothing");
    let filter = ", filter: { indicator: { numerator: {} }, period: { eq: \"1999\" } }";
    let rates = all(&world, "observations", filter, "value cellState").await;
    assert_eq!(text(&rates[0]["cellState"]), "OPEN");
    assert!(!rates[0]["value"].is_null());
}

#[tokio::test]
async fn corrections_of_the_registry_stand_for_families_and_are_not_in_the_api() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let refusal = world.refusal("{ registryChanges { totalCount } }").await;
    assert!(refusal.contains("registryChanges"), "{refusal}");
    let refusal = world.refusal("{ registryCycles { nodes { registryChanges { totalCount } } } }").await;
    assert!(refusal.contains("registryChanges"), "{refusal}");
}

#[tokio::test]
async fn the_journal_tells_that_a_count_was_changed_and_not_the_count() {
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let key = world.texts::<1>("SELECT min(key) FROM need").await[0][0].clone();
        let [need] =
            &all(&world, "needs", &format!(", filter: {{ key: {{ eq: \"{key}\" }} }}"), FIELDS).await[..]
        else {
            panic!("one need")
        };
        let row = format!(
            "key,need_type,title,quantity,unit,unit_cost,state,assessment,village,agency,programme,source\n\
             {key},{},{} diralat,97,{},1000,{},{},{},,,simulasi\n",
            text(&need["needType"]),
            text(&need["title"]),
            text(&need["unit"]),
            text(&need["state"]),
            text(&need["assessment"]["key"]),
            text(&need["village"]["code"]),
        );
        let folder = package(&[("need.csv", row)]);
        world.import(folder.path()).await.unwrap();
        let journal = all(
            &world,
            "revisions",
            ", filter: { noun: { eq: \"Need\" }, action: { eq: UPDATE } }",
            "record before after",
        )
        .await;
        let [entry] = &journal[..] else { panic!("{journal:?}") };
        assert_eq!(text(&entry["record"]), key);
        let after: Value = serde_json::from_str(&text(&entry["after"])).unwrap();
        let names: Vec<_> = after.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["title", "agency"], "{after}");
        let office =
            world.texts::<1>("SELECT after FROM revision WHERE audience = 'OFFICE' AND noun = 'Need'").await;
        assert!(office[0][0].contains("97"), "{office:?}");
    }
}

const FIELDS: &str = "needType title unit state assessment { key } village { code }";
