//! A figure for itself: what must be said of it, and the files that it has beside the page that shows it.

mod files;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::download::{LICENCE, XLSX};
use crate::links::Target;
use crate::output::File;
use crate::picture::{Picture, Preview};
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{self, Cell, Figure, Heading, Link, Saved, Term};

use files::Files;

/// A figure as it is shown, with the rest of what must be said of it.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// As its page shows it.
    pub figure: Figure,
    /// Unique on its page.
    pub id: &'static str,
    /// Keys of its sources.
    pub sources: Vec<String>,
    /// What is missing, by name; a figure that lacks a part is not published.
    pub missing: Vec<String>,
    terms: Vec<Term>,
    query: String,
    data: Files,
    svg: Vec<u8>,
    picture: Option<Picture>,
}

/// What the template of a figure's own page is given.
#[derive(Debug, Serialize)]
pub struct FigurePage {
    heading: Heading,
    figure: Figure,
    terms: Vec<Term>,
    licence: Link,
    cite: String,
    embed: String,
    /// The figure as a schema.org Dataset, in JSON.
    dataset: String,
    query: String,
    api: String,
    shown_on: Link,
}

impl Drawn {
    /// Makes the files of a figure that is drawn, and gives it their addresses.
    pub fn new(scribe: &Scribe<'_, '_>, sketch: Sketch, mut figure: Figure) -> Self {
        let of_meaning = sketch.meaning.terms(scribe);
        let missing = missing(&sketch, &of_meaning);
        let mut missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        let Sketch { id, period, query, sources, .. } = sketch;
        let (root, own) = (scribe.target.root(scribe.locale), Target::Figure(&scribe.target, id));
        let folder = format!("{root}{}", own.folder(scribe.locale));
        let drawing = view::moved(&figure.wide, &root, &own.root(scribe.locale));
        let svg = standalone(&drawing, &scribe.theme.style_of_drawings).into_bytes();
        let data = Files::of(scribe, &figure, &period).unwrap_or_else(|error| {
            missing.push(format!("files of its data: {error:#}"));
            Files::default()
        });
        let saved = |what: &str, format, name, bytes: &[u8]| Saved {
            what: what.to_owned(),
            format,
            size: scribe.locale.kilobytes(bytes.len()),
            href: format!("{folder}{name}"),
        };
        figure.downloads = vec![
            saved("data", "CSV", "data.csv", &data.csv),
            saved("data", "XLSX", "data.xlsx", &data.xlsx),
            saved("data", "JSON", "data.json", &data.json),
            saved(scribe.say("gambar", "drawing"), "SVG", drawing_name(scribe), &svg),
        ];
        let picture = scribe.pictures.map(|pictures| {
            let path = format!("{}{}", own.folder(scribe.locale), picture_name(scribe));
            pictures.of(scribe, (&figure, &period), &path)
        });
        let picture = picture.transpose().unwrap_or_else(|error| {
            missing.push(format!("picture: {error:#}"));
            None
        });
        if let Some(picture) = &picture {
            let what = scribe.say("gambar", "drawing");
            figure.downloads.push(saved(what, "PNG", picture_name(scribe), &picture.bytes));
        }
        figure.page = folder;
        let mut terms =
            vec![Term { term: scribe.say("Periode", "Period").to_owned(), detail: Cell::text(&*period) }];
        terms.extend(of_meaning);
        Self { figure, id, sources, missing, terms, query, data, svg, picture }
    }

    /// The files beside its page.
    pub fn files(self, target: Target<'_>, scribe: &Scribe<'_, '_>) -> Vec<File> {
        let folder = target.folder(scribe.locale);
        let mut files = vec![
            ("data.csv", self.data.csv),
            ("data.xlsx", self.data.xlsx),
            ("data.json", self.data.json),
            (drawing_name(scribe), self.svg),
        ];
        files.extend(self.picture.map(|picture| (picture_name(scribe), picture.bytes)));
        files.into_iter().map(|(name, bytes)| File { path: format!("{folder}{name}"), bytes }).collect()
    }

