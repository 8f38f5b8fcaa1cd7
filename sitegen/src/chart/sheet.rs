//! The sheet a chart is drawn on: plotters' drawing area with our backend, in units.

use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::{FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};
use plotters_backend::BackendCoord;
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::backend::{self, Markup, Svg, pixels};
use super::ink::{Ink, Role, Tone};
use super::measure::{SMALL, TEXT};
use super::{Frame, Width};

/// A place on the sheet in units, from the upper left corner.
pub type Place = (f64, f64);

/// How a line of text looks and which of its points stands at the place given. Vertically that is
/// always the middle of its capitals.
#[derive(Clone, Copy)]
pub struct Lettering {
    ink: Ink,
    size: f64,
    anchor: HPos,
}

impl Lettering {
    /// Ordinary text, from its left end.
    pub fn of(ink: impl Into<Ink>) -> Self {
        Self { ink: ink.into(), size: TEXT, anchor: HPos::Left }
    }

    /// Small text, from its left end.
    pub fn small(ink: impl Into<Ink>) -> Self {
        Self { size: SMALL, ..Self::of(ink) }
    }

    /// The same, placed by its middle.
    pub const fn centered(self) -> Self {
        Self { anchor: HPos::Center, ..self }
    }

    /// The same, placed by its right end.
    pub const fn ending(self) -> Self {
        Self { anchor: HPos::Right, ..self }
    }
}

/// Where a chart puts its marks. All lengths are units.
pub struct Sheet<'a> {
    area: DrawingArea<Svg<'a>, Shift>,
}

impl Sheet<'_> {
    fn put<'e, E>(&self, element: &'e E)
    where
        &'e E: PointCollection<'e, BackendCoord>,
        E: for<'s> Drawable<Svg<'s>>,
    {
        let drawn = self.area.draw(element);
        debug_assert!(drawn.is_ok(), "the backend writes to memory and is never borrowed twice");
    }

    /// A line through the places.
    pub fn path(&self, places: &[Place], ink: impl Into<Ink>) {
        let style = shape(ink.into());
        for element in LineSeries::<Svg<'_>, BackendCoord>::new(places.iter().copied().map(pixel), style) {
            let drawn = self.area.draw(&element);
            debug_assert!(drawn.is_ok(), "the backend writes to memory and is never borrowed twice");
        }
    }

    /// A straight line.
    pub fn line(&self, from: Place, to: Place, ink: impl Into<Ink>) {
        self.put(&PathElement::new(vec![pixel(from), pixel(to)], shape(ink.into())));
    }

    /// A closed area.
    pub fn polygon(&self, places: &[Place], ink: impl Into<Ink>) {
        let points: Vec<BackendCoord> = places.iter().copied().map(pixel).collect();
        self.put(&Polygon::new(points, shape(ink.into())));
    }

    /// A rectangle between two opposite corners.
    pub fn rect(&self, from: Place, to: Place, ink: impl Into<Ink>) {
        self.put(&Rectangle::new([pixel(from), pixel(to)], shape(ink.into())));
    }

    /// A circle.
    pub fn circle(&self, center: Place, radius: f64, ink: impl Into<Ink>) {
        self.put(&Circle::new(pixel(center), pixels(radius), shape(ink.into())));
    }

    /// A strip that swings from one place to another at the right of it, `thickness` thick below both.
    pub fn ribbon(&self, from: Place, to: Place, thickness: f64, ink: impl Into<Ink>) {
        let (from, to, thickness) = (pixel(from), pixel(to), pixels(thickness));
        self.put(&Markup::Ribbon { ink: ink.into(), from, to, thickness });
    }

    /// The marker of a series: its shape tells series apart where colour does not.
    pub fn marker(&self, (x, y): Place, tone: Tone) {
        let ink = Ink::new(Role::Mark, tone);
        match tone {
            Tone::S2 => self.polygon(
                &[(x - 3.5, y - 3.5), (x + 3.5, y - 3.5), (x + 3.5, y + 3.5), (x - 3.5, y + 3.5)],
                ink,
            ),
            Tone::S3 => self.polygon(&[(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)], ink),
            Tone::S4 => self.polygon(&[(x, y - 5.0), (x + 4.8, y + 3.6), (x - 4.8, y + 3.6)], ink),
            Tone::Rest => self.circle((x, y), 2.5, ink),
            _ => self.circle((x, y), 4.0, ink),
        }
    }

    /// One line of text.
    pub fn text(&self, place: Place, text: &str, lettering: Lettering) {
        let font = FontDesc::new(FontFamily::SansSerif, lettering.size * backend::PIXELS, FontStyle::Normal);
        let color = lettering.ink.color();
        let style = TextStyle::from(font).color(&color).pos(Pos::new(lettering.anchor, VPos::Center));
        self.put(&Text::new(text, pixel(place), style));
    }

    /// Lines of text around the middle `y`, `leading` units apart.
    pub fn lines(&self, (x, y): Place, lines: &[String], leading: f64, lettering: Lettering) {
        let top = y - lines.len().saturating_sub(1) as f64 * leading / 2.0;
        for (index, line) in lines.iter().enumerate() {
            self.text((x, top + index as f64 * leading), line, lettering);
        }
    }

    /// Draws inside a group of this class.
    pub fn group(&self, class: &str, draw: impl FnOnce(&Self)) {
        self.put(&Markup::Group(class));
        draw(self);
        self.put(&Markup::EndGroup);
    }

    /// Draws inside a group with a tooltip, and a link if its address is a safe one.
    pub fn tip(&self, title: &str, href: Option<&str>, draw: impl FnOnce(&Self)) {
        let href = href.filter(|href| is_safe(href));
        self.put(&Markup::Tip { title, href });
        draw(self);
        self.put(if href.is_some() { &Markup::EndLink } else { &Markup::EndGroup });
    }
}

