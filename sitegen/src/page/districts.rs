//! All kecamatan: where the accompanied villages are.

use std::cell::OnceCell;
use std::sync::Arc;

use serde::Serialize;

use crate::chart::{Class, Tile, TileMap, Tiles, place};
use crate::classes;
use crate::data::record::{Accompaniment, District, Village};
use crate::linked::{is_current, of};
use crate::links::Target;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Heading, Table};

use super::maps::{self, Rated};
use super::query;
use super::table::as_count;

/// Upper bounds of the classes of the share of accompanied villages, per cent, the last one open.
const CLASSES: [f64; 4] = [5.0, 10.0, 15.0, 20.0];

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct Districts {
    heading: Heading,
    map: Option<Figure>,
    /// The same share where the kecamatan lie, if their boundaries are known.
    drawn: Option<Figure>,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>) -> Districts {
    let rows = ranked(scribe);
    let covered = scribe.locale.whole(as_count(rows.iter().filter(|row| row.accompanied > 0).count()));
    let all = scribe.locale.whole(as_count(rows.len()));
    let villages = scribe.locale.whole(as_count(scribe.linked.data.villages.len()));
    let place = scribe.region_name(&scribe.linked.data.regency);
    Districts {
        heading: Heading {
            title: scribe.say("Kecamatan", "Kecamatan (districts)").to_owned(),
            lead: say!(
                scribe.locale,
                "Pendampingan berjalan di {covered} dari {all} kecamatan {place}, yang mempunyai {villages} desa dan kelurahan.",
                "Accompaniments run in {covered} of the {all} kecamatan of {place}, which have {villages} desa and kelurahan."
            ),
            lead_simulated: rows.iter().any(|row| row.simulated),
            ..Heading::default()
        },
        map: map(scribe, "peta"),
        drawn: drawn(scribe),
    }
}

/// Running accompaniments of a village.
pub fn running<'d>(scribe: &Scribe<'_, 'd>, village: &Village) -> Vec<&'d Accompaniment> {
    let all = of(&scribe.linked.accompaniments_of, &village.code).iter().copied();
    all.filter(|it| is_current(it, scribe.today)).collect()
}

struct Row<'d> {
    district: &'d District,
    villages: usize,
    accompanied: usize,
    simulated: bool,
}

impl Row<'_> {
    fn share(&self) -> f64 {
        if self.villages == 0 { 0.0 } else { self.accompanied as f64 / self.villages as f64 * 100.0 }
    }
}

/// Every kecamatan, those with the highest share first.
fn ranked<'d>(scribe: &Scribe<'_, 'd>) -> Vec<Row<'d>> {
    let mut rows: Vec<Row<'_>> =
        scribe.linked.data.districts.iter().map(|district| row(scribe, district)).collect();
    rows.sort_by(|a, b| b.share().total_cmp(&a.share()).then_with(|| a.district.name.cmp(&b.district.name)));
    rows
}

/// The share of accompanied villages of every kecamatan, as a tile map with its table.
pub fn map(scribe: &Scribe<'_, '_>, id: &'static str) -> Option<Figure> {
    let rows = ranked(scribe);
    let note = scribe.say(
        "Setiap ubin adalah satu kecamatan, kira-kira di tempatnya; luasnya tidak berarti apa-apa. \
         Angka di dalamnya: desa yang didampingi dari semua desa.",
        "Each tile is one kecamatan, roughly where it lies; its size means nothing. The figures in \
         it: accompanied villages of all villages.",
    );
    let sketch =
        Sketch { id, notes: vec![note.to_owned()], ..sketch(scribe, &rows, ("Peta ubin", "Tile map"))? };
    let tiles = Tiles::new(tiles(scribe, &rows), classes(scribe));
    Some(scribe.draw(sketch, |frame| Box::new(TileMap { frame, tiles: Arc::clone(&tiles), here: None })))
}

/// The share of accompanied villages where the kecamatan lie.
fn drawn(scribe: &Scribe<'_, '_>) -> Option<Figure> {
    let rows = ranked(scribe);
    let covered = rows.first()?;
    let (highest, name) = (scribe.locale.rounded(covered.share(), 1), &covered.district.name);
    let sketch = Sketch {
        id: "peta-wilayah",
        title: say!(
            scribe.locale,
            "Bagian desa yang didampingi tertinggi di Kecamatan {name}: {highest} persen",
            "The share of accompanied villages is highest in Kecamatan {name}: {highest} per cent"
        ),
        ..sketch(scribe, &rows, ("Peta wilayah", "Map"))?
    };
    let rated = rows.iter().map(|row| {
        let share = row.share();
        let step = (row.accompanied > 0).then(|| step(share));
        Rated {
            code: row.district.code.clone(),
            name: row.district.name.clone(),
            title: scribe.district(row.district).text,
            rate: (scribe.locale.rounded(share, 1), step),
            href: scribe.href(Target::District(&row.district.code)),
            simulated: row.simulated,
        }
    });
    maps::rates(scribe, sketch, &rated.collect::<Vec<_>>(), &classes(scribe))
}

