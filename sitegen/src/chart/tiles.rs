//! Tile maps: one equal tile for each area, where it lies.

use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, SMALL, SMALL_LEADING, TEXT};
use super::placement::Cell;
use super::sheet::{self, Content, Lettering, Sheet};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Largest tile in units; below `PRINTED` a tile has no room for words.
const LARGEST: f64 = 80.0;
const PRINTED: f64 = 40.0;

/// Equal tiles in five steps of one hue. Large ones print name and value, small ones have both in
/// their tooltip only, so that a table beside the map is needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileMap {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// One per area.
    pub tiles: Vec<Tile>,
    /// The key: what each step stands for, lowest first, and what it means to have none.
    pub classes: Vec<Class>,
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
    /// Tooltip: complete name and value.
    pub title: String,
    /// Class `1..=5`, `None` without data.
    pub step: Option<u8>,
    /// Page of the area, relative or `https`; other addresses are not linked.
    pub href: Option<String>,
    /// Draws a frame around the tile: the area this page is about.
    pub here: bool,
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
        if self.tiles.is_empty() {
            return sheet::draw_empty(&self.frame, id, "tile-map");
        }
        let width = self.frame.width.units();
        let key = self.classes.iter().map(|class| (ink(class.step), class.label.as_str()));
        let legend = Legend::new(key, width);
        let columns = self.tiles.iter().map(|tile| tile.cell.column).max().unwrap_or(0).saturating_add(1);
        let rows = self.tiles.iter().map(|tile| tile.cell.row).max().unwrap_or(0).saturating_add(1);
        // Two units on each side keep the frame of a marked tile on the sheet.
        let pitch = ((width - 4.0) / columns as f64).min(LARGEST);
        let grid = Grid { top: legend.height() + 2.0, pitch, gap: if pitch < PRINTED { 2.0 } else { 4.0 } };
        let size = (width, grid.top + rows as f64 * pitch + 2.0);
        let linked = self.tiles.iter().any(|tile| tile.href.as_deref().is_some_and(sheet::is_safe));
        let content = if linked { Content::Links } else { Content::Image };
        let classes = format!("tile-map {}", self.frame.width.class());
        sheet::draw_sized(&self.frame, id, &classes, size, content, |sheet| {
            legend.draw(sheet);
            // In reading order, which is also the order in which the keyboard visits links.
            let mut tiles: Vec<&Tile> = self.tiles.iter().collect();
            tiles.sort_by_key(|tile| (tile.cell.row, tile.cell.column));
            for tile in tiles {
                sheet.tip(&tile.title, tile.href.as_deref(), |sheet| grid.draw(sheet, tile));
            }
        })
    }
}

struct Grid {
    top: f64,
    pitch: f64,
    gap: f64,
}

impl Grid {
    fn draw(&self, sheet: &Sheet<'_>, tile: &Tile) {
        let left = 2.0 + tile.cell.column as f64 * self.pitch;
        let top = self.top + tile.cell.row as f64 * self.pitch;
        let side = self.pitch - self.gap;
        let (from, to) = ((left, top), (left + side, top + side));
        sheet.rect(from, to, ink(tile.step).simulated(tile.simulated));
        if tile.here {
            sheet.rect(from, to, Role::Here);
        }
        if self.pitch >= PRINTED {
            let lettering = |role| Ink::new(role, Tone::step(tile.step.unwrap_or(0)));
            let names = name_lines(&tile.name, side - 4.0);
            let middle = (left + side / 2.0, top + side / 2.0);
            let value = if tile.text.is_empty() { 0.0 } else { TEXT + 4.0 };
            let shift = (middle.0, middle.1 - value / 2.0);
            sheet.lines(shift, &names, SMALL_LEADING, Lettering::small(lettering(Role::OnTile)).centered());
            let below = middle.1 + names.len() as f64 * SMALL_LEADING / 2.0;
            let text = measure::cut(&tile.text, TEXT, side - 2.0);
            sheet.text((middle.0, below), &text, Lettering::of(lettering(Role::OnTile)).centered());
        }
    }
}

/// The name on at most two lines, divided between words or at its soft hyphens.
fn name_lines(name: &str, room: f64) -> Vec<String> {
    let whole = name.replace('\u{AD}', "");
    if measure::width(&whole, SMALL) <= room {
        return if whole.is_empty() { Vec::new() } else { vec![whole] };
    }
    let divided = name.char_indices().rev().filter(|(_, char)| *char == '\u{AD}').find_map(|(at, _)| {
        let head = format!("{}-", name[..at].replace('\u{AD}', ""));
        let tail = name[at..].replace('\u{AD}', "");
        (measure::width(&head, SMALL) <= room).then(|| vec![head, measure::cut(&tail, SMALL, room)])
    });
    divided.unwrap_or_else(|| measure::wrap(&whole, SMALL, room, 2))
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
        TileMap {
            frame: frame(),
            tiles: cells.into_iter().zip(0..count).map(tile).collect(),
            classes: vec![Class { step: Some(1), label: "di bawah 5%".into() }],
        }
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
        let mut map = chart(3);
        map.tiles[1].href = Some("javascript:alert(1)".into());
        let svg = map.draw("x", Locale::Id);
        assert_eq!(svg.matches("<a href=").count(), 2);
        assert!(svg.contains("role=\"group\"") && !svg.contains("aria-hidden"));
        for tile in &mut map.tiles {
            tile.href = None;
        }
        assert!(map.draw("x", Locale::Id).contains("role=\"img\""));
    }

    #[test]
    fn a_long_name_is_divided_at_its_soft_hyphen() {
        assert_eq!(name_lines("Gunung\u{AD}wungkal", 60.0), ["Gunung-", "wungkal"]);
        assert_eq!(name_lines("Gunung\u{AD}wungkal", 110.0), ["Gunungwungkal"]);
    }
}
