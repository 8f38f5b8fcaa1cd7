//! Tile maps: one equal tile for each area, where it lies.

use std::sync::{Arc, OnceLock};

use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, SMALL, TEXT};
use super::placement::Cell;
use super::sheet::{self, Content, Lettering, Place, Sheet};
use super::{Figure, Frame, Width};
use crate::locale::Locale;

/// Largest tile in units; below `PRINTED` a tile has no room for words.
const LARGEST: f64 = 80.0;
const PRINTED: f64 = 40.0;
/// From one line of a name to the next: closer than elsewhere, since a tile is small.
const LEADING: f64 = 13.0;

/// A map of equal tiles in five steps of one hue. Large ones print name and value, small ones have both in
/// their tooltip only, so that a table beside the map is needed.
#[derive(Clone, Debug, Default)]
pub struct TileMap {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// Its tiles, which other maps may have too.
    pub tiles: Arc<Tiles>,
    /// The tile that gets a frame, by its place among them: the area that the page is about.
    pub here: Option<usize>,
}

/// Tiles with their key. A map of them may stand on many pages, and is drawn once for each width.
#[derive(Debug, Default)]
pub struct Tiles {
    areas: Vec<Tile>,
    classes: Vec<Class>,
    wide: OnceLock<Drawn>,
    narrow: OnceLock<Drawn>,
}

/// Tiles as they are drawn, without what a page says of them.
#[derive(Debug)]
struct Drawn {
    grid: Grid,
    size: (f64, f64),
    content: Content,
    marks: String,
}

/// One area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tile {
    /// Where it stands; see [`place`](super::place). Two tiles must not share a cell.
    pub cell: Cell,
    /// Short name. A soft hyphen (U+00AD) marks where it may be divided.
    pub name: String,
    /// The value as written.
    pub text: String,
    /// Words below the name, left out where the tile has no room for them.
    pub note: String,
    /// Tooltip: complete name and value, as the table has them; empty for none.
    pub title: String,
    /// Class `1..=5`, `None` without data.
    pub step: Option<u8>,
    /// Page of the area, relative or `https`; other addresses are not linked.
    pub href: Option<String>,
    /// Whether the value is simulated.
    pub simulated: bool,
}

/// An entry of the key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Class `1..=5`, `None` for no data.
    pub step: Option<u8>,
    /// The values it covers.
    pub label: String,
}

impl Figure for TileMap {
    fn draw(&self, id: &str, _: Locale) -> String {
        let areas = &self.tiles.areas;
        if areas.is_empty() {
            return sheet::draw_empty(&self.frame, id, "tile-map");
        }
        let drawn = self.tiles.drawn(self.frame.width);
        let classes = format!("tile-map {}", self.frame.width.class());
        sheet::wrapped(&self.frame, id, &classes, drawn.size, drawn.content, |out| {
            out.push_str(&drawn.marks);
            if let Some(tile) = self.here.and_then(|at| areas.get(at)) {
                let (from, to) = drawn.grid.corners(tile.cell);
                sheet::marks(out, drawn.size, |sheet| sheet.rect(from, to, Role::Here));
            }
        })
    }
}

impl Tiles {
    /// One tile per area, and the key: what each step stands for, lowest first, and what it means to have none.
    #[must_use]
    pub fn new(areas: Vec<Tile>, classes: Vec<Class>) -> Arc<Self> {
        Arc::new(Self { areas, classes, ..Self::default() })
    }

    fn drawn(&self, width: Width) -> &Drawn {
        let drawn = match width {
            Width::Wide => &self.wide,
            Width::Narrow => &self.narrow,
        };
        drawn.get_or_init(|| self.draw(width.units()))
    }

    fn draw(&self, width: f64) -> Drawn {
        let key = self.classes.iter().map(|class| (ink(class.step), class.label.as_str()));
        let legend = Legend::new(key, width);
        let columns = self.areas.iter().map(|tile| tile.cell.column).max().unwrap_or(0).saturating_add(1);
        let rows = self.areas.iter().map(|tile| tile.cell.row).max().unwrap_or(0).saturating_add(1);
        // Two units on each side keep the frame of a marked tile on the sheet.
        let pitch = ((width - 4.0) / columns as f64).min(LARGEST);
        let grid = Grid { top: legend.height() + 2.0, pitch, gap: if pitch < PRINTED { 2.0 } else { 4.0 } };
        let size = (width, grid.top + rows as f64 * pitch + 2.0);
        let linked = self.areas.iter().any(|tile| tile.href.as_deref().is_some_and(sheet::is_safe));
        let mut marks = String::new();
        sheet::marks(&mut marks, size, |sheet| {
            legend.draw(sheet);
            // In reading order, which is also the order in which the keyboard visits links.
            let mut tiles: Vec<&Tile> = self.areas.iter().collect();
            tiles.sort_by_key(|tile| (tile.cell.row, tile.cell.column));
            for tile in tiles {
                if tile.title.is_empty() && tile.href.is_none() {
                    grid.draw(sheet, tile);
                    continue;
                }
                sheet.tip(&tile.title, tile.href.as_deref(), |sheet| grid.draw(sheet, tile));
            }
        });
        Drawn { grid, size, content: if linked { Content::Links } else { Content::Image }, marks }
    }
}

