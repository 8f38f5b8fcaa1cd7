//! Feeds: what happened, with its day, in the order of the days, and leading to pages that are there.

use std::collections::BTreeSet;

use atom_syndication::Feed;
use chrono::NaiveDate;
use dampingan_tests::{Backend, Site, World, plan};
use sitegen::client::Client;
use sitegen::site::Plan;

const ADDRESS: &str = "https://pati.example";

async fn rendered(address: Option<&str>) -> Site {
    let world = World::with_simulation(Backend::Sqlite).await;
    let plan = Plan { address: address.map(str::to_owned), ..plan() };
    let url = world.url.clone();
    tokio::task::spawn_blocking(move || Site::rendered(&Client::local(&url).unwrap(), &plan)).await.unwrap()
}

fn is_feed(path: &str) -> bool {
    path.ends_with("umpan.xml") || path.ends_with("feed.xml")
}

#[tokio::test]
async fn everything_each_village_agency_and_stakeholder_has_a_feed_in_both_languages() {
    let site = rendered(Some(ADDRESS)).await;
    let paths: BTreeSet<&str> = site.paths().collect();
    let today = plan().today;
    let (mut feeds, mut entries) = (0, 0);
    for path in paths.iter().filter(|path| is_feed(path)) {
        let text = &site[path];
        let feed = Feed::read_from(text.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"));
        feeds += 1;
        assert_eq!(feed.id(), format!("{ADDRESS}/{path}"));
        let language = if path.starts_with("en/") { "en" } else { "id" };
        assert_eq!(feed.lang(), Some(language), "{path}");
        assert!(!feed.title().as_str().is_empty() && !feed.authors().is_empty(), "{path}");
        let days: Vec<NaiveDate> = feed.entries().iter().map(|entry| entry.updated().date_naive()).collect();
        assert!(days.is_sorted_by(|newer, older| newer >= older) && days.len() <= 50, "{path}");
        assert!(feed.updated().date_naive() <= today, "{path}");
        if let Some(newest) = days.first() {
            assert_eq!(feed.updated().date_naive(), *newest, "{path}");
        }
        let mut ids = BTreeSet::new();
        for entry in feed.entries() {
            entries += 1;
            assert!(
                entry.id().starts_with("tag:pati.example,2026:") && !entry.id().contains(' '),
                "{}",
                entry.id()
            );
            assert!(ids.insert(entry.id()), "{path}: {} comes twice", entry.id());
            let page = entry.links()[0].href().strip_prefix(&format!("{ADDRESS}/")).unwrap();
            assert!(paths.contains(&*format!("{page}index.html")), "{path} leads to {page}");
        }
        // Its page leads to it.
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let page = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        assert!(site[&page].contains("rel=\"alternate\" type=\"application/atom+xml\""), "{page}");
    }
    let of = |folder: &str| {
        paths.iter().filter(|path| path.starts_with(folder) && path.ends_with("/index.html")).count()
    };
    // Each folder has the page of all besides.
    assert_eq!(feeds, 2 * (1 + of("desa/") - 1 + of("opd/") - 1 + of("mitra/") - 1));
    assert!(entries > 1_000, "{entries}");

    // The same happening has one id everywhere, and its simulation is named.
    let all = Feed::read_from(site["umpan.xml"].as_bytes()).unwrap();
    let english = Feed::read_from(site["en/feed.xml"].as_bytes()).unwrap();
    let ids = |feed: &Feed| feed.entries().iter().map(|entry| entry.id().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&all), ids(&english));
    assert!(all.entries().iter().any(|entry| entry.title().as_str().starts_with("[simulasi] ")));
    let baznas = Feed::read_from(site["mitra/baznas-pati/umpan.xml"].as_bytes()).unwrap();
    assert!(baznas.entries().iter().any(|entry| !entry.title().as_str().starts_with("[simulasi] ")));
}

#[tokio::test]
async fn a_report_that_does_not_know_its_address_has_no_feeds() {
    let site = rendered(None).await;
    assert!(!site.paths().any(is_feed));
    assert!(!site["index.html"].contains("atom+xml"));
}
