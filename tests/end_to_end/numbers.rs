//! `aggregate`, `groupBy` and sorts by related numbers: the same on both databases, and what the rows themselves say.

use std::collections::BTreeMap;

use dampingan_tests::{Backend, World};
use serde_json::{Value, json};

/// The answer of both databases, which must be the same.
async fn both(query: &str) -> Value {
    let sqlite = World::with_simulation(Backend::Sqlite).await.data(query).await;
    let postgres = World::with_simulation(Backend::Postgres).await.data(query).await;
    assert_eq!(sqlite, postgres, "{query}");
    sqlite
}

/// Every transaction with the fields that the numbers are checked with.
async fn transactions(world: &World) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut after = Value::Null;
    loop {
        let query = format!(
            "{{ transactions(first: 100 after: {after}) {{ nodes {{ occurredOn amount quantity kind receiver simulated
            region {{ code }} fundingSource {{ channel }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut page = world.data(&query).await["transactions"].take();
        rows.append(page["nodes"].as_array_mut().unwrap());
        if page["pageInfo"]["hasNextPage"] == false {
            return rows;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

fn amount(row: &Value) -> Option<i64> {
    row["amount"].as_str().map(|text| text.parse().unwrap())
}

#[tokio::test]
async fn a_sum_by_year_and_channel_is_that_of_the_rows() {
    let query = r"{ transactions(filter: { fundingSource: { channel: { ne: APBD_KAB } } }) {
        groupBy(dimensions: [{ occurredOn: YEAR }, { fundingSource: { channel: true } }], first: 1000) {
            key { occurredOn fundingSource { channel key } }
            count
            sum { amount }
            simulated: count(filter: { simulated: { eq: true } })
        } } }";
    let found = both(query).await;
    let world = World::with_simulation(Backend::Sqlite).await;
    let mut expected: BTreeMap<(String, String), (i64, Option<i64>, i64)> = BTreeMap::new();
    for row in transactions(&world).await {
        let channel = row["fundingSource"]["channel"].as_str().unwrap();
        if channel == "APBD_KAB" {
            continue;
        }
        let year = format!("{}-01-01", &row["occurredOn"].as_str().unwrap()[..4]);
        let group = expected.entry((year, channel.to_owned())).or_default();
        group.0 += 1;
        if let Some(amount) = amount(&row) {
            group.1 = Some(group.1.unwrap_or_default() + amount);
        }
        group.2 += i64::from(row["simulated"] == true);
    }
    let expected: Vec<Value> = expected
        .into_iter()
        .map(|((year, channel), (count, sum, simulated))| {
            json!({
                "key": { "occurredOn": year, "fundingSource": { "channel": channel, "key": null } },
                "count": count,
                "sum": { "amount": sum.map(|sum| sum.to_string()) },
                "simulated": simulated,
            })
        })
        .collect();
    assert!(expected.len() > 10);
    assert_eq!(found["transactions"]["groupBy"], json!(expected));
}

#[tokio::test]
async fn numbers_over_all_rows_are_those_of_the_rows() {
    let query = r#"{ transactions { aggregate {
        count
        known: count(filter: { amount: { isNull: false } })
        countDistinct { region fundingSource kind reason }
        sum { amount quantity }
        pledged: sum(filter: { kind: { eq: PLEDGE } }) { amount }
        avg { amount }
        min { amount occurredOn receiver }
        max { amount occurredOn receiver }
        none: max(filter: { key: { eq: "there is none" } }) { amount }
    } } }"#;
    let found = both(query).await["transactions"]["aggregate"].take();
    let rows = transactions(&World::with_simulation(Backend::Sqlite).await).await;
    let amounts: Vec<i64> = rows.iter().filter_map(amount).collect();
    let sum: i64 = amounts.iter().sum();
    assert_eq!(found["count"], rows.len());
    assert_eq!(found["known"], amounts.len());
    assert!(amounts.len() < rows.len());
    assert_eq!(found["sum"]["amount"], sum.to_string());
    let pledges = rows.iter().filter(|row| row["kind"] == "PLEDGE").filter_map(amount);
    assert_eq!(found["pledged"]["amount"], pledges.sum::<i64>().to_string());
    let mean: f64 = found["avg"]["amount"].as_str().unwrap().parse().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "compared to a thousandth of a rupiah")]
    let expected = sum as f64 / amounts.len() as f64;
    assert!((mean - expected).abs() < 1e-3, "{mean} and {expected}");
    for (name, extreme) in [("min", amounts.iter().min()), ("max", amounts.iter().max())] {
        assert_eq!(found[name]["amount"], extreme.unwrap().to_string());
    }
    let texts =
        |field: &str| rows.iter().map(|row| row[field].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    for field in ["occurredOn", "receiver"] {
        assert_eq!(found["min"][field], *texts(field).iter().min().unwrap());
        assert_eq!(found["max"][field], *texts(field).iter().max().unwrap());
    }
    let mut regions: Vec<_> = rows.iter().map(|row| row["region"]["code"].to_string()).collect();
    regions.sort();
    regions.dedup();
    assert_eq!(found["countDistinct"]["region"], regions.len());
    assert_eq!(found["none"]["amount"], Value::Null);
}

