//! What search engines are told: which pages there are, and where to find that out.

use std::fmt::Write as _;

use crate::links::Target;
use crate::locale::Locale;
use crate::output::File;

/// The most addresses that one sitemap may hold (sitemaps.org).
const MOST: usize = 50_000;

/// `robots.txt`, and with the address of the site its sitemaps. Paths are those of the published files.
#[must_use]
pub fn files(address: Option<&str>, paths: &[&str]) -> Vec<File> {
    let Some(address) = address else {
        return vec![text("robots.txt", "User-agent: *\nAllow: /\n".to_owned())];
    };
    let pages: Vec<&str> = paths.iter().filter_map(|path| page(path)).collect();
    let mut files =
        vec![text("robots.txt", format!("User-agent: *\nAllow: /\n\nSitemap: {address}/sitemap.xml\n"))];
    let mut index = String::new();
    for (at, pages) in pages.chunks(MOST).enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        entry(&mut index, "sitemap", &format!("{address}/{name}"));
        let mut urls = String::new();
        for page in pages {
            entry(&mut urls, "url", &format!("{address}/{page}"));
        }
        files.push(text(&name, document("urlset", &urls)));
    }
    files.push(text("sitemap.xml", document("sitemapindex", &index)));
    files
}

/// The address of a page that is to be found, from the root of the site; none for other files, for the page that answers
/// addresses that are none, and for figures to embed, whose own pages say more.
fn page(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("index.html")?;
    let is_embed = Locale::ALL.iter().any(|locale| {
        folder.starts_with(Target::figures(*locale)) && folder.ends_with(Target::embedded(*locale))
    });
    (!is_embed).then_some(folder)
}

fn text(path: &str, text: String) -> File {
    File { path: path.to_owned(), bytes: text.into_bytes() }
}

fn entry(out: &mut String, name: &str, address: &str) {
    let address = address.replace('&', "&amp;").replace('<', "&lt;");
    // Writing to a string cannot fail.
    let _ = writeln!(out, "<{name}><loc>{address}</loc></{name}>");
}

fn document(name: &str, entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{name} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{entries}</{name}>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_and_nothing_else() {
        let paths = [
            "index.html",
            "404.html",
            "en/villages/33.18.16.2012/index.html",
            "gambar/tahun/index.html",
            "gambar/tahun/sematan/index.html",
            "en/figures/tahun/embed/index.html",
            "data/villages.csv",
        ];
        let files = files(Some("https://pati.example"), &paths);
        let listed = String::from_utf8(files[1].bytes.clone()).unwrap_or_default();
        let expected = ["", "en/villages/33.18.16.2012/", "gambar/tahun/"];
        let listed: Vec<&str> =
            listed.lines().filter_map(|line| line.strip_prefix("<url><loc>https://pati.example/")).collect();
        assert_eq!(listed, expected.map(|page| format!("{page}</loc></url>")));
    }

    #[test]
    fn many_pages_are_listed_in_parts() {
        let paths: Vec<String> = (0..=MOST).map(|at| format!("desa/{at}/index.html")).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let names: Vec<String> =
            files(Some("https://pati.example"), &paths).into_iter().map(|file| file.path).collect();
        assert_eq!(names, ["robots.txt", "sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
    }
}
