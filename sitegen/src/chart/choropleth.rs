//! Choropleths: each area as it lies on the earth, in the colour of its rate.

use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, SMALL, SMALL_LEADING};
use super::sheet::{self, Content, Lettering, Place, Sheet};
use super::tiles::{Class, ink};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Degrees of longitude and latitude, and the closed lines of an area: outer ones and those around its holes.
pub type Outline = Vec<Vec<(f64, f64)>>;

/// Tallest map, in widths of the drawing.
const TALLEST: f64 = 1.1;

/// Heights at which room for words is looked for, from the top of an area to its bottom.
const HEIGHTS: u32 = 24;

/// Areas in five steps of one hue, for rates only: a count would tell of the size of an area. Those with room for it print
/// name and value, all have them in their tooltip, and a ranked table stands beside the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choropleth {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// One per region.
    pub areas: Vec<Area>,
    /// The key: what each step stands for, lowest first, and what it means to have none.
    pub classes: Vec<Class>,
}

/// One region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Where it ends.
    pub outline: Outline,
    /// Short name.
    pub name: String,
    /// The value as written.
    pub text: String,
    /// Tooltip: complete name and value.
    pub title: String,
    /// Class `1..=5`, `None` without data.
    pub step: Option<u8>,
    /// Page of the region, relative or `https`; other addresses are not linked.
    pub href: Option<String>,
    /// Whether the value is simulated.
    pub simulated: bool,
}

impl Figure for Choropleth {
    fn draw(&self, id: &str, _: Locale) -> String {
        let width = self.frame.width.units();
        let key = self.classes.iter().map(|class| (ink(class.step), class.label.as_str()));
        let legend = Legend::new(key, width);
        let Some(map) = Projection::of(&self.areas, width, legend.height() + 2.0) else {
            return sheet::draw_empty(&self.frame, id, "choropleth");
        };
        let linked = self.areas.iter().any(|area| area.href.as_deref().is_some_and(sheet::is_safe));
        let content = if linked { Content::Links } else { Content::Image };
        let classes = format!("choropleth {}", self.frame.width.class());
        sheet::draw_sized(&self.frame, id, &classes, (width, map.bottom), content, |sheet| {
            legend.draw(sheet);
            for area in &self.areas {
                let rings: Vec<Vec<Place>> = area.outline.iter().map(|ring| map.ring(ring)).collect();
                sheet.tip(&area.title, area.href.as_deref(), |sheet| area.draw(sheet, &rings));
            }
        })
    }
}

impl Area {
    fn draw(&self, sheet: &Sheet<'_>, rings: &[Vec<Place>]) {
        for ring in rings {
            sheet.polygon(ring, ink(self.step).simulated(self.simulated));
        }
        let written = [vec![self.name.as_str(), self.text.as_str()], vec![self.text.as_str()]];
        for lines in written {
            let lines: Vec<String> =
                lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect();
            let needed = lines.iter().map(|line| measure::width(line, SMALL)).fold(0.0, f64::max) + 6.0;
            let height = lines.len() as f64 * SMALL_LEADING;
            if let (Some(middle), false) = (room(rings, height, needed), lines.is_empty()) {
                let lettering = Lettering::small(Ink::new(Role::OnTile, Tone::step(self.step.unwrap_or(0))));
                sheet.lines(middle, &lines, SMALL_LEADING, lettering.centered());
                return;
            }
        }
    }
}

/// From degrees to places on the sheet: equal lengths in both directions, which a regency is small enough for.
struct Projection {
    west: f64,
    north: f64,
    /// Of a degree of longitude against one of latitude.
    shrink: f64,
    scale: f64,
    left: f64,
    top: f64,
    bottom: f64,
}

impl Projection {
    /// None without an area.
    fn of(areas: &[Area], width: f64, top: f64) -> Option<Self> {
        let points = || areas.iter().flat_map(|area| area.outline.iter().flatten());
        let bounds = |pick: fn(&(f64, f64)) -> f64| {
            points().map(pick).fold(None, |known: Option<(f64, f64)>, at| {
                let (low, high) = known.unwrap_or((at, at));
                Some((low.min(at), high.max(at)))
            })
        };
        let (west, east) = bounds(|point| point.0)?;
        let (south, north) = bounds(|point| point.1)?;
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = (((east - west) * shrink).max(1e-9), (north - south).max(1e-9));
        let scale = ((width - 2.0) / wide).min(width * TALLEST / high);
        let left = (width - wide * scale) / 2.0;
        Some(Self { west, north, shrink, scale, left, top, bottom: top + high * scale + 2.0 })
    }

    fn ring(&self, ring: &[(f64, f64)]) -> Vec<Place> {
        let place = |(longitude, latitude): &(f64, f64)| {
            (
                self.left + (longitude - self.west) * self.shrink * self.scale,
                self.top + (self.north - latitude) * self.scale,
            )
        };
        ring.iter().map(place).collect()
    }
}

