//! The whole report on one page, to be read at a stretch and printed.

use serde::Serialize;

use crate::html::{self, Piece, Tag};
use crate::links::Target;
use crate::scribe::Scribe;
use crate::view::{Heading, Link, moved};

/// Sections that are no chapters: they lead to pages and files, and have little to read themselves.
pub const LEFT_OUT: [Target<'static>; 2] = [Target::Villages, Target::Data];

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Whole {
    heading: Heading,
    contents: Vec<Link>,
    /// Each a page without what leads elsewhere, with its name.
    chapters: Vec<Chapter>,
}

/// A page as a chapter.
#[derive(Debug, Serialize)]
struct Chapter {
    name: String,
    html: String,
}

/// Writes the page from the HTML of the pages that are its chapters.
pub fn context(scribe: &Scribe<'_, '_>, pages: &[(Target<'_>, &str)]) -> Whole {
    let root = scribe.target.root(scribe.locale);
    let (mut contents, mut figures) = (Vec::new(), 0);
    let chapters = pages.iter().map(|(target, page)| {
        let name = name(*target);
        contents.push(Link::to(target.title(scribe.locale), format!("#{name}")));
        let html = chapter(html::main(page), &name, &mut figures);
        Chapter { name, html: moved(&html, &target.root(scribe.locale), &root) }
    });
    let chapters = chapters.collect();
    if pages.iter().any(|(_, page)| page.contains("class=\"sim\"")) {
        scribe.cite_simulation();
    }
    let place = scribe.region_name(&scribe.linked.data.regency);
    Whole {
        heading: Heading {
            title: format!("{}, {place}", Target::Whole.title(scribe.locale)),
            lead: scribe
                .say(
                    "Laporan dalam satu halaman, untuk dibaca berurutan, dicetak, atau disimpan sebagai PDF; halaman setiap desa, \
                     OPD, dan mitra tersendiri.",
                    "The report on one page, to be read in order, printed, or saved as a PDF; villages, agencies and \
                     stakeholders have pages of their own.",
                )
                .to_owned(),
            ..Heading::default()
        },
        contents,
        chapters,
    }
}

/// What a chapter is called in addresses.
fn name(target: Target<'_>) -> String {
    match target {
        Target::Overview => "ringkasan".to_owned(),
        other => other.folder(crate::locale::Locale::Id).trim_end_matches('/').to_owned(),
    }
}

/// The main part of a page as a chapter: its headings are one level lower, its addresses begin with its name, its figures are
/// numbered after those of the chapters before.
fn chapter(main: &str, name: &str, figures: &mut usize) -> String {
    let mut written = String::with_capacity(main.len() + 4_000);
    let mut is_number_next = false;
    let mut pieces = html::pieces(main);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Tag(tag) if !tag.is_end && is_left_out(&tag) => {
                pieces.past(&tag);
            }
            Piece::Tag(tag) => {
                written.push('<');
                push(&mut written, &tag, name);
                written.push('>');
                is_number_next = tag.name == "p" && tag.has_class("files");
            }
            Piece::Text(text) => {
                let numbered =
                    text.split_once(' ').and_then(|(word, rest)| Some((word, rest.split_once(':')?.1)));
                match numbered.filter(|_| is_number_next) {
                    Some((word, rest)) => {
                        *figures += 1;
                        let number = figures.to_string();
                        written.extend([word, " ", &number, ":", rest]);
                    }
                    None => written.push_str(text),
                }
            }
        }
    }
    written
}

/// What the page around the chapters says itself.
fn is_left_out(tag: &Tag<'_>) -> bool {
    tag.classes().any(|class| ["crumbs", "edition", "banner", "terms", "tool"].contains(&class))
}

/// Attributes that name places on the page.
const PLACES: [&str; 4] = ["id", "for", "aria-labelledby", "aria-describedby"];

/// Writes what stands inside a tag.
fn push(written: &mut String, tag: &Tag<'_>, name: &str) {
    if tag.is_end {
        written.push('/');
    }
    match tag.name {
        "h1" => written.push_str("h2"),
        "h2" => written.push_str("h3"),
        "h3" => written.push_str("h4"),
        "h4" => written.push_str("h5"),
        other => written.push_str(other),
    }
    // The end of a tag that has no attributes may close it.
    let Some((_, attributes)) = tag.inside.split_once([' ', '\n']) else {
        written.push_str(if tag.inside.ends_with('/') { "/" } else { "" });
        return;
    };
    written.push(' ');
    let mut rest = attributes;
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        let named = attribute.rsplit([' ', '\n']).next().unwrap_or(attribute);
        written.push_str(attribute);
        written.push_str("=\"");
        if PLACES.contains(&named) {
            let places: Vec<String> = value.split(' ').map(|place| format!("{name}-{place}")).collect();
            written.push_str(&places.join(" "));
        } else {
            match value.strip_prefix('#').filter(|place| named == "href" && !place.starts_with("istilah-")) {
                Some(place) => written.extend(["#", name, "-", place]),
                None => written.push_str(value),
            }
        }
        written.push('"');
        rest = after;
    }
    written.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_a_chapter() {
        let page = "<nav class=\"crumbs\"><ol></ol></nav><h1>Dana</h1><p class=\"edition\">Edisi <a href=\"x\">y</a></p>\
            <p><a class=\"term\" href=\"#istilah-opd\">OPD</a> <a href=\"#alur\">Alur</a></p>\
            <figure id=\"alur\"><h3>Alur</h3><svg aria-labelledby=\"alur-t alur-d\"><title id=\"alur-t\">T</title>\
            <path d=\"M0 0\"/></svg><p class=\"files\">Gambar 1: <a href=\"../gambar/dana/alur/\">unduh</a></p></figure>\
            <section class=\"terms\"><h2>Istilah</h2></section>";
        let mut figures = 3;
        assert_eq!(
            chapter(page, "dana", &mut figures),
            "<h2>Dana</h2><p><a class=\"term\" href=\"#istilah-opd\">OPD</a> <a href=\"#dana-alur\">Alur</a></p>\
             <figure id=\"dana-alur\"><h4>Alur</h4><svg aria-labelledby=\"dana-alur-t dana-alur-d\"><title id=\"dana-alur-t\">T</title>\
             <path d=\"M0 0\"/></svg><p class=\"files\">Gambar 4: <a href=\"../gambar/dana/alur/\">unduh</a></p></figure>"
        );
        assert_eq!(figures, 4);
    }
}
