//! The API over the bundled facts, the same on both databases.

use dampingan_tests::{Backend, World};
use serde_json::{Value, json};

#[tokio::test]
async fn the_poverty_rate_comes_with_margin_and_source() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let query = r#"{ regency(code: "33.18") { name observations(
            filter: { indicator: { key: { eq: "p0" } }, standing: { eq: PUBLISHED } }
            orderBy: [{ startsOn: DESC }] first: 2
        ) { totalCount nodes { period value margin simulated source { publisher } } } } }"#;
        let (answer, statements) = world.ask(query).await;
        assert_eq!(
            answer["data"],
            json!({ "regency": { "name": "Pati", "observations": {
            "totalCount": 10,
            "nodes": [
                { "period": "2025", "value": "8.24", "margin": "1.70", "simulated": false,
                  "source": { "publisher": "Jurnalindo" } },
                { "period": "2024", "value": "9.17", "margin": "1.79", "simulated": false,
                  "source": { "publisher": "Databoks Katadata" } },
            ] } } })
        );
        assert_eq!(statements, 2, "one for the regency with the page, one for the count");
    }
}

#[tokio::test]
async fn conflicting_claims_stand_side_by_side_with_their_rules() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let query = r#"{ observations(
            filter: { indicator: { key: { eq: "p0" } }, region: { code: { eq: "33.18" } }, period: { eq: "2023" } }
            orderBy: [{ standing: DESC }]
        ) { nodes { value standing } } }"#;
        let expected = json!([
            { "value": "9.31", "standing": "PUBLISHED" },
            { "value": "10.02", "standing": "ALTERNATIVE" },
        ]);
        assert_eq!(world.data(query).await["observations"]["nodes"], expected, "{backend:?}");
    }
}

#[tokio::test]
async fn a_village_is_found_by_each_of_its_codes() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let query = r#"{
            dotted: village(code: "33.18.01.2001") { name }
            plain: village(code: "3318012001") { name }
            bps: village(code: "3318010002") { name code }
            none: village(code: "33.18.01.9999") { name }
        }"#;
        let expected = json!({
            "dotted": { "name": "Prawoto" },
            "plain": { "name": "Prawoto" },
            "bps": { "name": "Prawoto", "code": "33.18.01.2001" },
            "none": null,
        });
        assert_eq!(world.data(query).await, expected, "{backend:?}");
        let words = world.refusal(r#"{ village(code: "33.1") { name } }"#).await;
        assert!(words.contains("spreadsheet"), "{words}");
    }
}

#[tokio::test]
async fn names_repeat_and_a_filter_returns_every_candidate() {
    let world = World::with_facts(Backend::Sqlite).await;
    let query = r#"{ villages(filter: { name: { eq: "Sidomulyo" } }) { nodes { name district { name } } } }"#;
    let found = world.data(query).await;
    assert!(found["villages"]["nodes"].as_array().unwrap().len() > 1, "{found}");
}

#[tokio::test]
async fn what_was_decided_and_what_became_of_it_is_one_question() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let query = r#"{ meeting(key: "rakor-2022-06-22") {
            heldOn chair
            attendances { totalCount }
            decisions(orderBy: [{ number: ASC }]) { nodes { number actionItems { nodes { state agency { key } } } } }
        } }"#;
        let (answer, statements) = world.ask(query).await;
        let meeting = &answer["data"]["meeting"];
        assert_eq!(meeting["heldOn"], "2022-06-22");
        assert_eq!(meeting["chair"], "Wakil Bupati Pati");
        assert_eq!(meeting["attendances"]["totalCount"], 5);
        let states: Vec<&Value> = meeting["decisions"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|decision| &decision["actionItems"]["nodes"][0]["state"])
            .collect();
        assert_eq!(states, ["IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "OPEN", "OPEN"]);
        assert_eq!(statements, 3, "meeting with decisions, count of attendances, action items");
    }
}

#[tokio::test]
async fn an_unknown_amount_is_null_and_never_zero() {
    let world = World::with_facts(Backend::Sqlite).await;
    let query = r"{ transactions(filter: { amountState: { eq: UNKNOWN } }) { nodes { amount } } }";
    let found = world.data(query).await;
    let nodes = found["transactions"]["nodes"].as_array().unwrap();
    assert!(nodes.len() > 3);
    assert!(nodes.iter().all(|node| node["amount"].is_null()));
}

