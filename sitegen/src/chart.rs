//! Data in, SVG text out: every figure of the report.
//!
//! A chart is a plain struct: what to show, already worded and rounded by the caller, and where the
//! marks stand. [`Figure::draw`] turns it into one `<svg>` with a title and a description, laid out
//! in units of which 14 make a line of text. Nothing here reads a file, a clock or a font, so equal
//! input gives equal bytes.
//!
//! Colour never appears in the output. A mark carries a class (`s1`, `grid`, `band`) and the style
//! sheet `static/chart.css` decides what that looks like in light, in dark and on paper.

mod axis;
mod backend;
mod bar;
mod choropleth;
mod curve;
mod dot;
mod gantt;
mod ink;
mod legend;
mod line;
mod measure;
mod multiples;
mod placement;
mod rows;
mod sankey;
mod series;
mod sheet;
mod sparkline;
mod spots;
mod spread;
mod stacked;
mod tiles;
mod waterfall;

#[cfg(test)]
mod reading;

pub use bar::{Bar, BarChart};
pub use choropleth::{Area, Choropleth, Outline};
pub use curve::ShareCurve;
pub use dot::{Dot, DotChart, Reference};
pub use gantt::{Gantt, Task};
pub use ink::Tone;
pub use line::{Break, LineChart};
pub use multiples::{Panel, SmallMultiples};
pub use placement::{Cell, place};
pub use sankey::{Flow, Layer, Node, Sankey};
pub use series::{Point, Series};
pub use sparkline::Sparkline;
pub use stacked::{Direction, Part, Stack, StackedChart};
pub use tiles::{Class, Tile, TileMap, Tiles};
pub use waterfall::{Fall, Step, Waterfall};

pub(crate) use backend::escape;
pub(crate) use measure::{BOLD, wrap};

use crate::locale::Locale;

/// What every figure says about itself, and how wide it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The finding, read first by a screen reader. The visible title stands in the HTML.
    pub title: String,
    /// Kind of chart, data, place, period, highest and lowest value.
    pub desc: String,
    /// What stands in the figure when there is nothing to draw, such as "Belum ada data".
    pub empty: String,
    /// For a page or for a phone.
    pub width: Width,
}

/// How wide a figure is drawn, in units; text keeps its size in units in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// 680 units, for text columns and wider.
    #[default]
    Wide,
    /// 340 units, for phones.
    Narrow,
}

impl Width {
    /// Width of the drawing in units.
    #[must_use]
    pub const fn units(self) -> f64 {
        match self {
            Self::Wide => 680.0,
            Self::Narrow => 340.0,
        }
    }

    /// The class that lets a page show one of two drawings.
    const fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// What the numbers on an axis carry besides their digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Written before each number, such as `Rp`.
    pub prefix: String,
    /// Written after each number, such as `%` or ` juta`.
    pub suffix: String,
}

/// A chart that can be drawn.
pub trait Figure {
    /// One complete `<svg>` element.
    ///
    /// `id` must be unique on the page: the title's id is `{id}-t`, the description's `{id}-d`.
    /// Characters other than ASCII letters, digits, `-` and `_` are dropped from it.
    #[must_use]
    fn draw(&self, id: &str, locale: Locale) -> String;
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::reading::{assert_lawful, frame};
    use super::*;

    #[test]
    fn every_kind_of_chart_keeps_the_laws_with_and_without_data() {
        let points =
            || (2019..2026).map(|year| Point::new(f64::from(year), Some(f64::from(year % 7) * 1.37)));
        let series = || Series {
            name: "Pati <&>".into(),
            tone: Tone::S1,
            points: points().collect(),
            ..Series::default()
        };
        let bar = Bar { label: "Baznas".into(), value: Some(3.3), text: "3,3".into(), ..Bar::default() };
        let dot =
            Dot { label: "Pati".into(), value: Some(9.17), interval: Some((7.4, 10.9)), ..Dot::default() };
        let tile = Tile { name: "Tayu".into(), text: "2/21".into(), step: Some(3), ..Tile::default() };
        let outline = vec![vec![(111.0, -6.5), (111.1, -6.5), (111.0, -6.6)]];
        let area =
            Area { outline, name: "Tayu".into(), text: "9,5".into(), step: Some(2), ..Area::default() };
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        let task = Task { label: "Jamban".into(), planned_start: day, planned_end: day, ..Task::default() };
        let gantt = |tasks| Gantt {
            frame: frame(),
            tasks,
            today: day,
            today_label: "hari ini".into(),
            planned_name: "rencana".into(),
            actual_name: "pelaksanaan".into(),
        };
        let stacked = StackedChart {
            frame: frame(),
            stacks: vec![Stack { label: "2024".into(), text: "5".into(), ..Stack::default() }],
            parts: vec![Part { name: "CSR".into(), tone: Tone::S2, values: vec![Some(5.0)] }],
            ..StackedChart::default()
        };
        let panel = Panel { title: "Kajen".into(), text: "9".into(), series: vec![series()] };
        let node = |label: &str| Node { label: label.into(), text: "5".into(), ..Node::default() };
        let layers =
            ["Zakat", "Perumahan"].map(|label| Layer { name: label.into(), nodes: vec![node(label)] });
        let layers = layers.into();
        let flow = Flow { layer: 0, from: 0, to: 0, value: 5.0, ..Flow::default() };
        let step = Step { label: "Dijanjikan".into(), value: 5.0, text: "5".into(), ..Step::default() };
        let figures: Vec<Box<dyn Figure>> = vec![
            Box::new(LineChart { frame: frame(), series: vec![series()], ..LineChart::default() }),
            Box::new(LineChart { frame: frame(), ..LineChart::default() }),
            Box::new(BarChart { frame: frame(), bars: vec![bar], ..BarChart::default() }),
            Box::new(BarChart { frame: frame(), ..BarChart::default() }),
            Box::new(DotChart { frame: frame(), dots: vec![dot], ..DotChart::default() }),
            Box::new(DotChart { frame: frame(), ..DotChart::default() }),
            Box::new(stacked),
            Box::new(StackedChart { frame: frame(), ..StackedChart::default() }),
            Box::new(SmallMultiples { frame: frame(), panels: vec![panel], ..SmallMultiples::default() }),
            Box::new(SmallMultiples { frame: frame(), ..SmallMultiples::default() }),
            Box::new(Sparkline { frame: frame(), series: series() }),
            Box::new(TileMap { frame: frame(), tiles: Tiles::new(vec![tile], vec![]), here: None }),
            Box::new(TileMap { frame: frame(), ..TileMap::default() }),
            Box::new(Choropleth { frame: frame(), areas: vec![area], ..Choropleth::default() }),
            Box::new(Choropleth { frame: frame(), ..Choropleth::default() }),
            Box::new(gantt(vec![task])),
            Box::new(gantt(vec![])),
            Box::new(Sankey { frame: frame(), layers, flows: vec![flow] }),
            Box::new(Sankey { frame: frame(), ..Sankey::default() }),
            Box::new(ShareCurve {
                frame: frame(),
                points: vec![(0.0, 0.0), (1.0, 1.0)],
                ..ShareCurve::default()
            }),
            Box::new(ShareCurve { frame: frame(), ..ShareCurve::default() }),
            Box::new(Waterfall { frame: frame(), steps: vec![step] }),
            Box::new(Waterfall { frame: frame(), steps: vec![] }),
        ];
        for figure in figures {
            assert_lawful(figure.as_ref());
        }
    }
}
