//! The backend plotters draws on: compact, semantic SVG.
//!
//! One pixel of plotters is a tenth of a unit, so whole pixels become coordinates with at most one
//! decimal. Segments of the same ink that follow one another share one `<path>`.

use std::convert::Infallible;

use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::ink::Ink;
use super::measure;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Pixels of plotters in one unit of the drawing.
pub const PIXELS: f64 = 10.0;

/// Writes SVG elements to the end of a string, without the `<svg>` around them.
pub struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
    /// The ink of the `<path>` still open at the end of `out`.
    path: Option<Ink>,
}

impl<'a> Svg<'a> {
    /// `size` in pixels of plotters.
    pub const fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size, path: None }
    }

    /// Ends the open path: whatever comes next is another element.
    fn settle(&mut self) {
        if self.path.take().is_some() {
            self.out.push_str("\"/>");
        }
    }

    /// Begins a tag, with the classes of an ink and more of them.
    fn begin(&mut self, element: &str, ink: Ink, more: &str) {
        self.out.extend(["<", element, " class=\""]);
        ink.write_classes(self.out);
        self.out.extend([more, "\""]);
    }

    fn begin_path(&mut self, ink: Ink) {
        if self.path != Some(ink) {
            self.settle();
            self.begin("path", ink, "");
            self.out.push_str(" d=\"");
            self.path = Some(ink);
        }
    }

    /// `points` relative to one another, which takes fewer bytes than absolute coordinates.
    fn subpath(&mut self, ink: Ink, points: impl IntoIterator<Item = BackendCoord>, close: bool) {
        let mut points = points.into_iter();
        let Some(mut at) = points.next() else { return };
        self.begin_path(ink);
        self.out.push('M');
        self.pair(at);
        for to in points {
            let by = (to.0.saturating_sub(at.0), to.1.saturating_sub(at.1));
            at = to;
            match by {
                (0, 0) => {}
                (dx, 0) => {
                    self.out.push('h');
                    tenths(self.out, dx);
                }
                (0, dy) => {
                    self.out.push('v');
                    tenths(self.out, dy);
                }
                _ => {
                    self.out.push('l');
                    self.pair(by);
                }
            }
        }
        if close {
            self.out.push('z');
        }
    }

    /// A strip with its upper edge from `from` to `to`, level where it begins and where it ends.
    fn ribbon(&mut self, ink: Ink, from: BackendCoord, to: BackendCoord, thickness: i32) {
        self.begin_path(ink);
        self.out.push('M');
        self.pair(from);
        let by = (to.0.saturating_sub(from.0), to.1.saturating_sub(from.1));
        self.swing(by);
        self.out.push('v');
        tenths(self.out, thickness);
        self.swing((by.0.saturating_neg(), by.1.saturating_neg()));
        self.out.push('z');
    }

    /// A curve to a place relative to where the path is.
    fn swing(&mut self, by: BackendCoord) {
        self.out.push('c');
        self.pair((by.0 / 2, 0));
        for next in [(by.0 / 2, by.1), by] {
            if next.0 >= 0 {
                self.out.push(' ');
            }
            self.pair(next);
        }
    }

    fn pair(&mut self, (x, y): BackendCoord) {
        tenths(self.out, x);
        if y >= 0 {
            self.out.push(' ');
        }
        tenths(self.out, y);
    }

    fn attribute(&mut self, name: &str, value: i32) {
        self.out.extend([" ", name, "=\""]);
        tenths(self.out, value);
        self.out.push('"');
    }
}

impl Drop for Svg<'_> {
    fn drop(&mut self) {
        self.settle();
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.settle();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x.saturating_add(1), y.saturating_add(1)), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.subpath(Ink::from_color(style.color()), path, false);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        self.subpath(Ink::from_color(style.color()), vert, true);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.settle();
        let ink = Ink::from_color(style.color());
        self.begin("rect", ink, "");
        self.attribute("x", from.0.min(to.0));
        self.attribute("y", from.1.min(to.1));
        self.attribute("width", to.0.saturating_sub(from.0).saturating_abs());
        self.attribute("height", to.1.saturating_sub(from.1).saturating_abs());
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.settle();
        let ink = Ink::from_color(style.color());
        self.begin("circle", ink, "");
        self.attribute("cx", center.0);
        self.attribute("cy", center.1);
        self.attribute("r", i32::try_from(radius).unwrap_or(i32::MAX));
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        self.settle();
        let size = style.size() / PIXELS;
        // SVG places text by its baseline. Digits and capitals are about 0.7 em tall.
        let drop = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.35,
            VPos::Bottom => -0.24,
        };
        let ink = Ink::from_color(style.color());
        self.begin("text", ink, if size < measure::TEXT { " small" } else { "" });
        self.attribute("x", x);
        self.attribute("y", y.saturating_add(pixels(drop * size)));
        self.out.push_str(match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        });
        self.out.push('>');
        escape(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() / PIXELS;
        let whole = |units: f64| u32::try_from(pixels(units)).unwrap_or(0);
        Ok((whole(measure::width(text, size)), whole(size)))
    }
}

