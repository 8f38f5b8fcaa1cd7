//! A regency gives the report its own look and name by one folder.

use std::sync::Arc;

use dampingan_tests::{Backend, Site, World, plan, project_folder};
use sitegen::client::Client;
use sitegen::headers;
use sitegen::site::Plan;
use sitegen::theme::Theme;

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_changes_name_colours_logo_languages_and_texts() {
    let world = World::with_facts(Backend::Sqlite).await;
    let theme = Arc::new(Theme::read(&project_folder().join("tests/theme")).unwrap());
    let plan = Plan { theme: Arc::clone(&theme), ..plan() };
    let render = move || Site::rendered(&Client::local(&world.url).unwrap(), &plan);
    let site = tokio::task::spawn_blocking(render).await.unwrap();

    let page = &site["desa/33.18.16.2002/index.html"];
    assert!(page.contains(" · Sapa Desa</title>"), "its name");
    assert!(page.contains("<img class=\"logo\" src=\"../../static/logo.svg\""), "its logo");
    assert!(page.contains("<p>Sapa Desa: Bappeda Kabupaten Pati,"), "its footer");
    assert!(page.contains("Desa Soneyan"), "and the page of the program in between");
    assert!(!site.paths().any(|path| path.starts_with("en/")), "no page is in English");
    assert!(!page.contains("hreflang"), "and none leads there");
    let own_name = ["Dampingan, Kabupaten Pati", "· Dampingan<", "Dampingan Kabupaten Pati"];
    for (path, html) in site.pages() {
        assert_eq!(own_name.iter().find(|name| html.contains(**name)), None, "{path}");
    }
    assert!(
        site["static/site.css"].contains("#5b2a86")
            && site["static/site.css"].contains("content: \"Sapa Desa\"")
    );
    // A drawing that is taken away has the colours too, and the policy lets them in.
    let drawing = &site["gambar/kemiskinan/gambar.svg"];
    assert!(drawing.contains(&theme.style_of_drawings) && drawing.contains("#5b2a86"));
    assert!(site["_headers"].contains(&headers::headers(&theme)[0].1));
    let package = &site["data/datapackage.json"];
    assert!(package.contains("\"Sapa Desa, Kabupaten Pati\""), "{package}");
}
