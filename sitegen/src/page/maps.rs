//! Maps of rates, where the operator has brought boundaries; the ranked table stands beside each.

use crate::chart::{Area, Choropleth, Class};
use crate::data::record::Boundary;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::Figure;

/// A region with its rate.
#[derive(Clone, Debug)]
pub struct Rated {
    /// Its code.
    pub code: String,
    /// Short name.
    pub name: String,
    /// Complete name.
    pub title: String,
    /// The rate as written, and the class that it is in; none where it is not told.
    pub rate: (String, Option<u8>),
    /// Its page.
    pub href: String,
    /// Whether the rate is simulated.
    pub simulated: bool,
}

/// The regions that have a boundary as a map, and the sources of the boundaries noted on it; none where no region has one.
pub fn rates(
    scribe: &Scribe<'_, '_>,
    mut sketch: Sketch,
    regions: &[Rated],
    classes: &[Class],
) -> Option<Figure> {
    let with: Vec<(&Rated, &Boundary)> =
        regions.iter().filter_map(|region| Some((region, scribe.linked.boundary(&region.code)?))).collect();
    if with.is_empty() {
        return None;
    }
    let missing = regions.len() - with.len();
    if missing > 0 {
        let missing = scribe.locale.whole(super::table::as_count(missing));
        sketch.notes.push(say!(
            scribe.locale,
            "{missing} wilayah tidak tergambar karena batasnya belum tersedia; nilainya ada di tabel.",
            "{missing} areas are not drawn, as their boundaries are not available; the table has their values."
        ));
    }
    sketch.sources.extend(with.iter().map(|(_, boundary)| boundary.source.key.clone()));
    let area = |(region, boundary): (&Rated, &Boundary)| {
        let (text, step) = region.rate.clone();
        Area {
            outline: boundary.geometry.rings(),
            name: region.name.clone(),
            title: format!("{}: {text}", region.title),
            text,
            step,
            href: Some(region.href.clone()),
            simulated: region.simulated,
        }
    };
    let areas: Vec<Area> = with.into_iter().map(area).collect();
    let figure = scribe.draw(sketch, |frame| {
        Box::new(Choropleth { frame, areas: areas.clone(), classes: classes.to_vec() })
    });
    Some(Figure { is_ranked: true, ..figure })
}

/// Bounds that part numbers into five classes of about as many each, rounded to `decimals`; fewer where numbers repeat.
pub fn bounds(numbers: impl IntoIterator<Item = f64>, decimals: u8) -> Vec<f64> {
    let mut sorted: Vec<f64> = numbers.into_iter().filter(|number| number.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let shift = 10f64.powi(decimals.into());
    let at = |part: usize| sorted.get(sorted.len() * part / 5).map(|number| (number * shift).round() / shift);
    let mut bounds: Vec<f64> = (1..5).filter_map(at).collect();
    bounds.dedup();
    // A bound at the lowest number would leave the class below it empty.
    bounds.retain(|bound| sorted.first().is_some_and(|lowest| bound > lowest));
    bounds
}

/// The class of a number: from each bound on, the next one.
pub fn step(number: f64, bounds: &[f64]) -> u8 {
    let above = bounds.iter().filter(|bound| number >= **bound).count();
    u8::try_from(above + 1).unwrap_or(5)
}

/// The key of classes in a unit.
pub fn classes(scribe: &Scribe<'_, '_>, bounds: &[f64], decimals: u8, unit: &str, none: &str) -> Vec<Class> {
    let number = |bound: &f64| scribe.locale.rounded(*bound, decimals.into());
    let (under, from) = (scribe.say("di bawah", "under"), scribe.say("ke atas", "and above"));
    let mut classes = vec![Class { step: None, label: none.to_owned() }];
    let (Some(first), Some(last)) = (bounds.first(), bounds.last()) else { return classes };
    classes.push(Class { step: Some(1), label: format!("{under} {} {unit}", number(first)) });
    for (pair, step) in bounds.windows(2).zip(2..) {
        let label = format!("{}–{} {unit}", number(&pair[0]), number(&pair[1]));
        classes.push(Class { step: Some(step), label });
    }
    classes.push(Class { step: Some(step(*last, bounds)), label: format!("{} {unit} {from}", number(last)) });
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_about_as_many_each() {
        let numbers: Vec<f64> = (0..100).map(f64::from).collect();
        let bounds = bounds(numbers.iter().copied(), 0);
        assert_eq!(bounds, [20.0, 40.0, 60.0, 80.0]);
        let in_class = |class: u8| numbers.iter().filter(|number| step(**number, &bounds) == class).count();
        assert_eq!((1..=5).map(in_class).collect::<Vec<_>>(), [20; 5]);
    }

    #[test]
    fn numbers_that_repeat_make_fewer_classes() {
        assert_eq!(bounds([7.0; 40], 1), Vec::<f64>::new());
        assert_eq!(step(7.0, &[]), 1);
        let mostly = std::iter::repeat_n(0.0, 30).chain((1..=10).map(f64::from));
        assert_eq!(bounds(mostly, 1), [3.0]);
    }
}
