//! Cycles of the registry, how far it agrees between levels, and counts of people as a release tells them.

use crate::data::Dataset;

use super::table::{Declared, Table};

/// The tables of the registry.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![cycles(data), sync_counts(data), released_cells(data)]
}

fn cycles(data: &Dataset) -> Table<'_> {
    Declared::of("registry-cycles", ("Putaran pendataan", "Cycles of the registry"), &data.cycles)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .word("registry", ("Basis data", "Registry"), |it| it.registry)
        .text("period", ("Bulan atau triwulan", "Month or quarter"), |it| it.period.as_str())
        .day("startsOn", ("Hari pertama", "First day"), |it| it.starts_on)
        .day("cutOffOn", ("Penutupan entri", "Entries close on"), |it| it.cut_off_on)
        .day("determinedOn", ("Penetapan oleh kementerian", "Determined by the ministry on"), |it| {
            it.determined_on
        })
        .source(|it| &it.source.key, |it| it.simulated)
}

fn sync_counts(data: &Dataset) -> Table<'_> {
    let title = ("Keselarasan pendataan antara tingkat", "Agreement of the registry between levels");
    Declared::of("sync-counts", title, &data.sync_counts)
        .text("village", ("Desa", "Village"), |it| it.village.code.as_str())
        .key()
        .refers_to("villages", "code")
        .text("cycle", ("Putaran", "Cycle"), |it| it.cycle.key.as_str())
        .key()
        .refers_to("registry-cycles", "key")
        .whole("villageRows", ("Entri di desa", "Rows at the village"), |it| it.village_rows)
        .whole("districtRows", ("Entri di kecamatan", "Rows at the kecamatan"), |it| it.district_rows)
        .whole("regencyRows", ("Entri di kabupaten", "Rows at the regency"), |it| it.regency_rows)
        .whole("ministryRows", ("Entri di kementerian", "Rows at the ministry"), |it| it.ministry_rows)
        .whole(
            "unmatchedRows",
            ("Tidak padan dengan Dukcapil", "Not matched with the civil registry"),
            |it| it.unmatched_rows,
        )
        .whole("onlyVillage", ("Hanya di desa", "Only at the village"), |it| it.only_village)
        .whole("onlyRegency", ("Hanya di kabupaten", "Only at the regency"), |it| it.only_regency)
        .whole("differing", ("Berbeda isi", "At both, with other content"), |it| it.differing)
        .word("cellState", ("Kerahasiaan", "Disclosure"), |it| it.cell_state)
        .whole("lagDays", ("Jeda dalam hari", "Lag in days"), |it| it.lag_days)
        .about(
            "Antara entri di desa dan penetapan oleh kementerian.",
            "Between the entry at the village and the determination by the ministry.",
        )
        .source(|it| &it.source.key, |it| it.simulated)
}

fn released_cells(data: &Dataset) -> Table<'_> {
    let title = ("Hitungan orang dan keluarga yang dirilis", "Counts of people and families as released");
    Declared::of("released-cells", title, &data.released_cells)
        .word("measure", ("Yang dihitung", "Measure"), |it| it.measure)
        .key()
        .text("category", ("Golongan", "Category"), |it| it.category.as_str())
        .key()
        .text("period", ("Periode", "Period"), |it| it.period.as_str())
        .key()
        .text("region", ("Wilayah", "Region"), |it| it.region.code.as_str())
        .key()
        .large("value", ("Jumlah", "Count"), |it| it.value.as_ref().and_then(|value| value.parse().ok()))
        .word("state", ("Kerahasiaan", "Disclosure"), |it| it.state)
        .source(|it| &it.source.key, |it| it.simulated)
}