fn shape(ink: Ink) -> ShapeStyle {
    ShapeStyle::from(&ink.color()).filled()
}

fn pixel((x, y): Place) -> BackendCoord {
    (pixels(x), pixels(y))
}

/// Whether following the address stays with pages: relative, or http. Anything else, `javascript:`
/// above all, is not linked.
pub fn is_safe(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default();
    let printable = !href.is_empty() && !href.chars().any(|char| char.is_control() || char.is_whitespace());
    printable && (!scheme.contains(':') || scheme == "http:" || scheme == "https:")
}

/// Whether a reader can do something inside the figure besides looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// One image; what is inside is not read out piece by piece.
    Image,
    /// Links, which an image must not hide from the keyboard.
    Links,
}

/// A complete `<svg>` of the frame's width and this height, drawn by `draw`.
pub fn draw(frame: &Frame, id: &str, kind: &str, height: f64, draw: impl FnOnce(&Sheet<'_>)) -> String {
    let size = (frame.width.units(), height);
    draw_sized(frame, id, &format!("{kind} {}", frame.width.class()), size, Content::Image, draw)
}

/// A complete `<svg>` of this size.
pub fn draw_sized(
    frame: &Frame,
    id: &str,
    classes: &str,
    size: (f64, f64),
    content: Content,
    draw: impl FnOnce(&Sheet<'_>),
) -> String {
    wrapped(frame, id, classes, size, content, |out| marks(out, size, draw))
}

/// A complete `<svg>` of this size around the marks that `write` puts into it.
pub fn wrapped(
    frame: &Frame,
    id: &str,
    classes: &str,
    (width, height): (f64, f64),
    content: Content,
    write: impl FnOnce(&mut String),
) -> String {
    let id: String = id.chars().filter(|char| char.is_ascii_alphanumeric() || "-_".contains(*char)).collect();
    let mut out = format!("<svg class=\"chart {classes}\" viewBox=\"0 0 ");
    backend::tenths(&mut out, pixels(width));
    out.push(' ');
    backend::tenths(&mut out, pixels(height));
    out.push_str("\" role=\"");
    out.push_str(if content == Content::Image { "img" } else { "group" });
    // Writing to a string cannot fail.
    let _ = write!(out, "\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">");
    backend::escape(&mut out, &frame.title);
    let _ = write!(out, "</title><desc id=\"{id}-d\">");
    backend::escape(&mut out, &frame.desc);
    out.push_str("</desc>");
    out.push_str(if content == Content::Image { "<g aria-hidden=\"true\">" } else { "<g>" });
    write(&mut out);
    out.push_str("</g></svg>");
    out
}

/// Draws on a sheet of this size, and writes the marks alone.
pub fn marks(out: &mut String, (width, height): (f64, f64), draw: impl FnOnce(&Sheet<'_>)) {
    let whole = |units: f64| u32::try_from(pixels(units)).unwrap_or(0);
    let svg = Svg::new(out, (whole(width), whole(height)));
    draw(&Sheet { area: svg.into_drawing_area() });
}

/// The figure that stands where there is nothing to draw.
pub fn draw_empty(frame: &Frame, id: &str, kind: &str) -> String {
    let height = 80.0;
    draw(frame, id, &format!("{kind} empty"), height, |sheet| {
        let middle = (frame.width.units() / 2.0, height / 2.0);
        sheet.text(middle, &frame.empty, Lettering::of(Role::Muted).centered());
    })
}

impl Frame {
    /// Whether the drawing is for a phone.
    pub(super) fn is_narrow(&self) -> bool {
        self.width == Width::Narrow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_linked() {
        for href in ["desa/tlogowungu.html", "/a?b=c:d", "https://example.org/", "#x"] {
            assert!(is_safe(href), "{href}");
        }
        for href in
            ["", "javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", " javascript:x", "data:text/html,x"]
        {
            assert!(!is_safe(href), "{href}");
        }
    }

    #[test]
    fn an_id_cannot_leave_its_attribute() {
        let svg = draw(&Frame::default(), "a\" onload=\"x", "line", 10.0, |_| {});
        assert!(svg.contains("aria-labelledby=\"aonloadx-t aonloadx-d\""), "{svg}");
    }
}
