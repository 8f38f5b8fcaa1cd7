//! The villages that agree least with the regency.

use crate::data::record::{RegistryCycle, SyncCount, Village};
use crate::page::table::{as_count, share_in_sync};
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Table};

/// Villages in the table.
const SHOWN_VILLAGES: usize = 20;

/// The villages that agree least with the regency in the latest cycle.
pub fn table(scribe: &Scribe<'_, '_>, cycle: &RegistryCycle) -> Option<Table> {
    let locale = scribe.locale;
    let mut found: Vec<(&Village, &SyncCount, f64)> = scribe
        .linked
        .data
        .sync_counts
        .iter()
        .filter(|it| it.cycle.key == cycle.key)
        .filter_map(|it| Some((scribe.linked.village(&it.village.code)?, it, share_in_sync(it)?)))
        .collect();
    found.sort_by(|a, b| a.2.total_cmp(&b.2).then_with(|| a.0.code.cmp(&b.0.code)));
    let all = locale.whole(as_count(found.len()));
    found.retain(|(.., share)| *share < 100.0);
    found.truncate(SHOWN_VILLAGES);
    let shown = locale.whole(as_count(found.len()));
    let period = locale.period(&cycle.period);
    let rows: Vec<Vec<Cell>> = found
        .iter()
        .map(|(village, it, share)| {
            vec![
                Cell::link(scribe.village(village)).marked(it.simulated),
                Cell::link(scribe.region(&village.district.code)),
                Cell::rounded(locale, *share, 1),
                scribe.count(it.only_village, it.cell_state),
                scribe.count(it.only_regency, it.cell_state),
                scribe.count(it.differing, it.cell_state),
                scribe.source(&it.source.key),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            say!(
                locale,
                "Yang paling tidak selaras: {shown} dari {all} desa dan kelurahan yang hitungannya dirilis, putaran {period}",
                "Those that agree least: {shown} of the {all} desa and kelurahan whose counts are released, cycle {period}"
            ),
            &[
                scribe.say("Desa", "Village"),
                "Kecamatan",
                scribe.say("#Sama (persen)", "#The same (per cent)"),
                scribe.say("#Hanya di desa", "#Only at the village"),
                scribe.say("#Hanya di kabupaten", "#Only at the regency"),
                scribe.say("#Berbeda isi", "#Other content"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}
