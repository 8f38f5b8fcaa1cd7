//! A village among those of its kecamatan.

use std::sync::Arc;

use crate::chart::{TileMap, Tiles};
use crate::data::record::Village;
use crate::linked::of;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::table::as_count;
use super::super::{district, districts};

/// What the pages of all villages of a kecamatan show alike. It is most of such a page.
#[derive(Clone, Debug)]
pub struct Neighbours {
    tiles: Arc<Tiles>,
    table: Table,
    /// Keys of the sources that say who accompanies them.
    sources: Vec<String>,
}

impl Neighbours {
    fn of(scribe: &Scribe<'_, '_>, villages: &[&Village], district: &str) -> Self {
        let rows = villages
            .iter()
            .map(|it| vec![Cell::link(scribe.village(it)), districts::accompanied_by(scribe, it)]);
        let table = Table::new(
            say!(scribe.locale, "Desa dan kelurahan di {district}", "Desa and kelurahan of {district}"),
            &[scribe.say("Desa", "Village"), scribe.say("Pendampingan berjalan", "Accompanied by")],
            rows.collect(),
        );
        let accompanied = villages.iter().flat_map(|it| districts::running(scribe, it));
        Self {
            // Their places take a while to find, and a draft draws nothing.
            tiles: if scribe.is_draft { Arc::default() } else { districts::village_tiles(scribe, villages) },
            table,
            sources: accompanied.map(|it| it.source.key.clone()).collect(),
        }
    }
}

/// Where a village lies: the map of its kecamatan, with a mark on it.
pub fn map(scribe: &Scribe<'_, '_>, village: &Village) -> Figure {
    let villages = of(&scribe.linked.villages_of, &village.district.code);
    let district = scribe.linked.district(&village.district.code).map(|it| scribe.district(it).text);
    let district = district.unwrap_or_default();
    let about = format!("{} {}", scribe.locale.tag(), village.district.code);
    let Neighbours { tiles, table, sources } =
        scribe.neighbours.get(about, || Neighbours::of(scribe, villages, &district));
    let name = &village.name;
    let all = scribe.locale.whole(as_count(villages.len()));
    let sketch = Sketch {
        id: "tetangga",
        title: say!(scribe.locale, "Letak {name} di {district}", "Where {name} lies in {district}"),
        subtitle: districts::one_tile_each(scribe),
        desc: say!(
            scribe.locale,
            "Peta ubin {all} desa dan kelurahan di {district}. Tabel di bawah.",
            "Tile map of the {all} desa and kelurahan of {district}. Table below."
        ),
        table,
        sources: std::iter::once(village.source.key.clone()).chain(sources).collect(),
        ..Sketch::default()
    };
    let here = villages.iter().position(|it| it.code == village.code);
    let of_district = district::map_of(scribe, &village.district.code, &district);
    scribe
        .draw_from(&of_district, sketch, |frame| Box::new(TileMap { frame, tiles: Arc::clone(&tiles), here }))
}