/// What both maps say, whichever `kind` of map it is.
fn sketch(scribe: &Scribe<'_, '_>, rows: &[Row<'_>], kind: (&str, &str)) -> Option<Sketch> {
    let covered = rows.iter().filter(|row| row.accompanied > 0).count();
    let (covered, all) = (scribe.locale.whole(as_count(covered)), scribe.locale.whole(as_count(rows.len())));
    let write = |row: &Row<'_>| format!("{} ({}/{})", row.district.name, row.accompanied, row.villages);
    let (low, high) = (write(rows.last()?), write(rows.first()?));
    let kind = scribe.say(kind.0, kind.1);
    Some(Sketch {
        period: scribe.locale.date(scribe.today),
        meaning: meaning::accompaniment(scribe),
        query: query::accompaniments(scribe.today, &scribe.linked.data.regency),
        title: say!(
            scribe.locale,
            "Pendampingan berjalan di {covered} dari {all} kecamatan",
            "Accompaniments run in {covered} of {all} kecamatan"
        ),
        subtitle: scribe
            .say(
                "Desa dan kelurahan yang didampingi, persen dari semuanya di kecamatan itu",
                "Accompanied desa and kelurahan, per cent of all in the kecamatan",
            )
            .to_owned(),
        desc: say!(
            scribe.locale,
            "{kind} {all} kecamatan. Bagian tertinggi {high}, terendah {low}. Tabel di bawah.",
            "{kind} of {all} kecamatan. Highest share {high}, lowest {low}. Table below."
        ),
        table: table(scribe, rows),
        sources: sources(scribe),
        ..Sketch::default()
    })
}

fn row<'d>(scribe: &Scribe<'_, 'd>, district: &'d District) -> Row<'d> {
    let villages = of(&scribe.linked.villages_of, &district.code);
    let running: Vec<Vec<&Accompaniment>> = villages.iter().map(|village| running(scribe, village)).collect();
    Row {
        district,
        villages: villages.len(),
        accompanied: running.iter().filter(|of| !of.is_empty()).count(),
        simulated: running.iter().flatten().any(|it| it.simulated),
    }
}

/// Where accompaniments are known from; where nobody is accompanied, where the kecamatan are.
fn sources(scribe: &Scribe<'_, '_>) -> Vec<String> {
    let running = scribe.linked.data.accompaniments.iter().filter(|it| is_current(it, scribe.today));
    let running: Vec<String> = running.map(|it| it.source.key.clone()).collect();
    if running.is_empty() {
        return scribe.linked.data.districts.iter().map(|it| it.source.key.clone()).collect();
    }
    running
}

