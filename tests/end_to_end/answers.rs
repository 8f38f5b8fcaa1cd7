//! What a reader of the report finds: the questions answered with their sources, in words that the figures bear.

use std::collections::HashSet;
use std::io::Write as _;
use std::sync::Arc;

use dampingan_tests::{Backend, Site, World, plan, report, words};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sitegen::client::Client;
use sitegen::data::Dataset;
use sitegen::data::record::Observation;
use sitegen::finding::{self, Change};
use sitegen::linked::Linked;
use sitegen::links::Target;
use sitegen::locale::Locale;
use sitegen::page::data::EXAMPLES;
use sitegen::page::{Edition, Page};
use sitegen::template::Templates;

/// A world with everything, and the report on it.
async fn published() -> (World, Arc<Site>) {
    (World::with_simulation(Backend::Sqlite).await, report().await)
}

/// Every row of a list of the API.
async fn rows(world: &World, list: &str, arguments: &str, fields: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut after = "null".to_owned();
    loop {
        let query = format!(
            "{{ {list}({arguments} first: 100 after: {after}) {{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut answer = world.data(&query).await;
        rows.extend(answer[list]["nodes"].as_array().unwrap().iter().cloned());
        let info = answer[list]["pageInfo"].take();
        if info["hasNextPage"] != true {
            return rows;
        }
        after = info["endCursor"].to_string();
    }
}

/// Whether a row of a table of the page says all of these.
fn has_row(html: &str, said: &[&str]) -> bool {
    html.split("<tr>").skip(1).any(|row| {
        let row = words(row.split("</tr>").next().unwrap());
        said.iter().all(|it| row.contains(it))
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn the_first_page_tells_poverty_since_2006_and_that_its_last_change_is_not_clear() {
    let (world, site) = published().await;
    let filter = r#"filter: { region: { code: { eq: "33.18" } }, standing: { eq: PUBLISHED }, indicator: { key: { eq: "p0" } } }"#;
    let observed = rows(&world, "observations", filter, "period value margin source { publisher url }").await;
    assert!(observed.len() >= 10);
    assert!(observed.iter().any(|it| it["period"] == "2006"));
    for (path, locale, unclear, fell) in [
        (
            "index.html",
            Locale::Id,
            "tidak berubah secara jelas dari 9,17 persen (2024) ke 8,24 persen (2025)",
            "turun dari 22,14 persen (2006) menjadi 8,24 persen (2025)",
        ),
        (
            "en/index.html",
            Locale::En,
            "shows no clear change from 9.17 per cent (2024) to 8.24 per cent (2025)",
            "fell from 22.14 per cent (2006) to 8.24 per cent (2025)",
        ),
    ] {
        let said = words(&site[path]);
        assert!(said.contains(unclear), "{path}");
        assert!(said.contains(fell), "{path}");
        for it in &observed {
            let value = locale.decimal(text(&it["value"]));
            let margin = it["margin"].as_str().map_or_else(|| "[x]".to_owned(), |it| locale.decimal(it));
            assert!(has_row(&site[path], &[text(&it["period"]), &value, &margin]), "{path}: {it}");
            let source = &it["source"];
            assert!(said.contains(text(&source["publisher"])), "{path}: {it}");
            assert!(source["url"].as_str().is_none_or(|url| site[path].contains(url)), "{path}: {it}");
        }
    }
}

#[tokio::test]
async fn every_accompaniment_stands_on_the_pages_of_its_village_and_of_its_agency() {
    let (world, site) = published().await;
    let fields = "region { code name level } agency { key abbreviation } simulated source { publisher }";
    let all = rows(&world, "accompaniments", "", fields).await;
    assert!(all.len() > 50);
    for it in all {
        let (region, agency) = (&it["region"], &it["agency"]);
        let simulated = it["simulated"] == true;
        for (villages, agencies, mark) in
            [("desa", "opd", "Simulasi"), ("en/villages", "en/agencies", "Simulated")]
        {
            let source = if simulated { mark } else { text(&it["source"]["publisher"]) };
            let page = &site[&format!("{agencies}/{}/index.html", text(&agency["key"]))];
            assert!(has_row(page, &[text(&region["name"]), source]), "{agencies}: {it}");
            if region["level"] == "VILLAGE" {
                let page = &site[&format!("{villages}/{}/index.html", text(&region["code"]))];
                assert!(has_row(page, &[text(&agency["abbreviation"]), source]), "{villages}: {it}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_of_baznas_tells_what_it_gave_and_where() {
    let (_, site) = published().await;
    for (path, gift) in [
        ("mitra/baznas-pati/index.html", ["17 Oktober 2022", "Desa Soneyan", "Rp30.000.000", "Jurnalindo"]),
        (
            "en/stakeholders/baznas-pati/index.html",
            ["17 October 2022", "Desa Soneyan", "Rp30,000,000", "Jurnalindo"],
        ),
    ] {
        assert!(has_row(&site[path], &gift), "{path}");
        // Nothing that is told of it is simulated; only needs are, which are told of villages.
        let of_it = site[path].split_once("<dl class=\"keys\">").unwrap().1;
        let heading = if path.starts_with("en/") { "<h2>Needs that fit" } else { "<h2>Kebutuhan yang cocok" };
        assert!(!of_it.split_once(heading).unwrap().0.contains("class=\"sim\""), "{path}");
    }
    // Two gifts to Kajen have no amount; that is said, and is not zero.
    assert!(has_row(
        &site["mitra/baznas-pati/index.html"],
        &["Desa Kajen", "tidak disebut", "Lingkar Jateng"]
    ));
}

#[tokio::test]
async fn the_decisions_of_22_june_2022_stand_with_what_became_of_them() {
    let (world, site) = published().await;
    let query = r#"{ meeting(key: "rakor-2022-06-22") { source { publisher } decisions { nodes { text textEn
        actionItems { nodes { title titleEn evidence evidenceEn source { publisher } } } } } } }"#;
    let meeting = &world.data(query).await["meeting"];
    let decisions = meeting["decisions"]["nodes"].as_array().unwrap();
    assert_eq!(decisions.len(), 5);
    for (path, first_page, day, title, decided, evidence) in [
        ("tindak-lanjut/index.html", "index.html", "22 Juni 2022", "title", "text", "evidence"),
        ("en/follow-up/index.html", "en/index.html", "22 June 2022", "titleEn", "textEn", "evidenceEn"),
    ] {
        let (page, first_page) = (words(&site[path]), words(&site[first_page]));
        assert!(page.contains(day) && page.contains(text(&meeting["source"]["publisher"])), "{path}");
        assert!(first_page.contains(day), "{first_page}");
        for decision in decisions {
            assert!(page.contains(text(&decision[decided])), "{path}: {decision}");
            assert!(first_page.contains(text(&decision[decided])), "{decision}");
            let items = decision["actionItems"]["nodes"].as_array().unwrap();
            assert!(!items.is_empty(), "{decision}");
            for item in items {
                let source = text(&item["source"]["publisher"]);
                assert!(
                    has_row(&site[path], &[text(&item[title]), text(&item[evidence]), source]),
                    "{path}: {item}"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_need_without_a_funder_stands_on_the_page_of_the_money() {
    let (world, site) = published().await;
    let fields = "key title cost village { name } transactions(first: 20) { nodes { kind amount } }";
    let open = rows(&world, "needs", "filter: { state: { eq: OPEN } }", fields).await;
    // Money that was all taken back is none.
    let left = |need: &Value| -> i64 {
        let amounts = need["transactions"]["nodes"].as_array().unwrap().iter().map(|row| {
            let amount: i64 = text(&row["amount"]).parse().unwrap();
            if row["kind"] == "REVERSAL" { -amount } else { amount }
        });
        amounts.sum()
    };
    let unfunded: Vec<&Value> = open.iter().filter(|it| left(it) == 0).collect();
    let taken_back = unfunded.iter().filter(|it| it["transactions"]["nodes"][0]["kind"].is_string());
    assert!(taken_back.count() > 0);
    assert!(unfunded.len() > 20);
    for (path, locale, count) in [
        ("dana/index.html", Locale::Id, format!("{} kebutuhan", unfunded.len())),
        ("en/funding/index.html", Locale::En, format!("{} needs", unfunded.len())),
    ] {
        assert!(words(&site[path]).contains(&count), "{path}: {count}");
        for need in &unfunded {
            let cost = need["cost"].as_str().map(|it| locale.rupiah(it.parse().unwrap()));
            // The mark says of a simulated one what its title says.
            let title = text(&need["title"]).trim_end_matches(" (simulasi)");
            let said = [title, text(&need["village"]["name"]), cost.as_deref().unwrap_or("[x]")];
            assert!(has_row(&site[path], &said), "{path}: {need}");
        }
    }
}

#[tokio::test]
async fn the_examples_of_the_data_page_run_and_give_rows() {
    let (world, site) = published().await;
    for (question, question_en, query) in EXAMPLES {
        let (answer, _) = world.ask(query).await;
        assert_eq!(answer.get("errors"), None, "{question}");
        let noun = answer["data"].as_object().unwrap().values().next().unwrap();
        let lists: Vec<_> =
            noun.as_object().unwrap().values().filter_map(|it| it["nodes"].as_array()).collect();
        assert!(!lists.is_empty() && lists.iter().all(|nodes| nodes.len() >= 5), "{question}: {noun}");
        for (path, question) in [("data/index.html", question), ("en/data/index.html", question_en)] {
            let page = words(&site[path]);
            assert!(page.contains(question), "{path}: {question}");
            assert!(
                page.contains(&query.split_whitespace().collect::<Vec<_>>().join(" ")),
                "{path}: {query}"
            );
        }
    }
}

/// Half the 95 % interval of a difference, worked out apart from the code under test.
fn is_clear(from: &Observation, to: &Observation) -> Option<bool> {
    let number = |text: &str| text.parse::<f64>().unwrap();
    let (before, after) = (number(from.margin.as_deref()?), number(to.margin.as_deref()?));
    let difference = to.number()? - from.number()?;
    Some(difference.powi(2) > before.powi(2) + after.powi(2))
}

/// Words that claim a change, by language, up then down.
const CLAIMS: [(Locale, [&str; 2]); 2] =
    [(Locale::Id, [" naik ", " turun "]), (Locale::En, [" rose ", " fell "])];

#[tokio::test]
async fn no_sentence_claims_a_change_inside_the_margins() {
    let world = World::with_facts(Backend::Sqlite).await;
    let url = world.url.clone();
    let walked = tokio::task::spawn_blocking(move || {
        let mut data = Dataset::fetch(&Client::local(&url).unwrap(), "33.18", &|_| ()).unwrap();
        let all = std::mem::take(&mut data.observations);
        let p0: Vec<Observation> = all.iter().filter(|it| it.indicator.key == "p0").cloned().collect();
        let margined = p0.iter().filter(|it| it.margin.is_some());
        let regions: HashSet<String> = margined.map(|it| it.region.code.clone()).collect();
        let mut seen = HashSet::new();
        for region in regions {
            data.regency.clone_from(&region);
            data.observations = p0.clone().into();
            // The series as it stood after each of its periods, the longest first.
            loop {
                let linked = Linked::new(&data);
                let series = linked.series("p0", &region);
                let [first, .., before, last] = series[..] else { break };
                let last_day = last.starts_on;
                let steps = [(before, last), (first, last)];
                for (from, to) in steps {
                    let change = finding::between(from, to);
                    assert_eq!(
                        is_clear(from, to),
                        Some(matches!(change, Change::Up | Change::Down)),
                        "{from:?} {to:?}"
                    );
                    seen.insert(change == Change::Unclear);
                }
                check_words(linked, steps.map(|(from, to)| finding::between(from, to)));
                data.observations.retain(|it| it.starts_on < last_day);
            }
        }
        seen
    });
    // Both happen in the data, so both were looked at.
    assert_eq!(walked.await.unwrap().len(), 2);
}

/// The first page claims a rise or a fall just where the last step or the whole series is one.
fn check_words(linked: Linked<'_>, changes: [Change; 2]) {
    let templates = Templates::new(&plan().theme).unwrap().into();
    let edition = Edition::new(linked, &plan().theme, &templates, plan().today);
    for (locale, claims) in CLAIMS {
        let page = Page { target: Target::Overview, locale }.render(&edition, None).unwrap();
        let html = String::from_utf8(page.into_iter().next().unwrap().bytes).unwrap();
        let said = words(html.split("<section class=\"sources\">").next().unwrap());
        for (claim, change) in claims.into_iter().zip([Change::Up, Change::Down]) {
            assert_eq!(said.contains(claim), changes.contains(&change), "{claim} with {changes:?} in {said}");
        }
        assert!(said.contains(changes[0].verb(locale)), "{changes:?} in {said}");
    }
}

#[tokio::test]
async fn a_figure_that_lacks_a_part_fails_its_page_and_is_named() {
    let world = World::with_facts(Backend::Sqlite).await;
    let url = world.url.clone();
    let rendered = tokio::task::spawn_blocking(move || {
        let mut data = Dataset::fetch(&Client::local(&url).unwrap(), "33.18", &|_| ()).unwrap();
        let templates: Arc<Templates> = Templates::new(&plan().theme).unwrap().into();
        let render = |data: &Dataset| {
            let plan = plan();
            let edition = Edition::new(Linked::new(data), &plan.theme, &templates, plan.today);
            Page { target: Target::Overview, locale: Locale::Id }.render(&edition, None).map(drop)
        };
        render(&data).unwrap();
        data.indicators.iter_mut().filter(|it| it.key == "p0").for_each(|it| it.definition.clear());
        format!("{:#}", render(&data).unwrap_err())
    });
    let error = rendered.await.unwrap();
    assert!(error.contains("index.html") && error.contains("kemiskinan has no meaning"), "{error}");
}

const MONTHS: [(Locale, [&str; 9]); 2] = [
    (Locale::En, ["Januari", "Februari", "Maret", "Mei", "Juni", "Juli", "Agustus", "Oktober", "Desember"]),
    (Locale::Id, ["January", "February", "March", "May", "June", "July", "August", "October", "December"]),
];

/// Leaves out what is marked as Indonesian.
fn without_indonesian(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" lang=\"id\"") {
        let start = rest[..at].rfind('<').unwrap();
        let name = rest[start + 1..].split([' ', '>']).next().unwrap();
        kept.push_str(&rest[..start]);
        let end = format!("</{name}>");
        rest = &rest[start..];
        rest = rest.find(&end).map_or("", |at| &rest[at + end.len()..]);
    }
    kept + rest
}

#[tokio::test]
async fn dates_are_in_the_language_of_the_page() {
    let (_, site) = published().await;
    for (path, html) in site.pages() {
        let locale = if path.starts_with("en/") { Locale::En } else { Locale::Id };
        let html = if locale == Locale::En { without_indonesian(html) } else { html.to_owned() };
        // Drawings are looked at too.
        let said = words(&html.replace("<svg", "<g"));
        let (_, foreign) = MONTHS.into_iter().find(|(of, _)| *of == locale).unwrap();
        let said: Vec<&str> = said.split(' ').collect();
        for pair in said.windows(2) {
            let year: String = pair[1].chars().take_while(char::is_ascii_digit).collect();
            assert!(!(foreign.contains(&pair[0]) && year.len() == 4), "{pair:?} in {path}");
        }
    }
    assert!(words(&site["en/follow-up/index.html"]).contains("22 June 2022"));
    assert!(words(&site["tindak-lanjut/index.html"]).contains("22 Juni 2022"));
}

/// The first number in a text, if it is written as the language writes numbers.
fn read(locale: Locale, text: &str) -> Option<(f64, i32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let is_negative = text[..start].trim_end_matches("Rp").ends_with('−');
    let written = text[start..].split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).next()?;
    let (mark, point) = if locale == Locale::Id { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = written.split_once(point).unwrap_or((written, ""));
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let is_grouped = first.len() <= 3 && groups.all(|group| group.len() == 3) && !fraction.contains(mark);
    let number: f64 = format!("{}.{fraction}0", whole.replace(mark, "")).parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()?;
    is_grouped.then_some((if is_negative { -number } else { number }, decimals))
}

#[tokio::test]
async fn numbers_are_written_as_the_language_of_the_page_writes_them() {
    let (_, site) = published().await;
    let mut seen = [0; 2];
    for (path, html) in site.pages() {
        let locale = if path.starts_with("en/") { Locale::En } else { Locale::Id };
        for it in html.split("<data value=\"").skip(1) {
            let (value, rest) = it.split_once("\">").unwrap();
            let shown = rest.split_once("</data>").unwrap().0;
            // A day is no number.
            let Ok(value) = value.parse::<f64>() else { continue };
            let (number, decimals) = read(locale, shown).unwrap_or_else(|| panic!("`{shown}` in {path}"));
            let tolerance = 0.5 * 10_f64.powi(-decimals) + 1e-9;
            assert!((number - value).abs() <= tolerance, "`{shown}` for {value} in {path}");
            seen[usize::from(locale == Locale::En)] += 1;
        }
    }
    assert!(seen[0] > 10_000 && seen[0] == seen[1], "{seen:?}");
    for (path, said) in [
        ("index.html", "8,24 persen"),
        ("en/index.html", "8.24 per cent"),
        ("dana/index.html", "Rp150.889.500.000"),
        ("en/funding/index.html", "Rp150,889,500,000"),
        ("dana/index.html", "Rp150,89 miliar"),
        ("en/funding/index.html", "Rp150.89 billion"),
    ] {
        assert!(words(&site[path]).contains(said), "{said} in {path}");
    }
}

#[tokio::test]
async fn a_page_of_a_village_is_light_enough_for_a_phone() {
    let (_, site) = published().await;
    let villages = site.pages().filter(|(path, _)| {
        let below = path.strip_prefix("desa/").or_else(|| path.strip_prefix("en/villages/"));
        below.is_some_and(|below| below.contains('/'))
    });
    let mut pages = 0;
    for (path, html) in villages {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(html.as_bytes()).unwrap();
        let packed = packed.finish().unwrap().len();
        assert!(html.len() <= 60_000 && packed <= 15_000, "{path}: {} bytes, {packed} packed", html.len());
        pages += 1;
    }
    assert_eq!(pages, 2 * 406);
}

/// The words of the cells behind the header of a row, for the row of a table that begins with `header`.
fn cells(html: &str, header: &str) -> Vec<String> {
    let mut rows = html.split("<tr>").skip(1).map(|row| row.split("</tr>").next().unwrap());
    let row = rows.find(|row| words(row.split("</th>").next().unwrap()).starts_with(header));
    let row = row.unwrap_or_else(|| panic!("no row begins with {header}"));
    row.split("<td").skip(1).map(|cell| words(&format!("<td{cell}"))).collect()
}

#[tokio::test]
async fn what_is_kept_back_is_kept_back_on_the_pages_of_villages_and_the_rest_is_told() {
    let (world, site) = published().await;
    let fields = "villageRows regencyRows village { code } cycle { period }";
    let (mut kept_back, mut told) = (0, 0);
    for row in rows(&world, "syncCounts", "", fields).await {
        let code = text(&row["village"]["code"]);
        let period = text(&row["cycle"]["period"]);
        for (locale, folder) in [(Locale::Id, "desa"), (Locale::En, "en/villages")] {
            let cells = cells(&site[&*format!("{folder}/{code}/index.html")], &locale.period(period));
            // The share comes first.
            for (cell, count) in cells[1..].iter().zip([&row["villageRows"], &row["regencyRows"]]) {
                let expected = count.as_i64().map_or("[c]".to_owned(), |count| locale.whole(count));
                assert_eq!(*cell, expected, "{code} {period}: {row}");
                if count.is_null() { kept_back += 1 } else { told += 1 }
            }
        }
    }
    assert!(kept_back > 100 && told > 10_000, "{kept_back} {told}");
}
