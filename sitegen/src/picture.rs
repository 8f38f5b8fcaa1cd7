//! Pictures of figures for where drawings cannot go: slides, messages, previews of links. Each carries its finding, its
//! sources and its period, since it travels without its page.

mod style;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use serde::Serialize;

use crate::chart::{self, escape};
use crate::download::LICENCE;
use crate::html::{self, Piece};
use crate::scribe::{Scribe, say};
use crate::theme::Theme;
use crate::view::Figure;

/// Units around what is shown, and the width of that.
const MARGIN: f64 = 24.0;
const INNER: f64 = 680.0;

/// Width of a picture, which is that of previews of links.
const WIDTH: u32 = 1_200;

/// Pixels of a unit.
const SCALE: f64 = WIDTH as f64 / (INNER + 2.0 * MARGIN);

/// The face that pictures are written in; it comes with the program, so that the same figure is the same picture anywhere.
const FACE: &str = "DejaVu Sans";

/// Width and height of the picture of a report, in pixels.
pub const CARD: (u32, u32) = (WIDTH, 630);

/// What is noted in a picture: what it was made from.
const MADE_FROM: &str = "Made from";

/// Bytes at the start of a picture within which the note stands: it follows the palette.
const NOTED_WITHIN: usize = 1_200;

/// Makes pictures.
#[derive(Debug)]
pub struct Pictures {
    style: String,
    fonts: Arc<Database>,
    /// The report that is there already: its pictures are kept where they are made from the same.
    old: Option<PathBuf>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// A PNG file.
    pub bytes: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows.
    pub alt: String,
}

/// What links to a page show of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// Where the picture stands, from the root of the report.
    pub path: String,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// What it shows.
    pub alt: String,
}

impl Pictures {
    /// Pictures in the light colours of a theme; those in the report at `old` are not made again.
    #[must_use]
    pub fn new(theme: &Theme, old: Option<PathBuf>) -> Self {
        let mut fonts = Database::new();
        for face in [dejavu::sans::regular(), dejavu::sans::bold()] {
            fonts.load_font_data(face.to_vec());
        }
        Self { style: style::flat(&theme.style_of_drawings), fonts: Arc::new(fonts), old }
    }

    /// What links to pages without a figure show: what the report is called and what it is about.
    ///
    /// # Errors
    /// When it cannot be rendered.
    pub fn card(&self, scribe: &Scribe<'_, '_>) -> anyhow::Result<Picture> {
        let mut paper = Paper::new(100.0);
        paper.write(&scribe.theme.name, Lettering::NAME);
        paper.write(&scribe.region_name(&scribe.linked.data.regency), Lettering::TITLE);
        paper.skip(20.0);
        let about = scribe.say(
            "Data terbuka tentang pendampingan desa dan penanggulangan kemiskinan",
            "Open data on the accompaniment of villages and the fight against poverty",
        );
        paper.write(about, Lettering::SAID);
        paper.y = f64::from(CARD.1) / SCALE - MARGIN;
        self.finished(&paper, None, "")
    }

    /// The picture of a figure, which is to stand at `path`.
    ///
    /// # Errors
    /// When its drawing is none.
    pub fn of(
        &self,
        scribe: &Scribe<'_, '_>,
        (figure, period): (&Figure, &str),
        path: &str,
    ) -> anyhow::Result<Picture> {
        let mut paper = Paper::new(0.0);
        paper.write(&figure.title, Lettering::TITLE);
        paper.write(&figure.subtitle, Lettering::SAID);
        paper.skip(12.0);
        paper.draw(&figure.wide).context("it has no drawing")?;
        paper.skip(12.0);
        if figure.simulated {
            let warning = scribe.say(
                "Simulasi: seluruh atau sebagian angka dalam gambar ini bukan angka sebenarnya.",
                "Simulated: some or all figures in this picture are not real ones.",
            );
            paper.write(warning, Lettering::SIMULATED);
        }
        let sources: Vec<&str> = figure.sources.iter().map(|link| link.text.as_str()).collect();
        let sources = sources.join("; ");
        paper.write(&say!(scribe.locale, "Sumber: {sources}", "Source: {sources}"), Lettering::SAID);
        let place = scribe.region_name(&scribe.linked.data.regency);
        let (name, licence) = (&scribe.theme.name, LICENCE.0);
        // The day of the edition stays out: the picture is the same while its figures are.
        paper.write(&format!("{name} {place}, {period}, {licence}"), Lettering::SAID);
        self.finished(&paper, Some(path), &figure.title)
    }

