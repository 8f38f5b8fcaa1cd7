//! Search by words; and for who has no scripts, the names of all pages.

use serde::Serialize;

use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::search::word;
use crate::search::{Entry, Index, Kind};
use crate::view::{Heading, Link};

use super::table::as_count;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Search {
    heading: Heading,
    groups: Vec<Group>,
    /// Words that are left out of a question, between spaces.
    common: String,
    /// Letters that have a file of words in the index.
    letters: String,
}

/// Names of one kind.
#[derive(Debug, Serialize)]
struct Group {
    id: &'static str,
    title: Link,
    names: Vec<Name>,
}

/// A page by its name.
#[derive(Debug, Serialize)]
struct Name {
    link: Link,
    place: String,
    simulated: bool,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>, index: &Index<'_>, letters: String) -> Search {
    let all = scribe.locale.whole(as_count(index.entries.len()));
    let root = scribe.target.root(scribe.locale);
    if index.entries.iter().any(|entry| entry.simulated) {
        scribe.cite_simulation();
    }
    let name = |entry: &&Entry| Name {
        link: Link::to(&*entry.title, format!("{root}{}", entry.folder)),
        place: entry.place.clone(),
        simulated: entry.simulated,
    };
    let group = |(kind, id, target, title): (Kind, &'static str, Option<Target<'_>>, &str)| Group {
        id,
        title: target.map_or_else(|| Link::plain(title), |target| Link::to(title, scribe.href(target))),
        names: index.entries.iter().filter(|it| it.kind == kind).map(name).collect(),
    };
    let kinds = [
        (Kind::Section, "halaman", None, scribe.say("Halaman", "Pages")),
        (Kind::District, "kecamatan", Some(Target::Districts), "Kecamatan"),
        (
            Kind::Village,
            "desa",
            Some(Target::Villages),
            scribe.say("Desa dan kelurahan", "Desa and kelurahan"),
        ),
        (Kind::Agency, "opd", Some(Target::Agencies), scribe.say("Perangkat daerah", "Agencies")),
        (Kind::Stakeholder, "mitra", Some(Target::Stakeholders), scribe.say("Mitra", "Stakeholders")),
        (Kind::Figure, "gambar", None, scribe.say("Gambar", "Figures")),
    ];
    Search {
        heading: Heading {
            title: Target::Search.title(scribe.locale).to_owned(),
            lead: say!(
                scribe.locale,
                "Cari desa, perangkat daerah, mitra, kebutuhan, program, atau istilah di {all} halaman dan gambar.",
                "Search villages, agencies, stakeholders, needs, programmes and terms on {all} pages and figures."
            ),
            ..Heading::default()
        },
        groups: kinds.map(group).into_iter().filter(|it| !it.names.is_empty()).collect(),
        common: word::common(scribe.locale).join(" "),
        letters,
    }
}