    /// What links to the page of the figure show, and links to the page that shows it first.
    #[must_use]
    pub fn preview(&self, target: Target<'_>, scribe: &Scribe<'_, '_>) -> Option<Preview> {
        let picture = self.picture.as_ref()?;
        let size = Some((picture.width, picture.height));
        Some(Preview { size, ..Preview::of(target, scribe, picture.alt.clone()) })
    }

    /// Writes its own page; `from` is the root of the site as the page that shows it writes it.
    pub fn context(
        &self,
        scribe: &Scribe<'_, '_>,
        host: Target<'_>,
        from: &str,
        api: Option<&str>,
    ) -> FigurePage {
        let root = scribe.target.root(scribe.locale);
        scribe.shows(self.preview(Target::Figure(&host, self.id), scribe));
        let figure = self.figure.clone().moved(from, &root);
        for key in &self.sources {
            scribe.cite(key);
        }
        let (title, number) = (figure.title.clone(), figure.number);
        let shown_on = scribe.page(host);
        let (place, day) =
            (scribe.region_name(&scribe.linked.data.regency), scribe.locale.date(scribe.today));
        let page = match host {
            Target::Overview => scribe.say("halaman depan", "the first page"),
            _ => &shown_on.text,
        };
        let site = scribe.theme.name.as_str();
        let permanent = scribe.permanent().map(|address| format!(" {address}")).unwrap_or_default();
        let mut terms = self.terms.clone();
        terms.push(Term {
            term: scribe.say("Keadaan data per", "Data as of").to_owned(),
            detail: Cell::number(&*day, scribe.today),
        });
        terms.push(Term {
            term: scribe.say("Pembaruan berikutnya", "Next update").to_owned(),
            detail: scribe.next_update(),
        });
        FigurePage {
            dataset: self.dataset(scribe, &figure, &place),
            cite: say!(
                scribe.locale,
                "{site} {place}. “{title}”, gambar {number} dalam {page}. Edisi {day}.{permanent}",
                "{site} {place}. “{title}”, figure {number} of {page}. Edition of {day}.{permanent}"
            ),
            heading: Heading {
                lead: figure.subtitle.clone(),
                // The first page begins every such way already.
                crumbs: if host == Target::Overview { vec![] } else { vec![shown_on.clone()] },
                simulated: figure.simulated,
                title,
                ..Heading::default()
            },
            embed: Target::embedded(scribe.locale).to_owned(),
            licence: Link::to(LICENCE.0, LICENCE.1),
            query: self.query.clone(),
            api: api.unwrap_or_default().to_owned(),
            figure,
            terms,
            shown_on,
        }
    }
}

impl Preview {
    /// The picture that a figure has beside its own page, of a size that is not known here.
    #[must_use]
    pub fn of(figure: Target<'_>, scribe: &Scribe<'_, '_>, alt: String) -> Self {
        let path = format!("{}{}", figure.folder(scribe.locale), picture_name(scribe));
        Self { path, size: None, alt }
    }
}

/// The parts that a figure must have and has not.
fn missing(sketch: &Sketch, of_meaning: &[Term]) -> Vec<&'static str> {
    let parts = [
        ("title", sketch.title.is_empty()),
        ("subtitle", sketch.subtitle.is_empty()),
        ("description", sketch.desc.is_empty()),
        ("caption of its table", sketch.table.caption.is_empty()),
        ("period", sketch.period.is_empty()),
        ("query", sketch.query.is_empty()),
        ("source", sketch.sources.is_empty()),
        ("meaning", !of_meaning.iter().all(Term::is_said)),
    ];
    parts.into_iter().filter(|(_, is_missing)| *is_missing).map(|(part, _)| part).collect()
}

/// The file of the picture.
fn picture_name(scribe: &Scribe<'_, '_>) -> &'static str {
    scribe.locale.say("gambar.png", "figure.png")
}

