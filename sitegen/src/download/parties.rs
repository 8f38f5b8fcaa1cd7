//! Agencies, stakeholders, schemes and accompaniments.

use crate::data::Dataset;

use super::table::{Declared, Table};

/// The tables of who takes part.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![agencies(data), agency_names(data), stakeholders(data), schemes(data), accompaniments(data)]
}

fn agencies(data: &Dataset) -> Table<'_> {
    Declared::of("agencies", ("Perangkat daerah (OPD)", "Regional agencies (OPD)"), &data.agencies)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("abbreviation", ("Singkatan", "Abbreviation"), |it| it.abbreviation.as_str())
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("nameEn", ("Nama dalam bahasa Inggris", "Name in English"), |it| it.name_en.as_deref())
        .word("kind", ("Bentuk", "Legal form"), |it| it.kind)
        .day("namedSince", ("Bernama demikian sejak", "So named since"), |it| it.named_since)
        .text("district", ("Kecamatan", "Kecamatan"), |it| it.district.as_ref().map(|of| of.code.as_str()))
        .refers_to("districts", "code")
        .about("Hanya untuk kantor kecamatan.", "For kecamatan offices only.")
        .text("note", ("Catatan", "Note"), |it| it.note.as_deref())
        .source(|it| &it.source.key, |it| it.simulated)
}

fn agency_names(data: &Dataset) -> Table<'_> {
    let title = ("Nama lama perangkat daerah", "Former names of agencies");
    Declared::of("agency-names", title, &data.agency_names)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("agency", ("Perangkat daerah", "Agency"), |it| it.agency.key.as_str())
        .refers_to("agencies", "key")
        .text("abbreviation", ("Singkatan waktu itu", "Abbreviation at that time"), |it| {
            it.abbreviation.as_str()
        })
        .text("name", ("Nama waktu itu", "Name at that time"), |it| it.name.as_str())
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn stakeholders(data: &Dataset) -> Table<'_> {
    Declared::of("stakeholders", ("Pemangku kepentingan", "Stakeholders"), &data.stakeholders)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("nameEn", ("Nama dalam bahasa Inggris", "Name in English"), |it| it.name_en.as_deref())
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .text("role", ("Peran dalam gerakan", "Role in the movement"), |it| it.role.as_str())
        .text("roleEn", ("Peran dalam bahasa Inggris", "Role in English"), |it| it.role_en.as_deref())
        .source(|it| &it.source.key, |it| it.simulated)
}

fn schemes(data: &Dataset) -> Table<'_> {
    Declared::of("schemes", ("Skema pendampingan", "Schemes of accompaniment"), &data.schemes)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("nameEn", ("Nama dalam bahasa Inggris", "Name in English"), |it| it.name_en.as_deref())
        .word("ownerLevel", ("Tingkat pemilik", "Level that set it up"), |it| it.owner_level)
        .text("description", ("Keterangan", "Description"), |it| it.description.as_deref())
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn accompaniments(data: &Dataset) -> Table<'_> {
    Declared::of("accompaniments", ("Pendampingan", "Accompaniments"), &data.accompaniments)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("region", ("Desa atau kecamatan", "Village or kecamatan"), |it| it.region.code.as_str())
        .refers_to("regions", "code")
        .text("agency", ("Perangkat daerah", "Agency"), |it| it.agency.key.as_str())
        .refers_to("agencies", "key")
        .text("scheme", ("Skema", "Scheme"), |it| it.scheme.key.as_str())
        .refers_to("schemes", "key")
        .word("role", ("Peran", "Role"), |it| it.role)
        .word("state", ("Keadaan", "State"), |it| it.state)
        .day("startsOn", ("Hari pertama", "First day"), |it| it.starts_on)
        .day("endsOn", ("Hari terakhir", "Last day"), |it| it.ends_on)
        .word("datePrecision", ("Ketelitian tanggal", "Precision of the dates"), |it| it.date_precision)
        .text("basis", ("Alasan desa dipilih", "Why the village was chosen"), |it| it.basis.as_deref())
        .whole("basisRank", ("Peringkat di kecamatan", "Rank within the kecamatan"), |it| it.basis_rank)
        .about("Menurut alasan itu; 1 yang termiskin.", "By that rule; 1 is the poorest.")
        .text("decree", ("Surat keputusan", "Decree"), |it| it.decree.as_deref())
        .text("continues", ("Lanjutan dari", "Continues"), |it| {
            it.continues.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("accompaniments", "key")
        .text("note", ("Catatan", "Note"), |it| it.note.as_deref())
        .source(|it| &it.source.key, |it| it.simulated)
}
