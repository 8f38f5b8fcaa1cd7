//! How a report is found: its pages say where they are, and the sitemap lists them.

use std::collections::BTreeSet;

use dampingan_tests::{Backend, Site, World, plan};
use serde_json::Value;
use sitegen::client::Client;
use sitegen::site::Plan;

const ADDRESS: &str = "https://pati.example/laporan";

async fn at_an_address() -> Site {
    let world = World::with_simulation(Backend::Sqlite).await;
    let url = world.url.clone();
    let plan = Plan { address: Some(ADDRESS.to_owned()), ..plan() };
    tokio::task::spawn_blocking(move || Site::rendered(&Client::local(&url).unwrap(), &plan)).await.unwrap()
}

/// The value of an attribute of the first tag that begins so.
fn attribute<'h>(html: &'h str, tag: &str) -> Option<&'h str> {
    html.split_once(tag).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

#[tokio::test]
async fn every_page_says_where_it_is_in_both_languages_and_the_sitemap_lists_those_to_be_found() {
    let site = at_an_address().await;
    let mut expected = BTreeSet::new();
    for (path, html) in site.pages() {
        let canonical = attribute(html, "<link rel=\"canonical\" href=\"");
        let Some(folder) = path.strip_suffix("index.html") else {
            assert_eq!(canonical, None, "{path}");
            assert!(html.contains("noindex"), "{path}");
            continue;
        };
        let own = format!("{ADDRESS}/{folder}");
        let language = if path.starts_with("en/") { "en" } else { "id" };
        let tag = format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"");
        assert_eq!(attribute(html, &tag), Some(own.as_str()), "{path}");
        let default = attribute(html, "<link rel=\"alternate\" hreflang=\"x-default\" href=\"");
        assert_eq!(default, attribute(html, "<link rel=\"alternate\" hreflang=\"id\" href=\""), "{path}");
        if html.contains("noindex") {
            let shown_by = own.trim_end_matches("sematan/").trim_end_matches("embed/");
            assert!(own.len() > shown_by.len());
            assert_eq!(canonical, Some(shown_by), "{path}");
        } else {
            assert_eq!(canonical, Some(own.as_str()), "{path}");
            expected.insert(own);
        }
    }
    let listed: BTreeSet<String> = site["sitemap-1.xml"]
        .lines()
        .filter_map(|line| line.strip_prefix("<url><loc>")?.strip_suffix("</loc></url>"))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, expected);
    assert!(site["sitemap.xml"].contains(&format!("<loc>{ADDRESS}/sitemap-1.xml</loc>")));
    assert!(site["robots.txt"].contains(&format!("Sitemap: {ADDRESS}/sitemap.xml")));
}

#[tokio::test]
async fn every_figure_is_a_dataset_to_search_engines_with_its_place_licence_and_file() {
    let site = at_an_address().await;
    let (mut figures, mut villages) = (0, 0);
    for (path, html) in site.pages() {
        let Some((_, rest)) = html.split_once("<script type=\"application/ld+json\">") else { continue };
        let dataset: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        let said = |name: &str| dataset[name].as_str().unwrap_or_default().to_owned();
        if path.ends_with("data/index.html") {
            assert_eq!(said("@type"), "DataCatalog", "{path}");
            assert!(!dataset["dataset"].as_array().unwrap().is_empty(), "{path}");
            continue;
        }
        assert_eq!(said("@type"), "Dataset", "{path}");
        assert_eq!(said("inLanguage"), if path.starts_with("en/") { "en" } else { "id" }, "{path}");
        // Below 50 signs Google leaves a dataset out.
        assert!(said("description").chars().count() >= 50, "{path}: {}", said("description"));
        assert!(!said("name").is_empty() && said("license").starts_with("https://"), "{path}");
        let csv = dataset["distribution"][0]["contentUrl"].as_str().unwrap();
        assert!(site.paths().any(|it| it == path.replace("index.html", csv)), "{path}: {csv}");
        if let Some(code) = path.split('/').find(|part| part.starts_with("33.") && part.len() == 13) {
            assert_eq!(dataset["spatialCoverage"]["identifier"], code, "{path}");
            villages += 1;
        }
        figures += 1;
    }
    assert!(figures > 300 && villages > 80, "{figures}, {villages}");
}