    /// Renders a paper, or takes what was rendered of the same one and stands at `path` of the old report.
    fn finished(&self, paper: &Paper, path: Option<&str>, alt: &str) -> anyhow::Result<Picture> {
        let (width, height) = (INNER + 2.0 * MARGIN, paper.y + MARGIN);
        let size = format!("width=\"{width}\" height=\"{height:.1}\"");
        let Self { style, .. } = self;
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.1}\" {size}><style>{style}</style>\
             <rect class=\"ground\" {size}/>{}</svg>",
            paper.body
        );
        let made_from = blake3::hash(svg.as_bytes()).to_hex();
        let kept = self.old.as_deref().zip(path).and_then(|(old, path)| fs::read(old.join(path)).ok());
        let size = (WIDTH, pixels(height));
        let bytes = match kept.filter(|bytes| notes(bytes, made_from.as_bytes())) {
            Some(bytes) => bytes,
            None => self.png(&svg, size, &made_from)?,
        };
        Ok(Picture { bytes, width: size.0, height: size.1, alt: alt.to_owned() })
    }

    fn png(&self, svg: &str, (width, height): (u32, u32), made_from: &str) -> anyhow::Result<Vec<u8>> {
        let options =
            Options { fontdb: Arc::clone(&self.fonts), font_family: FACE.to_owned(), ..Options::default() };
        let tree = Tree::from_str(svg, &options)?;
        let mut canvas = Pixmap::new(width, height).context("it has no size")?;
        #[expect(clippy::cast_possible_truncation, reason = "a scale of a few digits")]
        let scale = SCALE as f32;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
        encoded(&canvas, made_from)
    }
}

/// How lines of text look.
#[derive(Clone, Copy)]
struct Lettering {
    class: &'static str,
    size: f64,
    leading: f64,
    /// Lines at most.
    most: usize,
    is_bold: bool,
}

impl Lettering {
    const NAME: Self = Self { class: "name", size: 40.0, leading: 52.0, most: 2, is_bold: true };
    const TITLE: Self = Self { class: "title", size: 20.0, leading: 27.0, most: 3, is_bold: true };
    const SAID: Self = Self { class: "said", size: 14.0, leading: 20.0, most: 2, is_bold: false };
    const SIMULATED: Self = Self { class: "simulated", is_bold: true, ..Self::SAID };
}

/// A picture while it is put together, from the top down.
struct Paper {
    body: String,
    /// Where it goes on.
    y: f64,
}

impl Paper {
    fn new(top: f64) -> Self {
        Self { body: String::new(), y: MARGIN + top }
    }

    fn skip(&mut self, units: f64) {
        self.y += units;
    }

    fn write(&mut self, text: &str, lettering: Lettering) {
        let Lettering { class, size, leading, most, is_bold } = lettering;
        let room = if is_bold { INNER / chart::BOLD } else { INNER };
        for line in chart::wrap(text, size, room, most) {
            self.y += leading;
            let base = self.y - leading * 0.25;
            // Writing to a string cannot fail.
            let _ = write!(self.body, "<text class=\"{class}\" x=\"{MARGIN}\" y=\"{base:.1}\">");
            escape(&mut self.body, &line);
            self.body.push_str("</text>");
        }
    }

    /// Puts a drawing there; none where it is not one.
    fn draw(&mut self, drawing: &str) -> Option<()> {
        let Some(Piece::Tag(tag)) = html::pieces(drawing).next() else { return None };
        let height: f64 = tag.value("viewBox").rsplit(' ').next()?.parse().ok()?;
        let (_, inside) = drawing.split_once('>')?;
        // A group: a drawing within a drawing would be cut at its edges, which takes as long as all else.
        let (classes, y) = (tag.value("class"), self.y);
        let _ = write!(self.body, "<g class=\"{classes}\" transform=\"translate({MARGIN} {y})\">");
        self.body.extend([inside.strip_suffix("</svg>")?, "</g>"]);
        self.y += height;
        Some(())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a figure is some thousand units at most"
)]
fn pixels(units: f64) -> u32 {
    (units * SCALE).round() as u32
}