/// The file of the drawing.
fn drawing_name(scribe: &Scribe<'_, '_>) -> &'static str {
    scribe.locale.say("gambar.svg", "figure.svg")
}

impl Drawn {
    /// What search engines for data read: <https://schema.org/Dataset>, by the guidance of Google Dataset Search.
    fn dataset(&self, scribe: &Scribe<'_, '_>, figure: &Figure, place: &str) -> String {
        let said = |at: usize| self.terms.get(at).map(|term| term.detail.text.as_str()).unwrap_or_default();
        let [period, _, definition, _, measure, unit, _, producer] = std::array::from_fn(said);
        let data = &scribe.linked.data;
        let region = match scribe.target {
            Target::Figure(Target::Village(code) | Target::District(code), _) => code,
            _ => data.regency.as_str(),
        };
        let sources =
            self.sources.iter().filter_map(|key| data.sources.get(key)).filter_map(|it| it.url.as_deref());
        let sources: BTreeSet<&str> = sources.collect();
        let years = period.replace('–', "/");
        let is_years = years.chars().all(|sign| sign.is_ascii_digit() || sign == '/');
        let dataset = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": figure.title,
            "description": format!("{}. {definition}", figure.subtitle),
            "inLanguage": scribe.locale.tag(),
            "license": LICENCE.1,
            "creator": { "@type": "Organization", "name": producer },
            "publisher": { "@type": "Organization", "name": format!("{}, {place}", scribe.theme.name) },
            "dateModified": scribe.today,
            "temporalCoverage": if is_years { years } else { scribe.today.to_string() },
            "spatialCoverage": { "@type": "Place", "name": scribe.region(region).text, "identifier": region },
            "variableMeasured": { "@type": "PropertyValue", "name": measure, "unitText": unit },
            "isAccessibleForFree": true,
            "isBasedOn": sources,
            "distribution": [
                { "@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": "data.csv" },
                { "@type": "DataDownload", "encodingFormat": XLSX, "contentUrl": "data.xlsx" },
                { "@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": "data.json" },
            ],
        });
        // What ends the element could stand in a text.
        dataset.to_string().replace('<', "\\u003c")
    }
}

/// A drawing that carries its style, for use where the report's style sheet is not.
fn standalone(drawing: &str, style: &str) -> String {
    let Some((tag, rest)) = drawing.split_once('>') else { return String::new() };
    // Nothing hides it there for another width.
    let tag = tag
        .replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1)
        .replace(" wide\"", "\"")
        .replace(" wide ", " ");
    format!("{tag}><style>{style}</style>{rest}\n")
}

#[cfg(test)]
mod tests {
    use crate::view::Table;

    use super::*;

    #[test]
    fn each_part_that_is_missing_is_named() {
        let whole = Sketch {
            title: "Turun".to_owned(),
            subtitle: "Persen".to_owned(),
            desc: "Diagram garis".to_owned(),
            table: Table::new("Angka", &["Tahun"], vec![]),
            period: "2025".to_owned(),
            query: "{ dataVersion }".to_owned(),
            sources: vec!["bps".to_owned()],
            ..Sketch::default()
        };
        let term = |detail| [Term { term: "Konsep".to_owned(), detail }];
        assert!(missing(&whole, &term(Cell::text("Kemiskinan"))).is_empty());
        assert_eq!(missing(&whole, &term(Cell::absent())), ["meaning"]);
        assert_eq!(
            missing(&Sketch::default(), &term(Cell::default())),
            [
                "title",
                "subtitle",
                "description",
                "caption of its table",
                "period",
                "query",
                "source",
                "meaning"
            ]
        );
    }

    #[test]
    fn a_drawing_alone_has_its_style_and_is_hidden_for_no_width() {
        let alone =
            standalone("<svg class=\"chart line wide\" viewBox=\"0 0 1 1\"><title>T</title></svg>", ".s1{}");
        assert!(
            alone.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart line\""),
            "{alone}"
        );
        assert!(alone.contains("<style>.s1{}</style><title>T</title>"), "{alone}");
    }
}