#[tokio::test]
async fn a_page_of_villages_with_everything_takes_one_statement_per_level() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let query = r#"{ villages(first: 100, filter: { regency: { code: { eq: "33.18" } } }) { nodes {
            name district { name } accompaniments(first: 5) { nodes { agency { abbreviation } source { title } } }
            transactions(first: 5) { nodes { amount source { title } } }
        } } }"#;
        let (answer, statements) = world.ask(query).await;
        assert_eq!(answer["data"]["villages"]["nodes"].as_array().unwrap().len(), 100);
        assert_eq!(statements, 3, "{backend:?}");
    }
}

#[tokio::test]
async fn all_about_the_villages_of_a_district_is_one_request_and_one_statement_per_relation() {
    let query = r#"{ district(code: "33.18.16") { name villages(orderBy: [{ name: ASC }], first: 30) { nodes {
        name
        accompaniments(filter: { role: { eq: LEAD } }, first: 1) { nodes { agency { name } simulated } }
        needs(filter: { state: { eq: OPEN } }, first: 20) { nodes { title cost simulated } }
        transactions(first: 50) { nodes { kind amount valueKind simulated source { publisher url } } }
        syncCounts(orderBy: [{ cycle: { startsOn: DESC } }], first: 1) {
            nodes { cycle { period } villageRows regencyRows simulated }
        }
    } } } }"#;
    let mut answers = Vec::new();
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let (answer, statements) = world.ask(query).await;
        // The district, its villages, and four relations of these.
        assert_eq!(statements, 5, "{backend:?}");
        let villages = answer["data"]["district"]["villages"]["nodes"].as_array().unwrap();
        assert_eq!(villages.len(), 22);
        for relation in ["accompaniments", "needs", "transactions", "syncCounts"] {
            let found = |village: &Value| !village[relation]["nodes"].as_array().unwrap().is_empty();
            assert!(villages.iter().any(found), "{relation} {backend:?}");
        }
        answers.push(answer.to_string());
    }
    assert_eq!(answers[0], answers[1], "both databases give the same bytes");
}

#[tokio::test]
async fn a_cursor_of_another_sort_is_refused() {
    let world = World::with_facts(Backend::Sqlite).await;
    let found =
        world.data("{ villages(first: 1 orderBy: [{ name: ASC }]) { pageInfo { endCursor } } }").await;
    let cursor = found["villages"]["pageInfo"]["endCursor"].as_str().unwrap();
    let words =
        world.refusal(&format!("{{ villages(first: 1 after: \"{cursor}\") {{ nodes {{ code }} }} }}")).await;
    assert!(words.contains("does not belong to this list"), "{words}");
}

#[tokio::test]
async fn a_node_is_found_again_by_its_id() {
    let world = World::with_facts(Backend::Sqlite).await;
    let found =
        world.data(r#"{ village(code: "33.18.16.2012") { id } agency(key: "diskominfo") { id } }"#).await;
    let ids = [&found["village"]["id"], &found["agency"]["id"]].map(|id| id.as_str().unwrap());
    let query = format!(
        "{{ nodes(ids: [\"{}\", \"{}\"]) {{ __typename ... on Village {{ name }} ... on Agency {{ abbreviation }} }} }}",
        ids[0], ids[1]
    );
    let expected = json!([
        { "__typename": "Village", "name": "Kajen" },
        { "__typename": "Agency", "abbreviation": "Diskominfo" },
    ]);
    assert_eq!(world.data(&query).await["nodes"], expected);
}

#[tokio::test]
async fn related_nouns_filter_and_the_two_meanings_of_non_apbd_are_filters() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let outside_the_budget =
            r"{ transactions(filter: { fundingSource: { channel: { ne: APBD_KAB } } }) { totalCount } }";
        let outside_government = r"{ transactions(filter: { fundingSource: { channel: { in:
            [BAZNAS, CSR, DONOR, NGO, COMMUNITY, CREDIT] } } }) { totalCount } }";
        assert_eq!(world.data(outside_the_budget).await["transactions"]["totalCount"], 10, "{backend:?}");
        assert_eq!(world.data(outside_government).await["transactions"]["totalCount"], 9, "{backend:?}");
        let accompanied = r#"{ villages(filter: { accompaniments: { some: {
            agency: { key: { eq: "diskominfo" } } } } }) { nodes { name } } }"#;
        assert_eq!(world.data(accompanied).await["villages"]["nodes"], json!([{ "name": "Kajen" }]));
        let alone = r"{ agencies(filter: { accompaniments: { none: {} } }) { totalCount } }";
        assert_eq!(world.data(alone).await["agencies"]["totalCount"], 48);
    }
}