/// Whether a picture was made from the drawing of this hash.
fn notes(bytes: &[u8], made_from: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(NOTED_WITHIN)];
    start.windows(made_from.len()).any(|part| part == made_from)
}

/// A PNG file with a palette: a figure has few colours, and those of edges that are too many become the nearest ones.
fn encoded(canvas: &Pixmap, made_from: &str) -> anyhow::Result<Vec<u8>> {
    // The ground is opaque, so that every pixel is.
    let pixels = canvas.data().as_chunks::<4>().0.iter().map(|[red, green, blue, _]| [*red, *green, *blue]);
    let (mut colours, mut places) = (Colours::default(), Vec::with_capacity(pixels.len()));
    places.extend(pixels.map(|colour| colours.place(colour)));
    let (palette, nearest) = colours.palette();
    let data: Vec<u8> = places.into_iter().map(|place| nearest[place]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Fast);
    encoder.add_text_chunk(MADE_FROM.to_owned(), made_from.to_owned())?;
    encoder.write_header()?.write_image_data(&data)?;
    Ok(bytes)
}

/// The colours of a picture, in the order in which they are met.
struct Colours {
    met: Vec<(Colour, usize)>,
    places: HashMap<Colour, usize>,
    /// Those met last: a picture has long runs of few colours.
    recent: [(Colour, usize); 256],
}

impl Default for Colours {
    fn default() -> Self {
        Self { met: Vec::new(), places: HashMap::new(), recent: [(Colour::default(), usize::MAX); 256] }
    }
}

impl Colours {
    /// Takes note of a pixel, and says the place of its colour.
    fn place(&mut self, colour: Colour) -> usize {
        let [red, green, blue] = colour;
        let slot = &mut self.recent[usize::from(red.wrapping_mul(7) ^ green.wrapping_mul(3) ^ blue)];
        if slot.0 != colour || slot.1 == usize::MAX {
            let next = self.met.len();
            let place = *self.places.entry(colour).or_insert(next);
            if place == next {
                self.met.push((colour, 0));
            }
            *slot = (colour, place);
        }
        self.met[slot.1].1 += 1;
        slot.1
    }

    /// The colours that most pixels have, and which of them is nearest to each that was met.
    fn palette(self) -> (Vec<Colour>, Vec<u8>) {
        let mut ranked = self.met.clone();
        ranked.sort_by_key(|(colour, pixels)| (Reverse(*pixels), *colour));
        let palette: Vec<Colour> = ranked.into_iter().take(256).map(|(colour, _)| colour).collect();
        let nearest = self.met.iter().map(|(colour, _)| nearest(&palette, *colour)).collect();
        (palette, nearest)
    }
}

/// Red, green and blue.
type Colour = [u8; 3];

/// The place of the colour of a palette that is nearest to one; the first of several.
fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let away = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let at = palette.iter().enumerate().min_by_key(|(_, other)| away(other)).map_or(0, |(at, _)| at);
    u8::try_from(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_colours_become_the_nearest_of_those_that_most_pixels_have() {
        let mut colours = Colours::default();
        let grey = |shade: u8| [shade; 3];
        let mut places = Vec::new();
        for shade in 0..=255 {
            places.extend([colours.place(grey(shade)), colours.place(grey(shade))]);
        }
        let rare = colours.place([10, 10, 12]);
        let (palette, nearest) = colours.palette();
        assert_eq!(palette.len(), 256);
        assert!(
            places
                .iter()
                .zip(0..)
                .all(|(place, at)| palette[usize::from(nearest[*place])]
                    == grey(u8::try_from(at / 2).unwrap()))
        );
        assert_eq!(palette[usize::from(nearest[rare])], grey(11));
    }

    #[test]
    fn a_file_notes_what_it_was_made_from() {
        let mut canvas = Pixmap::new(3, 2).unwrap();
        canvas.fill(resvg::tiny_skia::Color::WHITE);
        let hash = blake3::hash(b"x").to_hex();
        let bytes = encoded(&canvas, &hash).unwrap();
        assert!(notes(&bytes, hash.as_bytes()) && !notes(&bytes, blake3::hash(b"y").to_hex().as_bytes()));
    }
}
