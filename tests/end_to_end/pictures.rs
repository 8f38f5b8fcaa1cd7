//! Pictures of figures, and what links to pages show.

use std::collections::BTreeSet;
use std::sync::Arc;

use dampingan_tests::{Backend, Site, World, plan};
use sitegen::client::Client;
use sitegen::site::{self, Plan};
use tempfile::TempDir;

const ADDRESS: &str = "https://dampingan.example";

/// A report of the facts alone, which has few figures, with pictures.
fn with_pictures() -> Plan {
    Plan { with_pictures: true, address: Some(ADDRESS.to_owned()), ..plan() }
}

async fn rendered() -> Site {
    let world = World::with_facts(Backend::Sqlite).await;
    let render = move || Site::rendered(&Client::local(&world.url).unwrap(), &with_pictures());
    tokio::task::spawn_blocking(render).await.unwrap()
}

/// The value of a `<meta>`.
fn meta<'h>(html: &'h str, property: &str) -> Option<&'h str> {
    let (_, rest) = html.split_once(&format!("<meta property=\"{property}\" content=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Width and height of a PNG file, and how many colours its palette has.
fn read(png: &[u8]) -> (u32, u32, usize) {
    let decoder = png::Decoder::new(std::io::Cursor::new(png));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let shown = reader.next_frame(&mut pixels).unwrap();
    let used: BTreeSet<u8> = pixels.into_iter().collect();
    (shown.width, shown.height, used.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_has_a_picture_and_every_page_shows_one_where_it_is_linked() {
    let site = rendered().await;
    let (mut pictures, mut sized) = (0, 0);
    // What stands in the place of a page that is not there is linked by nobody.
    for (path, html) in site.pages().filter(|(path, _)| !path.ends_with("404.html")) {
        let image =
            meta(html, "og:image").unwrap_or_else(|| panic!("{path} shows nothing where it is linked"));
        let file = image.strip_prefix(&format!("{ADDRESS}/")).expect("a whole address");
        let (width, height, colours) = read(site.bytes(file));
        // A village may show the picture of a figure of its kecamatan, and is silent about its size then.
        let is_village = path.starts_with("desa/") || path.starts_with("en/villages/");
        let told = meta(html, "og:image:width").zip(meta(html, "og:image:height"));
        let (width, height) = (width.to_string(), height.to_string());
        let seen = (width.as_str(), height.as_str());
        assert!(told.map_or(is_village, |told| told == seen), "{path}");
        sized += usize::from(told.is_some());
        assert!(meta(html, "og:image:alt").is_some_and(|alt| !alt.is_empty()), "{path}");
        assert!(colours > 3, "{file} is no blank paper");
        let is_figure =
            (path.starts_with("gambar/") || path.starts_with("en/figures/")) && !path.contains("/sematan/");
        if is_figure && !path.contains("/embed/") {
            let folder = path.strip_suffix("index.html").unwrap();
            assert!(file.starts_with(folder), "{path} shows {file}");
            let name = file.rsplit('/').next().unwrap();
            assert!(html.contains(&format!("{name}\"")), "{path} offers its picture");
            pictures += 1;
        }
    }
    assert!(pictures > 20 && sized > 2 * pictures, "{pictures}, {sized}");
    let overview = &site["index.html"];
    assert_eq!(meta(overview, "og:image"), Some(&*format!("{ADDRESS}/gambar/kemiskinan/gambar.png")));
    assert_eq!(meta(&site["en/method/index.html"], "og:image"), Some(&*format!("{ADDRESS}/static/card.png")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_made_again_only_where_what_it_shows_is_another() {
    let world = World::with_facts(Backend::Sqlite).await;
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("site");
    let (url, into) = (world.url.clone(), out.clone());
    let build = move |plan: Plan| site::build(&Client::local(&url).unwrap(), &plan, &into).unwrap();
    let build = Arc::new(build);
    let picture = out.join("gambar/kemiskinan/gambar.png");
    let run = |plan: Plan| {
        let build = Arc::clone(&build);
        async move { tokio::task::spawn_blocking(move || build(plan)).await.unwrap() }
    };
    run(with_pictures()).await;
    let made = std::fs::read(&picture).unwrap();
    // A picture that says it is made from the same is taken as it stands: here one that cannot be rendered.
    let mut touched = made.clone();
    let end = touched.len();
    touched.extend_from_slice(b"kept");
    std::fs::write(&picture, &touched).unwrap();
    run(Plan { next_edition: chrono::NaiveDate::from_ymd_opt(2027, 2, 25), ..with_pictures() }).await;
    assert_eq!(std::fs::read(&picture).unwrap()[end..], *b"kept");

    world.execute("UPDATE indicator SET name = 'Angka kemiskinan' WHERE key = 'p0'").await;
    world.execute("UPDATE dataset_state SET data_version = data_version + 1").await;
    run(with_pictures()).await;
    let other = std::fs::read(&picture).unwrap();
    assert!(other != made && !other.ends_with(b"kept"), "what it shows is another, and so is the picture");
    read(&other);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_pictures_or_an_address_links_show_none() {
    let world = World::with_facts(Backend::Sqlite).await;
    let render = move |plan: Plan| Site::rendered(&Client::local(&world.url).unwrap(), &plan);
    let site =
        tokio::task::spawn_blocking(move || render(Plan { address: Some(ADDRESS.to_owned()), ..plan() }));
    let site = site.await.unwrap();
    assert!(site.pages().all(|(_, html)| meta(html, "og:image").is_none()));
    assert!(!site.paths().any(|path| path.ends_with("png")));
}