#[derive(Debug)]
struct Grid {
    top: f64,
    pitch: f64,
    gap: f64,
}

impl Grid {
    /// The upper left and the lower right corner of the tile in a cell.
    fn corners(&self, cell: Cell) -> (Place, Place) {
        let left = 2.0 + cell.column as f64 * self.pitch;
        let top = self.top + cell.row as f64 * self.pitch;
        let side = self.pitch - self.gap;
        ((left, top), (left + side, top + side))
    }

    fn draw(&self, sheet: &Sheet<'_>, tile: &Tile) {
        let (from, to) = self.corners(tile.cell);
        sheet.rect(from, to, ink(tile.step).simulated(tile.simulated));
        if self.pitch >= PRINTED {
            // Words have the colour of all others but on the darkest two steps.
            let tone = tile.step.filter(|step| *step >= 4).map_or(Tone::Plain, Tone::step);
            let ink = Ink::new(Role::OnTile, tone);
            let side = self.pitch - self.gap;
            let middle = (from.0 + side / 2.0, from.1 + side / 2.0);
            let value = if tile.text.is_empty() { 0.0 } else { TEXT + 4.0 };
            let room = side - 2.0 - value;
            let lines = [3_u8, 2]
                .into_iter()
                .find(|lines| f64::from(*lines) * LEADING <= room)
                .map_or(1, usize::from);
            let mut names = name_lines(&tile.name, side - 4.0, lines);
            let is_noted = names.len() < lines && measure::width(&tile.note, SMALL) <= side - 2.0;
            names.extend((is_noted && !tile.note.is_empty()).then(|| tile.note.clone()));
            let shift = (middle.0, middle.1 - value / 2.0);
            sheet.lines(shift, &names, LEADING, Lettering::small(ink).centered());
            let below = middle.1 + names.len() as f64 * LEADING / 2.0;
            let text = measure::cut(&tile.text, TEXT, side - 2.0);
            sheet.text((middle.0, below), &text, Lettering::of(ink).centered());
        }
    }
}

/// Where a word may be divided; it is not written.
const SOFT_HYPHEN: char = '\u{AD}';

/// The name on a few lines, divided between words, and within those that are too long.
fn name_lines(name: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let whole = word.replace(SOFT_HYPHEN, "");
        match lines.last_mut() {
            Some(last) if measure::width(&format!("{last} {whole}"), SMALL) <= room => {
                last.extend([" ", &whole]);
            }
            _ => lines.extend(divided(word, room)),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ").replace("- ", "");
        lines.push(measure::cut(&rest, SMALL, room));
    }
    lines
}

/// A word on as many lines as it needs, divided at soft hyphens.
fn divided(word: &str, room: f64) -> Vec<String> {
    let plain = |text: &str| text.replace(SOFT_HYPHEN, "");
    let fits = |text: &str| measure::width(text, SMALL) <= room;
    let (mut lines, mut rest) = (Vec::new(), word);
    while !fits(&plain(rest)) {
        let mut hyphens = rest.rmatch_indices(SOFT_HYPHEN).map(|(at, sign)| (at, at + sign.len()));
        let Some((end, next)) = hyphens.find(|(end, _)| fits(&format!("{}-", plain(&rest[..*end])))) else {
            break;
        };
        lines.push(format!("{}-", plain(&rest[..end])));
        rest = &rest[next..];
    }
    lines.push(measure::cut(&plain(rest), SMALL, room));
    lines
}

