//! The parties that give money in the simulation. None of them exists: no simulated rupiah is told of a real one.

use super::sheet::{Cells, row};

/// A giver: key, name, name in English, kind, role, role in English.
type Stakeholder = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const STAKEHOLDERS: &[Stakeholder] = &[
    (
        "sim-lembaga-zakat",
        "Lembaga zakat (simulasi)",
        "Zakat body (simulated)",
        "ZAKAT_BODY",
        "Menghimpun dan menyalurkan zakat dan infak dalam simulasi",
        "Collects and distributes zakat and infak in the simulation",
    ),
    (
        "sim-perusahaan-a",
        "Perusahaan A (simulasi)",
        "Company A (simulated)",
        "COMPANY",
        "Menyalurkan TJSLP untuk perumahan dan pelatihan kerja dalam simulasi",
        "Gives for housing and training in the simulation",
    ),
    (
        "sim-perusahaan-b",
        "Perusahaan B (simulasi)",
        "Company B (simulated)",
        "COMPANY",
        "Menyalurkan TJSLP untuk sanitasi dan pendidikan dalam simulasi",
        "Gives for sanitation and education in the simulation",
    ),
    (
        "sim-yayasan-a",
        "Yayasan A (simulasi)",
        "Foundation A (simulated)",
        "FOUNDATION",
        "Donatur dalam simulasi",
        "Donor in the simulation",
    ),
    (
        "sim-lembaga-sosial",
        "Lembaga sosial A (simulasi)",
        "Social organisation A (simulated)",
        "ASSOCIATION",
        "Mendampingi warga sakit dan penyandang disabilitas dalam simulasi",
        "Stands by people with illness or disability in the simulation",
    ),
    (
        "sim-kelompok-perempuan",
        "Kelompok perempuan A (simulasi)",
        "Women's group A (simulated)",
        "WOMENS_ORGANISATION",
        "Menggerakkan swadaya warga dalam simulasi",
        "Moves the self-help of residents in the simulation",
    ),
    (
        "sim-lembaga-kredit",
        "Lembaga kredit desa (simulasi)",
        "Village credit institution (simulated)",
        "REGIONAL_COMPANY",
        "Memberi pinjaman usaha kecil dalam simulasi",
        "Lends to small business in the simulation",
    ),
];

/// A fund: key, name, name in English, channel, kind, stakeholder behind it.
type Fund =
    (&'static str, &'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

const FUNDS: &[Fund] = &[
    (
        "sim-zakat",
        "Zakat (simulasi)",
        "Zakat (simulated)",
        "BAZNAS",
        Some("ZAKAT"),
        Some("sim-lembaga-zakat"),
    ),
    (INFAK, "Infak (simulasi)", "Infak (simulated)", "BAZNAS", Some("INFAK"), Some("sim-lembaga-zakat")),
    (
        "sim-tjslp-a",
        "TJSLP A (simulasi)",
        "CSR A (simulated)",
        "CSR",
        Some("TJSLP"),
        Some("sim-perusahaan-a"),
    ),
    (
        "sim-tjslp-b",
        "TJSLP B (simulasi)",
        "CSR B (simulated)",
        "CSR",
        Some("TJSLP"),
        Some("sim-perusahaan-b"),
    ),
    (
        "sim-donor",
        "Hibah donatur (simulasi)",
        "Donor grant (simulated)",
        "DONOR",
        Some("GRANT"),
        Some("sim-yayasan-a"),
    ),
    (
        "sim-lsm",
        "Dana LSM (simulasi)",
        "NGO fund (simulated)",
        "NGO",
        Some("GRANT"),
        Some("sim-lembaga-sosial"),
    ),
    (DANA_DESA, "Dana Desa (simulasi)", "Village fund (simulated)", "DANA_DESA", None, None),
    (
        HIBAH,
        "Hibah APBD kabupaten (simulasi)",
        "Regency budget grant (simulated)",
        "APBD_KAB",
        Some("GRANT"),
        None,
    ),
    (
        "sim-apbd-bankeu",
        "Bantuan keuangan kabupaten (simulasi)",
        "Regency financial aid (simulated)",
        "APBD_KAB",
        Some("BANKEU"),
        None,
    ),
    (
        "sim-apbd-prov",
        "Bantuan keuangan provinsi (simulasi)",
        "Provincial financial aid (simulated)",
        "APBD_PROV",
        Some("BANKEU"),
        None,
    ),
    ("sim-apbn", "Bantuan APBN (simulasi)", "State budget aid (simulated)", "APBN", None, None),
    (
        SWADAYA,
        "Swadaya warga (simulasi)",
        "Self-help of residents (simulated)",
        "COMMUNITY",
        Some("SWADAYA"),
        Some("sim-kelompok-perempuan"),
    ),
    (
        KREDIT,
        "Kredit usaha desa (simulasi)",
        "Village business credit (simulated)",
        "CREDIT",
        Some("LOAN"),
        Some("sim-lembaga-kredit"),
    ),
];

/// The fund of the zakat body that may be given freely; grants of the regency pass through it.
pub const INFAK: &str = "sim-infak";

/// The state's transfer to desa.
pub const DANA_DESA: &str = "sim-dana-desa";

/// Grants of the regency's budget.
pub const HIBAH: &str = "sim-apbd-hibah";

/// What residents give in work.
pub const SWADAYA: &str = "sim-swadaya";

/// Loans.
pub const KREDIT: &str = "sim-kredit";

/// The stakeholder that receives what is passed on.
pub const ZAKAT_BODY: &str = "sim-lembaga-zakat";

/// The name of a stakeholder.
#[must_use]
pub fn name(key: &str) -> &'static str {
    STAKEHOLDERS.iter().find(|party| party.0 == key).map_or("", |party| party.1)
}

/// Keys of the funds that give money; a kelurahan gets no Dana Desa.
#[must_use]
pub fn payers(of_desa: bool) -> Vec<&'static str> {
    let keys = FUNDS.iter().map(|fund| fund.0).filter(|key| *key != SWADAYA && *key != KREDIT);
    keys.filter(|key| of_desa || *key != DANA_DESA).collect()
}

/// Rows of the stakeholders.
#[must_use]
pub fn stakeholder_rows(regency: &str) -> Vec<Cells> {
    let rows = STAKEHOLDERS.iter().map(|(key, name, name_en, kind, role, role_en)| {
        row! {
            key: *key, name: *name, name_en: *name_en, kind: *kind, role: *role, role_en: *role_en, regency: regency,
        }
    });
    rows.collect()
}

/// Rows of the funds.
#[must_use]
pub fn rows() -> Vec<Cells> {
    let rows = FUNDS.iter().map(|(key, name, name_en, channel, fund_kind, stakeholder)| {
        row! {
            key: *key, name: *name, name_en: *name_en, channel: *channel, fund_kind: *fund_kind,
            stakeholder: *stakeholder,
        }
    });
    rows.collect()
}
