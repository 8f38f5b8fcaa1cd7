//! All editions of a publication, where they stand, and why some were taken down.

use serde::Serialize;

use crate::edition::{Entry, FOLDER, List, Standing};
use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::shorthand::NOT_APPLICABLE;
use crate::view::{Cell, Heading, Link, Table};

use super::table::as_count;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Editions {
    heading: Heading,
    table: Table,
    list: Link,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>, list: &List) -> Editions {
    let current = scribe.edition_name(list.current);
    let count = scribe.locale.whole(as_count(list.editions.len()));
    let current = current.replacen("Edisi", "edisi", 1).replacen("Edition", "edition", 1);
    Editions {
        heading: Heading {
            title: Target::Editions.title(scribe.locale).to_owned(),
            lead: say!(
                scribe.locale,
                "{count} edisi telah terbit. Yang berlaku: {current}.",
                "Editions published: {count}. The current one is the {current}."
            ),
            ..Heading::default()
        },
        table: table(scribe, list),
        list: Link::to(
            "edisi.json",
            format!("{}{}", scribe.target.root(scribe.locale), crate::edition::LIST),
        ),
    }
}

fn table(scribe: &Scribe<'_, '_>, list: &List) -> Table {
    let (locale, root) = (scribe.locale, scribe.target.root(scribe.locale));
    let number = |count: usize| Cell::number(locale.whole(as_count(count)), count);
    let row = |it: &Entry| {
        let folder = format!("{root}{FOLDER}{}/", it.id);
        let changes = format!("{folder}{}", Target::Changes.folder(locale));
        let standing = list.standing(it);
        let is_there = standing != Standing::TakenDown;
        let corrected = locale.whole(as_count(it.corrected));
        vec![
            Cell::link(Link::to(
                scribe.edition_name(it.id),
                format!("{folder}{}", Target::Overview.folder(locale)),
            )),
            Cell::text(label(scribe, standing)),
            Cell::number(it.data_version.to_string(), it.data_version),
            number(it.pages),
            number(it.files),
            Cell::number(
                locale.whole(i64::try_from(it.bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX)),
                it.bytes.div_ceil(1_000_000),
            ),
            if is_there { Cell::link(Link::to(corrected, changes)) } else { Cell::absent() },
            it.taken_down.as_ref().map_or_else(
                || Cell::text(NOT_APPLICABLE),
                |reason| Cell::text(scribe.say(&reason.id, &reason.en)),
            ),
        ]
    };
    Table::new(
        scribe.say("Edisi, yang terbaru lebih dahulu", "Editions, the newest first"),
        &[
            scribe.say("Edisi", "Edition"),
            scribe.say("Keadaan", "State"),
            scribe.say("#Versi data", "#Data version"),
            scribe.say("#Halaman", "#Pages"),
            scribe.say("#Berkas", "#Files"),
            scribe.say("#Ukuran (MB)", "#Size (MB)"),
            scribe.say("#Nilai dikoreksi", "#Corrected values"),
            scribe.say("Alasan ditarik", "Why taken down"),
        ],
        list.editions.iter().rev().map(row).collect(),
    )
}

fn label(scribe: &Scribe<'_, '_>, standing: Standing) -> &'static str {
    let (id, en) = match standing {
        Standing::Current => ("berlaku", "current"),
        Standing::Earlier => ("terdahulu", "earlier"),
        Standing::RolledBack => ("tidak diberlakukan lagi", "rolled back"),
        Standing::TakenDown => ("ditarik", "taken down"),
    };
    scribe.locale.say(id, en)
}