/// The ink of an area in a class.
pub fn ink(step: Option<u8>) -> Ink {
    Ink::new(Role::Tile, Tone::step(step.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::reading::{Drawing, assert_apart, frame};
    use crate::chart::{Width, place};

    fn chart(count: u8) -> TileMap {
        let centroid = |index: u8| (f64::from(index / 5) * -0.1, f64::from(index % 5) * 0.1);
        let cells = place(&(0..count).map(centroid).collect::<Vec<_>>());
        let tile = |(cell, index): (Cell, u8)| Tile {
            cell,
            name: "Gunung\u{AD}wungkal".into(),
            text: "12,5%".into(),
            title: "Kecamatan Gunungwungkal: 12,5%".into(),
            step: Some(index % 6),
            href: Some("kecamatan/33.18.15.html".into()),
            ..Tile::default()
        };
        let tiles = cells.into_iter().zip(0..count).map(tile).collect();
        let classes = vec![Class { step: Some(1), label: "di bawah 5%".into() }];
        TileMap { frame: frame(), tiles: Tiles::new(tiles, classes), here: None }
    }

    #[test]
    fn tiles_never_overlap() {
        let drawing = Drawing::read(&chart(21).draw("x", Locale::Id));
        let all: Vec<_> = ["step1", "step2", "step3", "step4", "step5", "nodata"]
            .iter()
            .flat_map(|class| drawing.rects(&format!("tile {class}")))
            .collect();
        // One of them is the swatch of the key.
        assert_eq!(all.len(), 22);
        assert_apart(&all);
    }

    #[test]
    fn names_stay_inside_their_tiles() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart(21);
            chart.frame.width = width;
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }

    #[test]
    fn links_are_reachable_and_only_safe_ones_are_there() {
        let drawn = |hrefs: [Option<&str>; 3]| {
            let cell = |column| Cell { column, row: 0 };
            let tile = |(at, href): (usize, Option<&str>)| Tile {
                cell: cell(at),
                href: href.map(str::to_owned),
                ..Tile::default()
            };
            let tiles = hrefs.into_iter().enumerate().map(tile).collect();
            TileMap { tiles: Tiles::new(tiles, vec![]), ..TileMap::default() }.draw("x", Locale::Id)
        };
        let svg = drawn([Some("a.html"), Some("javascript:alert(1)"), Some("b.html")]);
        assert_eq!(svg.matches("<a href=").count(), 2);
        assert!(svg.contains("role=\"group\"") && !svg.contains("aria-hidden"));
        assert!(drawn([None; 3]).contains("role=\"img\""));
    }

    #[test]
    fn maps_of_the_same_tiles_differ_by_the_frame_around_their_own() {
        let map = chart(3);
        let marked = |here| {
            let svg = TileMap { here, ..map.clone() }.draw("x", Locale::Id);
            Drawing::read(&svg)
        };
        assert!(marked(None).rects("here").is_empty());
        for at in 0..3 {
            let drawing = marked(Some(at));
            let tiles: Vec<_> =
                ["nodata", "step1", "step2"].map(|step| drawing.rects(&format!("tile {step}"))).concat();
            let [here] = drawing.rects("here")[..] else { panic!("one tile is marked") };
            assert!(tiles.contains(&here), "{here:?} {tiles:?}");
        }
    }

    #[test]
    fn a_long_name_is_divided_between_words_and_at_soft_hyphens() {
        let lines = |name, room| name_lines(name, room, 3);
        assert_eq!(lines("Gunung\u{AD}wungkal", 60.0), ["Gunung-", "wungkal"]);
        assert_eq!(lines("Gunung\u{AD}wungkal", 110.0), ["Gunungwungkal"]);
        assert_eq!(lines("Pati Lor", 40.0), ["Pati", "Lor"]);
        assert_eq!(lines("Ngem\u{AD}plak Ki\u{AD}dul", 110.0), ["Ngemplak Kidul"]);
        assert_eq!(lines("Cebo\u{AD}lek Ki\u{AD}dul", 55.0), ["Cebolek", "Kidul"]);
        assert_eq!(lines("Tam\u{AD}bah\u{AD}sari", 36.0), ["Tam-", "bah-", "sari"]);
        assert_eq!(name_lines("Tam\u{AD}bah\u{AD}sari", 36.0, 1).len(), 1);
    }

    #[test]
    fn words_below_a_name_are_whole_or_not_there() {
        let drawn = |count: u8, note: &str| {
            let mut map = chart(count);
            let tiles = map.tiles.areas.iter().cloned();
            let tiles = tiles.map(|it| Tile { text: String::new(), note: note.into(), ..it }).collect();
            map.tiles = Tiles::new(tiles, vec![]);
            map.frame.width = Width::Narrow;
            map.draw("x", Locale::Id)
        };
        assert!(drawn(4, "Bapperida").contains(">Bapperida</text>"));
        assert!(!drawn(35, "Diskominfo").contains("Disk"));
    }
}
