//! The pages about money: what is drawn is what the table says, what the table says is what the printed query gives, and
//! what is simulated is never a number of public sources.

use std::collections::BTreeMap;

use dampingan_tests::{Backend, Site, World, plan, words};
use serde_json::Value;
use sitegen::client::Client;

async fn published() -> (World, Site) {
    let world = World::with_simulation(Backend::Sqlite).await;
    let url = world.url.clone();
    let site = tokio::task::spawn_blocking(move || Site::rendered(&Client::local(&url).unwrap(), &plan()));
    (world, site.await.unwrap())
}

/// The rows of a figure's table.
fn rows(site: &Site, figure: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(site[format!("{figure}data.csv").as_str()].as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The query printed below a figure.
fn query(site: &Site, figure: &str) -> String {
    let html = &site[format!("{figure}index.html").as_str()];
    let text =
        html.split_once("<code id=\"query\">").and_then(|(_, rest)| rest.split_once("</code>")).unwrap().0;
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn rupiah(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("{text} is no amount"))
}

fn sum(group: &Value, of: &str) -> i64 {
    group[of]["amount"].as_str().map_or(0, rupiah)
}

/// The attribute of an element as a number.
fn attribute(element: &str, name: &str) -> f64 {
    let value = element.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.unwrap_or_else(|| panic!("no {name} in {element}")).0.parse().unwrap()
}

#[tokio::test]
async fn the_flow_keeps_its_total_and_draws_every_row_to_scale() {
    let (_, site) = published().await;
    for folder in ["gambar/dana/aliran/", "en/figures/dana/aliran/"] {
        let rows = rows(&site, folder);
        let drawing = if folder.starts_with("en/") { "figure.svg" } else { "gambar.svg" };
        let svg = &site[format!("{folder}{drawing}").as_str()];
        // From each source, through each sector, to each kecamatan.
        let targets: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
        let is_second = |row: &&Vec<String>| targets.contains(&row[0].as_str());
        let (second, first): (Vec<_>, Vec<_>) = rows.iter().partition(is_second);
        let total = |rows: &[&Vec<String>]| rows.iter().map(|row| rupiah(&row[2])).sum::<i64>();
        assert_eq!(total(&first), total(&second), "{folder}");
        let mut through: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
        for row in &first {
            through.entry(&row[1]).or_default()[0] += rupiah(&row[2]);
        }
        for row in &second {
            through.entry(&row[0]).or_default()[1] += rupiah(&row[2]);
        }
        assert!(through.values().all(|[into, out]| into == out), "{through:?}");

        // The nodes: their heights, column by column from the left, and within it in the order of the table.
        let body = svg.split_once("</style>").unwrap().1;
        let rects: Vec<&str> =
            body.split("<rect ").skip(1).map(|part| part.split('>').next().unwrap()).collect();
        let place =
            |rect: &&str| (attribute(&format!(" {rect}"), "x"), attribute(&format!(" {rect}"), "height"));
        let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (x, height) in rects.iter().map(place) {
            columns.entry(format!("{x:07.1}")).or_default().push(height);
        }
        assert_eq!(columns.len(), 3, "{columns:?}");
        let heights: Vec<f64> = columns.values().map(|column| column.iter().sum()).collect();
        let unit = heights[0] / total(&first) as f64;
        for height in &heights {
            assert!((height - heights[0]).abs() < 1.0, "{heights:?}");
        }
        let order = |rows: &[&Vec<String>], at: usize| {
            let mut sums: Vec<(String, i64)> = Vec::new();
            for row in rows {
                match sums.iter_mut().find(|(name, _)| *name == row[at]) {
                    Some(sum) => sum.1 += rupiah(&row[2]),
                    None => sums.push((row[at].clone(), rupiah(&row[2]))),
                }
            }
            sums
        };
        let sources = order(&first, 0);
        let drawn = columns.values().next().unwrap();
        assert_eq!(sources.len(), drawn.len());
        for ((name, amount), height) in sources.iter().zip(drawn) {
            assert!((*amount as f64 * unit - height).abs() < 0.2, "{name}: {amount} is {height}");
        }
        let last = columns.values().next_back().unwrap();
        let ends: BTreeMap<String, i64> = order(&second, 1).into_iter().collect();
        assert_eq!(ends.len(), last.len());
        let mut expected: Vec<f64> = ends.values().map(|amount| *amount as f64 * unit).collect();
        let mut found = last.clone();
        expected.sort_by(f64::total_cmp);
        found.sort_by(f64::total_cmp);
        for (expected, found) in expected.iter().zip(&found) {
            assert!((expected - found).abs() < 0.2, "{expected} {found}");
        }
        // At most five, seven and eight by name, and the rest; every row is a strip.
        let limits: Vec<bool> =
            columns.values().zip([7, 8, 9]).map(|(column, most)| column.len() <= most).collect();
        assert_eq!(limits, [true; 3]);
        assert_eq!(body.matches("class=\"flow").count(), rows.len());
    }
}

#[tokio::test]
async fn the_printed_query_of_the_flow_gives_its_sum() {
    let (world, site) = published().await;
    let figure = "gambar/dana/aliran/";
    let answer = world.data(&query(&site, figure)).await;
    let groups = answer["transactions"]["groupBy"].as_array().unwrap();
    let signed = |group: &Value| match group["key"]["kind"].as_str().unwrap() {
        "REVERSAL" => -sum(group, "sum"),
        _ => sum(group, "sum"),
    };
    let asked: i64 = groups.iter().map(signed).sum();
    let drawn: i64 = rows(&site, figure).iter().map(|row| rupiah(&row[2])).sum();
    // Each rupiah passes two rows: into its sector and out of it.
    assert_eq!(drawn, asked * 2);
    assert!(asked > 0);
}

#[tokio::test]
async fn the_printed_query_of_the_gap_gives_each_of_its_steps() {
    let (world, site) = published().await;
    let figure = "gambar/dana/kesenjangan/";
    let answer = world.data(&query(&site, figure)).await;
    let needs = answer["needs"]["groupBy"].as_array().unwrap();
    let cost: i64 = needs.iter().map(|group| rupiah(group["sum"]["cost"].as_str().unwrap_or("0"))).sum();
    let groups = answer["transactions"]["groupBy"].as_array().unwrap();
    let of = |kind: &str| -> i64 {
        groups
            .iter()
            .map(|group| {
                let key = &group["key"];
                let passed_on = sum(group, "passedOn");
                if key["kind"] == kind {
                    sum(group, "sum") - passed_on
                } else if key["kind"] == "REVERSAL" && key["reverses"]["kind"] == kind {
                    passed_on - sum(group, "sum")
                } else {
                    0
                }
            })
            .sum()
    };
    let realised = groups.iter().map(|group| sum(group, "realised")).sum();
    let rows = rows(&site, figure);
    let drawn: Vec<i64> = rows.iter().map(|row| rupiah(&row[1])).collect();
    let expected = [cost, of("PLEDGE"), of("COMMITMENT"), of("DISBURSEMENT"), of("EXPENDITURE"), realised];
    assert_eq!(drawn, expected);
    // Each step is the one before, less what fell away, and what it has more.
    for pair in rows.windows(2) {
        let [before, after] = [&pair[0], &pair[1]].map(|row| rupiah(&row[1]));
        assert_eq!(after, before - rupiah(&pair[1][2]) + rupiah(&pair[1][3]), "{pair:?}");
    }
}

#[tokio::test]
async fn both_ways_of_counting_agree_over_all_channels() {
    let (_, site) = published().await;
    let html = &site["en/funding/index.html"];
    let table =
        html.split_once("two ways of counting</caption>").unwrap().1.split_once("</table>").unwrap().0;
    let values = |row: &str| -> Vec<i64> {
        row.split("<data value=\"").skip(1).map(|part| rupiah(part.split('"').next().unwrap())).collect()
    };
    let body = table.split_once("<tbody>").unwrap().1;
    let rows: Vec<Vec<i64>> = body.split("<tr>").skip(1).map(values).collect();
    assert_eq!(rows.len(), 12);
    let mut apart = 0;
    for scopes in rows.chunks(3) {
        // Public sources, then the simulation, whose chains are closed.
        assert_eq!((scopes[0][0], scopes[0][3]), (scopes[0][1], scopes[0][4]), "{scopes:?}");
        // The narrower meaning never holds more.
        assert!(scopes[0][1] >= scopes[1][1] && scopes[1][1] >= scopes[2][1], "{scopes:?}");
        apart += usize::from(scopes[1][3] != scopes[1][4]);
    }
    // Grants of the regency that a zakat body passes on begin inside its budget and end outside.
    assert!(apart > 0);
}

#[tokio::test]
async fn what_public_sources_state_is_the_same_with_and_without_the_simulation() {
    let (_, site) = published().await;
    let world = World::with_facts(Backend::Sqlite).await;
    let url = world.url.clone();
    let facts = tokio::task::spawn_blocking(move || Site::rendered(&Client::local(&url).unwrap(), &plan()));
    let facts = facts.await.unwrap();
    for figure in ["gambar/dana/tahap/", "gambar/dana/saluran/"] {
        let public = |site: &Site| -> BTreeMap<String, Vec<String>> {
            let rows = rows(site, figure).into_iter();
            rows.map(|row| (row[0].clone(), row[1..3].to_vec())).filter(|(_, it)| *it != ["0", "0"]).collect()
        };
        assert_eq!(public(&site), public(&facts), "{figure}");
        assert!(!public(&facts).is_empty(), "{figure}");
    }
    // Too few givers, no needs and no villages with money: the page says so instead of claiming anything.
    let said = words(&facts["en/funding/index.html"]);
    for sentence in [
        "too few to judge concentration",
        "No need with a stated cost yet.",
        "No need without a funder is recorded.",
        "No statement on how money is spread over villages yet",
        "No money waits for programmes that are past their start date.",
    ] {
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
}