/// The middle of a strip of this height and at least this width that lies within an area, as near as may be to half the
/// height of the area.
fn room(rings: &[Vec<Place>], height: f64, width: f64) -> Option<Place> {
    let heights = rings.iter().flatten().map(|place| place.1);
    let (top, bottom) =
        heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    let strip = |at: u32| {
        let y = top + (bottom - top) * f64::from(at) / f64::from(HEIGHTS);
        let edges = [y - height / 2.0, y, y + height / 2.0];
        let [above, middle, below] = edges.map(|y| chords(rings, y));
        let both = |one: &[(f64, f64)], other: &[(f64, f64)]| -> Vec<(f64, f64)> {
            one.iter().flat_map(|a| other.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1)))).collect()
        };
        let strips = both(&both(&above, &middle), &below);
        let widest = strips.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
        (widest.1 - widest.0 >= width).then(|| (f64::midpoint(widest.0, widest.1), y))
    };
    let middle = HEIGHTS / 2;
    let mut from_the_middle = (0..middle).flat_map(|away| [middle - away, middle + away]);
    from_the_middle.find_map(strip)
}

/// Where a level line runs within an area, from left to right.
fn chords(rings: &[Vec<Place>], y: f64) -> Vec<(f64, f64)> {
    let mut crossings: Vec<f64> = Vec::new();
    for ring in rings {
        for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (from.1 <= y) != (to.1 <= y) {
                crossings.push(from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    crossings.as_chunks::<2>().0.iter().map(|[left, right]| (*left, *right)).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, frame};

    /// Nine squares of a tenth of a degree side by side; the middle one has a hole that the tenth fills.
    fn map(width: Width) -> Choropleth {
        let square = |west: f64, north: f64, side: f64| {
            vec![(west, north), (west + side, north), (west + side, north - side), (west, north - side)]
        };
        let mut areas: Vec<Area> = (0..9u8)
            .map(|at| Area {
                outline: vec![square(111.0 + 0.1 * f64::from(at % 3), -6.5 - 0.1 * f64::from(at / 3), 0.1)],
                name: format!("Kecamatan {at}"),
                text: format!("{at},5"),
                title: format!("Kecamatan {at}: {at},5 persen"),
                step: (at > 0).then_some(at % 5 + 1),
                href: Some(format!("kecamatan/{at}/")),
                simulated: at == 3,
            })
            .collect();
        let island = square(111.14, -6.64, 0.02);
        areas[4].outline.push(island.iter().rev().copied().collect());
        areas.push(Area { outline: vec![island], name: "Pulau".into(), step: Some(5), ..Area::default() });
        let classes = vec![
            Class { step: None, label: "tanpa data".into() },
            Class { step: Some(1), label: "di bawah 5 %".into() },
        ];
        Choropleth { frame: crate::chart::Frame { width, ..frame() }, areas, classes }
    }

    #[test]
    fn it_is_the_golden_drawing_that_was_looked_at() {
        expect_file!["golden/choropleth.svg"].assert_eq(&map(Width::Wide).draw("x", Locale::Id));
        expect_file!["golden/choropleth-narrow.svg"].assert_eq(&map(Width::Narrow).draw("x", Locale::Id));
    }

    #[test]
    fn words_stand_within_their_area_or_nowhere() {
        for width in [Width::Wide, Width::Narrow] {
            let drawing = Drawing::read(&map(width).draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
        let [wide, narrow] = [Width::Wide, Width::Narrow].map(|width| map(width).draw("x", Locale::Id));
        assert!(wide.contains(">Pulau</text>") && wide.contains(">Kecamatan 0</text>"), "{wide}");
        assert!(!narrow.contains(">Pulau</text>"), "{narrow}");
    }

    #[test]
    fn room_avoids_holes_and_bays() {
        let square = |left: f64, top: f64, side: f64| {
            vec![(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
        };
        assert_eq!(room(&[square(0.0, 0.0, 100.0)], 10.0, 90.0), Some((50.0, 50.0)));
        assert_eq!(room(&[square(0.0, 0.0, 100.0)], 10.0, 101.0), None);
        // A hole over the middle leaves strips at its sides, which are narrow, and above and below it, which are not.
        let with_hole = [square(0.0, 0.0, 100.0), square(20.0, 30.0, 40.0)];
        assert_eq!(room(&with_hole, 10.0, 35.0).map(|(x, _)| x), Some(80.0));
        let wide = room(&with_hole, 10.0, 50.0);
        assert!(wide.is_some_and(|(x, y)| (x - 50.0).abs() < 1e-9 && !(25.0..75.0).contains(&y)), "{wide:?}");
        assert_eq!(room(&[square(0.0, 0.0, 5.0)], 10.0, 1.0), None);
    }

    #[test]
    fn nothing_to_draw_says_so() {
        let empty = Choropleth { areas: vec![], ..map(Width::Wide) };
        assert!(empty.draw("x", Locale::Id).contains("choropleth"));
    }
}
