//! Where in a drawing the rows of its table stand, for the script that reads them to who points there.

use super::backend::{pixels, tenths};

/// A place for each row of the table, in its order and in units.
pub enum Spots {
    /// Rows that stand side by side, each as high as the drawing: their middles.
    Across(Vec<f64>),
    /// Rows below one another, each as wide as the drawing: their middles.
    Down(Vec<f64>),
    /// Rows with a part of the drawing each: left, top, width, height.
    Boxes(Vec<[f64; 4]>),
}

impl Spots {
    /// Puts the places on the `<svg>` of a drawing.
    pub fn on(&self, svg: &str) -> String {
        let (name, numbers): (&str, Vec<f64>) = match self {
            Self::Across(places) => ("x", places.clone()),
            Self::Down(places) => ("y", places.clone()),
            Self::Boxes(boxes) => ("box", boxes.iter().flatten().copied().collect()),
        };
        let mut written = format!(" data-{name}=\"");
        for (at, number) in numbers.into_iter().enumerate() {
            if at > 0 {
                written.push(' ');
            }
            // Where one points is never that exact.
            tenths(&mut written, pixels(number.round()));
        }
        written.push_str("\" role=");
        svg.replacen(" role=", &written, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_on_the_drawing_in_whole_units() {
        let svg = "<svg class=\"chart\" role=\"img\"><g role=\"x\"></g></svg>";
        let told = Spots::Down(vec![15.04, 45.0]).on(svg);
        assert_eq!(told, "<svg class=\"chart\" data-y=\"15 45\" role=\"img\"><g role=\"x\"></g></svg>");
        assert!(Spots::Across(vec![1.0]).on(svg).contains("data-x=\"1\""));
        assert!(Spots::Boxes(vec![[0.0, 1.0, 2.0, 3.0]]).on(svg).contains("data-box=\"0 1 2 3\""));
    }
}