/// Structure around marks, which plotters has no element for.
pub enum Markup<'a> {
    /// Opens a group of this class.
    Group(&'a str),
    /// Opens a group with a tooltip, inside a link when there is one to a place that is safe.
    Tip { title: &'a str, href: Option<&'a str> },
    /// Closes what `Group` or `Tip` without a link opened.
    EndGroup,
    /// Closes what `Tip` with a link opened.
    EndLink,
    /// A strip that swings from one place to another, equally thick at both, in tenths of a unit.
    Ribbon { ink: Ink, from: BackendCoord, to: BackendCoord, thickness: i32 },
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Markup<'_> {
    type Point = BackendCoord;
    type IntoIter = std::iter::Empty<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::empty()
    }
}

impl Drawable<Svg<'_>> for Markup<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(&self, _: I, svg: &mut Svg<'_>, _: (u32, u32)) -> Drawn {
        svg.settle();
        match self {
            Self::Group(class) => {
                svg.out.push_str("<g class=\"");
                escape(svg.out, class);
                svg.out.push_str("\">");
            }
            Self::Tip { title, href } => {
                match href {
                    Some(href) => {
                        svg.out.push_str("<a href=\"");
                        escape(svg.out, href);
                        svg.out.push_str("\">");
                    }
                    None => svg.out.push_str("<g>"),
                }
                if !title.is_empty() {
                    svg.out.push_str("<title>");
                    escape(svg.out, title);
                    svg.out.push_str("</title>");
                }
            }
            Self::EndGroup => svg.out.push_str("</g>"),
            Self::EndLink => svg.out.push_str("</a>"),
            Self::Ribbon { ink, from, to, thickness } => svg.ribbon(*ink, *from, *to, *thickness),
        }
        Ok(())
    }
}

/// Units as whole pixels of plotters; what is not a number becomes 0, what is far out is cut off.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a range that i32 holds")]
pub fn pixels(units: f64) -> i32 {
    if units.is_finite() { (units * PIXELS).round().clamp(-1e7, 1e7) as i32 } else { 0 }
}

/// A count of tenths as the shortest decimal: `120` is `12`, `-5` is `-.5`.
pub fn tenths(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if whole > 0 || tenth == 0 {
        digits(out, whole);
    }
    if tenth > 0 {
        out.push('.');
        digits(out, tenth);
    }
}

/// A whole number, which formatting would take longer for: a drawing is hundreds of them.
fn digits(out: &mut String, number: u32) {
    if number >= 10 {
        digits(out, number / 10);
    }
    out.extend(char::from_digit(number % 10, 10));
}

/// Text as XML; control characters XML has no place for are dropped.
pub fn escape(out: &mut String, text: &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && !b"&<>\"'".contains(&byte);
    if text.bytes().all(is_plain) {
        out.push_str(text);
        return;
    }
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            char if char.is_control() => {}
            char => out.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ink::Role;
    use plotters::style::Color;

    fn written(tenth: i32) -> String {
        let mut out = String::new();
        tenths(&mut out, tenth);
        out
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let shown = [0, 5, -5, 10, 123, -1204].map(written);
        assert_eq!(shown, ["0", ".5", "-.5", "1", "12.3", "-120.4"]);
    }

    #[test]
    fn segments_of_one_ink_share_a_path() {
        let mut out = String::new();
        let grid = Ink::from(Role::Grid).color().to_backend_color();
        let axis = Ink::from(Role::Axis).color().to_backend_color();
        let mut svg = Svg::new(&mut out, (100, 100));
        svg.draw_line((0, 10), (100, 10), &grid).unwrap();
        svg.draw_line((0, 25), (100, 20), &grid).unwrap();
        svg.draw_line((0, 0), (0, 100), &axis).unwrap();
        drop(svg);
        assert_eq!(
            out,
            "<path class=\"grid\" d=\"M0 1h10M0 2.5l10-.5\"/><path class=\"axis\" d=\"M0 0v10\"/>"
        );
    }

    #[test]
    fn what_is_not_a_number_has_a_place_all_the_same() {
        assert_eq!(pixels(f64::NAN), 0);
        assert_eq!(pixels(f64::INFINITY), 0);
        assert_eq!(pixels(1e300), 10_000_000);
    }
}
