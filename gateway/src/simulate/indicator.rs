//! Indicators of villages that nobody publishes, so that they exist in the simulation only.

use super::sheet::{Cells, row};

/// An indicator of the simulation.
#[derive(Debug)]
pub struct Indicator {
    /// Natural key.
    pub key: &'static str,
    name: &'static str,
    name_en: &'static str,
    kind: &'static str,
    unit: &'static str,
    unit_en: &'static str,
    /// Decimals that its values keep.
    pub decimals: u32,
    better: &'static str,
    concept: &'static str,
    definition: &'static str,
    measure: &'static str,
    disclosure: &'static str,
    /// Key of the indicator that it is a rate of.
    numerator: Option<&'static str>,
}

/// Families listed in the two lowest deciles, per hundred families.
pub const LISTED_SHARE: &str = "sim-keluarga-terdata-persen";
/// Families listed in the two lowest deciles.
pub const LISTED: &str = "sim-keluarga-terdata";
/// Unfit houses.
pub const HOUSES: &str = "sim-rtlh";
/// Families without a latrine.
pub const NO_LATRINE: &str = "sim-tanpa-jamban";
/// Stunted children, per cent.
pub const STUNTING: &str = "sim-stunting";
/// Village index.
pub const VILLAGE_INDEX: &str = "sim-idm";

/// All of them. None is a poverty rate: no such rate exists for villages.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        key: LISTED_SHARE,
        name: "Keluarga terdata pada desil 1–2 (simulasi)",
        name_en: "Families listed in deciles 1–2 (simulated)",
        kind: "REGISTRY",
        unit: "persen",
        unit_en: "per cent",
        decimals: 2,
        better: "LOWER",
        concept: "Data terpadu kesejahteraan sosial",
        definition: "Bagian keluarga desa yang terdata pada desil 1–2. Bukan angka kemiskinan. Hasil simulasi.",
        measure: "Persentase",
        disclosure: "OPEN",
        numerator: Some(LISTED),
    },
    Indicator {
        key: LISTED,
        name: "Jumlah keluarga terdata pada desil 1–2 (simulasi)",
        name_en: "Number of families listed in deciles 1–2 (simulated)",
        kind: "REGISTRY",
        unit: "keluarga",
        unit_en: "families",
        decimals: 0,
        better: "LOWER",
        concept: "Data terpadu kesejahteraan sosial",
        definition: "Banyaknya keluarga desa yang terdata pada desil 1–2. Hasil simulasi.",
        measure: "Jumlah",
        disclosure: "PEOPLE",
        numerator: None,
    },
    Indicator {
        key: HOUSES,
        name: "Rumah tidak layak huni (simulasi)",
        name_en: "Unfit houses (simulated)",
        kind: "ADMINISTRATIVE",
        unit: "rumah",
        unit_en: "houses",
        decimals: 0,
        better: "LOWER",
        concept: "Perumahan",
        definition: "Banyaknya rumah yang atap, lantai, atau dindingnya tidak layak. Hasil simulasi.",
        measure: "Jumlah",
        disclosure: "PEOPLE",
        numerator: None,
    },
    Indicator {
        key: NO_LATRINE,
        name: "Keluarga tanpa jamban (simulasi)",
        name_en: "Families without a latrine (simulated)",
        kind: "ADMINISTRATIVE",
        unit: "keluarga",
        unit_en: "families",
        decimals: 0,
        better: "LOWER",
        concept: "Sanitasi",
        definition: "Banyaknya keluarga yang tidak memiliki jamban sendiri. Hasil simulasi.",
        measure: "Jumlah",
        disclosure: "PEOPLE",
        numerator: None,
    },
    Indicator {
        key: STUNTING,
        name: "Prevalensi stunting desa (simulasi)",
        name_en: "Stunting rate of villages (simulated)",
        kind: "ADMINISTRATIVE",
        unit: "persen",
        unit_en: "per cent",
        decimals: 2,
        better: "LOWER",
        concept: "Gizi anak",
        definition: "Bagian anak balita yang ditimbang dan tinggi badannya di bawah baku. Hasil simulasi.",
        measure: "Persentase",
        disclosure: "OPEN",
        numerator: None,
    },
    Indicator {
        key: VILLAGE_INDEX,
        name: "Indeks Desa Membangun (simulasi)",
        name_en: "Developing Village Index (simulated)",
        kind: "INDEX",
        unit: "indeks",
        unit_en: "index",
        decimals: 4,
        better: "HIGHER",
        concept: "Kemandirian desa",
        definition: "Indeks 0 sampai 1; banyaknya desa per status mengikuti angka kabupaten. Hasil simulasi.",
        measure: "Indeks",
        disclosure: "OPEN",
        numerator: None,
    },
];

/// Rows of the indicators.
#[must_use]
pub fn rows() -> Vec<Cells> {
    let rows = INDICATORS.iter().map(|indicator| {
        row! {
            key: indicator.key,
            name: indicator.name,
            name_en: indicator.name_en,
            kind: indicator.kind,
            unit: indicator.unit,
            unit_en: indicator.unit_en,
            decimals: i64::from(indicator.decimals),
            better: indicator.better,
            concept: indicator.concept,
            definition: indicator.definition,
            classification: "Desa dan kelurahan",
            measure: indicator.measure,
            disclosure: indicator.disclosure,
            numerator: indicator.numerator,
            producer: "Simulasi",
            frequency: "YEARLY",
        }
    });
    rows.collect()
}
