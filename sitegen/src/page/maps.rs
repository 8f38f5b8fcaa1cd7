//! Maps of rates, where the operator has brought boundaries; the ranked table stands beside each.

use crate::chart::{Area, Choropleth, Class};
use crate::classes::step;
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