fn tiles(scribe: &Scribe<'_, '_>, rows: &[Row<'_>]) -> Vec<Tile> {
    let centroids: Vec<(f64, f64)> = rows.iter().map(|row| row.district.centroid()).collect();
    let tile = |(row, cell): (&Row<'_>, _)| {
        let text = format!("{}/{}", row.accompanied, row.villages);
        Tile {
            cell,
            name: hyphenated(&row.district.name),
            title: format!("{}: {text}", scribe.district(row.district).text),
            text,
            step: (row.accompanied > 0).then(|| step(row.share())),
            href: Some(scribe.href(Target::District(&row.district.code))),
            simulated: row.simulated,
            ..Tile::default()
        }
    };
    rows.iter().zip(place(&centroids)).map(tile).collect()
}

/// Marks where a long name may be divided: before the consonants that begin a later syllable.
pub fn hyphenated(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let letter = |at: usize| letters.get(at).copied().unwrap_or(' ');
    let is_vowel = |at: usize| "aeiouAEIOU".contains(letter(at));
    // `ng`, `ny` and `kh` are one sound each; `pl`, `tr` and the like begin a syllable together.
    let is_one = |at: usize| matches!((letter(at), letter(at + 1)), ('n', 'g' | 'y') | ('k', 'h'));
    let is_pair = |at: usize| {
        let is_of_one = at > 0 && is_one(at - 1);
        "bdgkpt".contains(letter(at)) && "lr".contains(letter(at + 1)) && !is_of_one
    };
    let begins = |at: usize| is_vowel(at + 1) || ((is_one(at) || is_pair(at)) && is_vowel(at + 2));
    let mut written = String::with_capacity(name.len() + 8);
    for (at, sign) in letters.iter().enumerate() {
        let is_inside = at > 1 && !letters[at - 2..=at].contains(&' ');
        let goes_on = at > 0 && (is_one(at - 1) || is_pair(at - 1));
        let left = letters[at..].iter().take_while(|letter| **letter != ' ').count();
        if is_inside && left > 2 && !is_vowel(at) && begins(at) && !goes_on {
            written.push('\u{AD}');
        }
        written.push(*sign);
    }
    written
}

fn step(share: f64) -> u8 {
    classes::step(share, &CLASSES)
}

fn classes(scribe: &Scribe<'_, '_>) -> Vec<Class> {
    maps::classes(scribe, &CLASSES, 0, "%", scribe.say("belum ada", "none yet"))
}

fn table(scribe: &Scribe<'_, '_>, rows: &[Row<'_>]) -> Table {
    let cells = rows.iter().map(|row| {
        let share = row.share();
        vec![
            Cell::link(scribe.district(row.district)),
            Cell::number(scribe.locale.whole(as_count(row.villages)), row.villages),
            Cell::number(scribe.locale.whole(as_count(row.accompanied)), row.accompanied)
                .marked(row.simulated),
            Cell::rounded(scribe.locale, share, 1).marked(row.simulated),
        ]
    });
    Table::new(
        scribe.say("Pendampingan menurut kecamatan", "Accompaniment by kecamatan"),
        &[
            "Kecamatan",
            scribe.say("#Desa dan kelurahan", "#Desa and kelurahan"),
            scribe.say("#Didampingi", "#Accompanied"),
            scribe.say("#Bagian (persen)", "#Share (per cent)"),
        ],
        cells.collect(),
    )
}

/// Who accompanies a village.
pub fn accompanied_by(scribe: &Scribe<'_, '_>, village: &Village) -> Cell {
    let running = running(scribe, village);
    let agencies: Vec<String> = running.iter().map(|it| scribe.agency(&it.agency.key).text).collect();
    scribe.names(&agencies).marked(running.iter().any(|it| it.simulated))
}

/// The subtitle of a map whose tiles are villages.
pub fn one_tile_each(scribe: &Scribe<'_, '_>) -> String {
    let (id, en) = (
        "Satu ubin untuk setiap desa, kira-kira di tempatnya",
        "One tile for each village, roughly where it lies",
    );
    scribe.say(id, en).to_owned()
}

/// A map of the villages of one kecamatan, or of all without words in the tiles.
pub fn village_map(scribe: &Scribe<'_, '_>, villages: &[&Village], sketch: Sketch) -> Figure {
    // Only what is drawn needs its places, which take a while to find.
    let tiles = OnceCell::new();
    scribe.draw(sketch, |frame| {
        let tiles = tiles.get_or_init(|| village_tiles(scribe, villages));
        Box::new(TileMap { frame, tiles: Arc::clone(tiles), here: None })
    })
}

/// What [`village_map`] draws.
pub fn village_tiles(scribe: &Scribe<'_, '_>, villages: &[&Village]) -> Arc<Tiles> {
    let is_printed = villages.len() < 60;
    let tile = |(village, cell): (&&Village, _)| {
        let running = running(scribe, village);
        let agencies: Vec<String> = running.iter().map(|it| scribe.agency(&it.agency.key).text).collect();
        let name = scribe.village_name(village);
        Tile {
            cell,
            name: hyphenated(&village.name),
            note: agencies.first().cloned().unwrap_or_default(),
            // The table of a large map names those that are accompanied alone, and so does the map.
            title: match (agencies.is_empty(), is_printed) {
                (true, true) => name,
                (true, false) => String::new(),
                (false, _) => format!("{name}: {}", agencies.join(", ")),
            },
            step: (!running.is_empty()).then_some(4),
            // Hundreds of links too small to touch help nobody; the table has them.
            href: is_printed.then(|| scribe.href(Target::Village(&village.code))),
            simulated: running.iter().any(|it| it.simulated),
            ..Tile::default()
        }
    };
    let tiles = villages.iter().zip(scribe.linked.cells(villages).iter().copied()).map(tile).collect();
    let classes = vec![
        Class { step: Some(4), label: scribe.say("didampingi", "accompanied").to_owned() },
        Class { step: None, label: scribe.say("sedang tidak didampingi", "not accompanied now").to_owned() },
    ];
    Tiles::new(tiles, classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_meet_without_a_gap() {
        assert_eq!([0.1, 4.9, 5.0, 9.9, 19.9, 20.0, 100.0].map(step), [1, 1, 2, 2, 4, 5, 5]);
    }

    #[test]
    fn names_divide_between_syllables() {
        assert_eq!(hyphenated("Gunungwungkal").replace('\u{AD}', "-"), "Gu-nung-wung-kal");
        assert_eq!(hyphenated("Ngepungrojo").replace('\u{AD}', "-"), "Nge-pung-rojo");
        assert_eq!(hyphenated("Pati"), "Pati");
        assert_eq!(hyphenated("Tlogowungu").replace('\u{AD}', "-"), "Tlo-go-wu-ngu");
        assert_eq!(hyphenated("Ngemplak Kidul").replace('\u{AD}', "-"), "Ngem-plak Ki-dul");
        assert_eq!(hyphenated("Pati Lor").replace('\u{AD}', "-"), "Pati Lor");
    }
}