#[tokio::test]
async fn groups_are_chosen_and_sorted_by_their_numbers() {
    let all = r"{ transactions { groupBy(dimensions: [{ region: { code: true } }], first: 1000) {
        key { region { code } } count sum { amount } avg { amount } } } }";
    let chosen = r"{ transactions { groupBy(
        dimensions: [{ region: { code: true } }]
        having: { count: { gte: 5 }, not: { sum: { amount: { lt: 100000000 } } }, avg: { amount: { gt: 1000000 } } }
        orderBy: [{ count: DESC }, { sum: { amount: ASC } }, { key: { region: { code: DESC } } }]
        first: 7
    ) { key { region { code } } count sum { amount } avg { amount } } } }";
    let groups = both(all).await["transactions"]["groupBy"].take();
    let mut groups = groups.as_array().unwrap().clone();
    let number = |value: &Value| value.as_str().map_or(0.0, |text| text.parse::<f64>().unwrap());
    groups.retain(|group| {
        group["count"].as_i64().unwrap() >= 5
            && number(&group["sum"]["amount"]) >= 1e8
            && number(&group["avg"]["amount"]) > 1e6
    });
    groups.sort_by(|one, other| {
        let count = |group: &Value| -group["count"].as_i64().unwrap();
        let code = |group: &Value| group["key"]["region"]["code"].to_string();
        let sum = |group: &Value| number(&group["sum"]["amount"]);
        count(one).cmp(&count(other)).then(sum(one).total_cmp(&sum(other))).then(code(other).cmp(&code(one)))
    });
    assert!(groups.len() > 7);
    groups.truncate(7);
    assert_eq!(both(chosen).await["transactions"]["groupBy"], json!(groups));
}

#[tokio::test]
async fn numbers_below_a_relation_are_those_of_each_parent_in_one_statement_each() {
    let query = r#"{ villages(first: 100 filter: { code: { lt: "33.18.17" } } orderBy: [{ code: DESC }]) { nodes { code
        transactions { totalCount aggregate { count sum { amount } }
            groupBy(dimensions: [{ kind: true }], orderBy: [{ count: DESC }], first: 2) { key { kind } count } }
    } } }"#;
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let (answer, statements) = world.ask(query).await;
        assert_eq!(answer.get("errors"), None, "{answer}");
        assert_eq!(statements, 4, "villages, totals, aggregates, groups");
        let rows = transactions(&world).await;
        let mut with_money = 0;
        for village in answer["data"]["villages"]["nodes"].as_array().unwrap() {
            let own: Vec<_> = rows.iter().filter(|row| row["region"]["code"] == village["code"]).collect();
            let money = &village["transactions"];
            assert_eq!(money["totalCount"], own.len());
            assert_eq!(money["aggregate"]["count"], own.len());
            let amounts: Vec<i64> = own.iter().filter_map(|row| amount(row)).collect();
            let sum = (!amounts.is_empty()).then(|| amounts.iter().sum::<i64>().to_string());
            assert_eq!(money["aggregate"]["sum"]["amount"], json!(sum));
            with_money += usize::from(!own.is_empty());
            let groups = money["groupBy"].as_array().unwrap();
            assert!(groups.len() <= 2);
            for group in groups {
                let count = own.iter().filter(|row| row["kind"] == group["key"]["kind"]).count();
                assert_eq!(group["count"], count);
            }
        }
        assert!(with_money > 3);
    }
}

