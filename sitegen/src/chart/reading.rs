//! Reading drawings back, for tests that hold marks against the values they stand for.

use super::measure::{self, SMALL, TEXT};
use super::{Figure, Frame};
use crate::locale::Locale;

/// The frame of test figures.
pub fn frame() -> Frame {
    Frame { title: "Judul".into(), desc: "Uraian".into(), empty: "Belum ada data".into(), ..Frame::default() }
}

/// One element: its name, its attributes as written, and the text right behind it.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or_else(|_| panic!("{name} of <{}>", self.name))
    }
}

/// A rectangle by its corners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    fn overlaps(&self, other: &Self) -> bool {
        let (across, down) = (
            self.right.min(other.right) - self.left.max(other.left),
            self.bottom.min(other.bottom) - self.top.max(other.top),
        );
        across > 0.05 && down > 0.05
    }
}

/// A parsed drawing.
pub struct Drawing {
    elements: Vec<Element>,
}

impl Drawing {
    pub fn read(svg: &str) -> Self {
        let mut elements = Vec::new();
        for tag in svg.split('<').skip(1).filter(|tag| !tag.starts_with('/')) {
            let (head, text) = tag.split_once('>').unwrap();
            let (name, mut rest) = head.trim_end_matches('/').split_once(' ').unwrap_or((head, ""));
            let mut attributes = Vec::new();
            while let Some((key, tail)) = rest.split_once("=\"") {
                let (value, tail) = tail.split_once('"').unwrap();
                attributes.push((key.trim().to_owned(), value.to_owned()));
                rest = tail;
            }
            elements.push(Element { name: name.to_owned(), attributes, text: text.to_owned() });
        }
        Self { elements }
    }

    fn of<'a>(&'a self, name: &'a str, class: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name && element.get("class") == class)
    }

    /// Every subpath of this class, in absolute coordinates.
    pub fn paths(&self, class: &str) -> Vec<Vec<(f64, f64)>> {
        self.of("path", class).flat_map(|path| subpaths(path.get("d"))).collect()
    }

    pub fn circles(&self, class: &str) -> Vec<(f64, f64)> {
        self.of("circle", class).map(|circle| (circle.number("cx"), circle.number("cy"))).collect()
    }

    pub fn rects(&self, class: &str) -> Vec<Area> {
        self.of("rect", class)
            .map(|rect| {
                let (left, top) = (rect.number("x"), rect.number("y"));
                Area { left, top, right: left + rect.number("width"), bottom: top + rect.number("height") }
            })
            .collect()
    }

    /// Every text with the room it takes.
    pub fn texts(&self) -> Vec<(String, Area)> {
        let texts = self.elements.iter().filter(|element| element.name == "text");
        texts
            .map(|text| {
                let size = if text.get("class").contains("small") { SMALL } else { TEXT };
                let content = text.text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
                let width = measure::width(&content, size);
                let left = text.number("x")
                    - match text.get("text-anchor") {
                        "end" => width,
                        "middle" => width / 2.0,
                        _ => 0.0,
                    };
                let base = text.number("y");
                let area =
                    Area { left, top: base - 0.72 * size, right: left + width, bottom: base + 0.2 * size };
                (content, area)
            })
            .collect()
    }

    pub fn size(&self) -> (f64, f64) {
        let view: Vec<f64> =
            self.elements[0].get("viewBox").split(' ').map(|number| number.parse().unwrap()).collect();
        (view[2], view[3])
    }

    pub fn assert_texts_apart(&self) {
        let texts = self.texts();
        for (index, (text, area)) in texts.iter().enumerate() {
            for (other, other_area) in &texts[index + 1..] {
                assert!(!area.overlaps(other_area), "{text:?} {area:?} over {other:?} {other_area:?}");
            }
        }
    }

    pub fn assert_texts_inside(&self) {
        let (width, height) = self.size();
        for (text, area) in self.texts() {
            let inside = area.left >= -0.5
                && area.right <= width + 0.5
                && area.top >= -0.5
                && area.bottom <= height + 0.5;
            assert!(inside, "{text:?} {area:?} in {width} x {height}");
        }
    }
}

/// No two of the areas share ground.
pub fn assert_apart(areas: &[Area]) {
    for (index, area) in areas.iter().enumerate() {
        for other in &areas[index + 1..] {
            assert!(!area.overlaps(other), "{area:?} over {other:?}");
        }
    }
}

fn subpaths(d: &str) -> Vec<Vec<(f64, f64)>> {
    let mut paths: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut at = (0.0, 0.0);
    let mut rest = d;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|char: char| char.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        let numbers = numbers(&rest[1..end]);
        rest = &rest[end..];
        at = match (command, numbers.as_slice()) {
            ('M', [x, y]) => {
                paths.push(Vec::new());
                (*x, *y)
            }
            // A curve by where it ends; how it bends is of no matter here.
            ('l', [dx, dy]) | ('c', [_, _, _, _, dx, dy]) => (at.0 + dx, at.1 + dy),
            ('h', [dx]) => (at.0 + dx, at.1),
            ('v', [dy]) => (at.0, at.1 + dy),
            ('z', []) => continue,
            other => panic!("{other:?} in {d}"),
        };
        paths.last_mut().unwrap().push(at);
    }
    paths
}

fn numbers(text: &str) -> Vec<f64> {
    let spaced = text.replace('-', " -");
    spaced.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

/// The laws every figure keeps, whatever it is given.
pub fn assert_lawful(figure: &dyn Figure) {
    let svg = figure.draw("gambar-1", Locale::Id);
    assert_eq!(svg, figure.draw("gambar-1", Locale::Id), "equal input, equal bytes");
    assert!(svg.starts_with("<svg class=\"chart ") && svg.ends_with("</svg>"));
    assert!(svg.contains("aria-labelledby=\"gambar-1-t gambar-1-d\""));
    for forbidden in ["#0", "#1", "#f", "rgb(", "style=", "<script", "fill=", "stroke=", "NaN", "inf "] {
        assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
    }
    assert_eq!(svg.matches(" id=\"").count(), 2);
    assert_eq!(svg.matches('<').count(), svg.matches('>').count());
    let drawing = Drawing::read(&svg);
    for element in &drawing.elements {
        for (name, value) in &element.attributes {
            let measures = ["x", "y", "cx", "cy", "r", "width", "height", "d", "viewBox"];
            if measures.contains(&name.as_str()) {
                let long = value
                    .split(|char: char| !char.is_ascii_digit() && char != '.')
                    .find(|number| number.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 1));
                assert_eq!(long, None, "at most one decimal: {name}={value}");
            }
        }
    }
}