#[tokio::test]
async fn dates_are_grouped_by_the_first_day_of_their_period() {
    for (unit, first_day) in [
        ("MONTH", "2022-06-01"),
        ("QUARTER", "2022-04-01"),
        ("YEAR", "2022-01-01"),
        ("WEEK", "2022-06-20"),
        ("DAY", "2022-06-22"),
    ] {
        let query = format!(
            "{{ meetings(filter: {{ key: {{ eq: \"rakor-2022-06-22\" }} }}) {{
            groupBy(dimensions: [{{ heldOn: {unit} }}]) {{ key {{ heldOn }} count }} }} }}"
        );
        let expected = json!([{ "key": { "heldOn": first_day }, "count": 1 }]);
        assert_eq!(both(&query).await["meetings"]["groupBy"], expected, "{unit}");
    }
}

#[tokio::test]
async fn villages_are_sorted_by_the_money_that_reached_them() {
    let page = |arguments: &str| {
        format!(
            "{{ villages(orderBy: [{{ transactions: {{ filter: {{ kind: {{ eq: DISBURSEMENT }} }},
            sum: {{ amount: DESC }} }} }}] {arguments}) {{
            nodes {{ code transactions {{ aggregate {{ sum(filter: {{ kind: {{ eq: DISBURSEMENT }} }}) {{ amount }} }} }} }}
            pageInfo {{ endCursor }} }} }}"
        )
    };
    let first = both(&page("first: 10")).await["villages"].take();
    let after = first["pageInfo"]["endCursor"].as_str().unwrap();
    let second = both(&page(&format!("first: 10 after: \"{after}\""))).await["villages"].take();
    let sums = [&first, &second].into_iter().flat_map(|page| page["nodes"].as_array().unwrap().iter()).map(
        |village| {
            village["transactions"]["aggregate"]["sum"]["amount"]
                .as_str()
                .map_or(-1, |text| text.parse().unwrap())
        },
    );
    let sums: Vec<i64> = sums.collect();
    assert_eq!(sums.len(), 20);
    assert!(sums.is_sorted_by(|one, other| one >= other), "{sums:?}");
    assert!(sums[0] > 0);
}

#[tokio::test]
async fn what_held_on_a_day_is_asked_with_as_of() {
    let names = |day: &str| {
        format!(
            "{{ accompaniments(first: 100 asOf: \"{day}\") {{ totalCount nodes {{ startsOn endsOn }} }} }}"
        )
    };
    for day in ["2021-01-01", "2023-07-01", "2026-01-01"] {
        let found = both(&names(day)).await["accompaniments"].take();
        for row in found["nodes"].as_array().unwrap() {
            assert!(row["startsOn"].as_str().unwrap() <= day, "{day}: {row}");
            assert!(row["endsOn"].as_str().is_none_or(|end| end >= day), "{day}: {row}");
        }
        let query = format!(
            "{{ accompaniments(filter: {{ startsOn: {{ lte: \"{day}\" }},
            or: [{{ endsOn: {{ isNull: true }} }}, {{ endsOn: {{ gte: \"{day}\" }} }}] }}) {{ totalCount }} }}"
        );
        assert_eq!(both(&query).await["accompaniments"]["totalCount"], found["totalCount"], "{day}");
    }
}

#[tokio::test]
async fn a_question_that_makes_no_group_is_told_so() {
    let world = World::with_facts(Backend::Sqlite).await;
    for (arguments, said) in [
        ("dimensions: []", "1 to 6"),
        ("dimensions: [{ kind: false }]", "true"),
        ("dimensions: [{ kind: true }, { kind: true }]", "twice"),
        ("dimensions: [{ kind: true }] first: 1001", "1000"),
        ("dimensions: [{ kind: true }] orderBy: [{ key: { sector: ASC } }]", "dimensions"),
        ("dimensions: [{ kind: true }] orderBy: [{ count: ASC, sum: { amount: ASC } }]", "exactly one"),
    ] {
        let query = format!("{{ transactions {{ groupBy({arguments}) {{ count }} }} }}");
        let words = world.refusal(&query).await;
        assert!(words.contains(said), "{arguments}: {words}");
    }
}
