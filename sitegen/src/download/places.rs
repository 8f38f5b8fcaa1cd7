//! Regions and their codes.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::data::Dataset;
use crate::data::record::Degrees;
use crate::data::vocabulary::CodeSystem;

use super::table::{Declared, Table};

/// The tables of places.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![regions(data), districts(data), villages(data), codes(data)]
}

/// Degrees as they were given; the shortest text that reads back as the same number.
fn degrees<'d>(degrees: Option<Degrees>) -> Option<Cow<'d, str>> {
    degrees.map(|degrees| Cow::Owned(degrees.0.to_string()))
}

fn regions(data: &Dataset) -> Table<'_> {
    let title = ("Wilayah dari negara sampai desa", "Regions from the country to the village");
    Declared::of("regions", title, &data.regions)
        .text("code", ("Kode", "Code"), |it| it.code.as_str())
        .key()
        .about("Kode Kemendagri bertitik; 00 ialah Indonesia.", "Kemendagri code, dotted; 00 is Indonesia.")
        .word("level", ("Tingkat", "Level"), |it| it.level)
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .about("Tanpa jenisnya.", "Without its kind.")
        .text("parent", ("Wilayah induk", "Region that it lies in"), |it| {
            it.parent.as_ref().map(|of| of.code.as_str())
        })
        .refers_to("regions", "code")
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn districts(data: &Dataset) -> Table<'_> {
    Declared::of("districts", ("Kecamatan", "Kecamatan (districts)"), &data.districts)
        .text("code", ("Kode", "Code"), |it| it.code.as_str())
        .key()
        .refers_to("regions", "code")
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("seat", ("Ibu kota kecamatan", "Seat of its office"), |it| it.seat.as_deref())
        .exact("latitude", ("Lintang", "Latitude"), |it| degrees(it.latitude))
        .about(
            "Titik tengah yang dibulatkan, derajat lintang utara.",
            "Of the rounded centroid, degrees north.",
        )
        .exact("longitude", ("Bujur", "Longitude"), |it| degrees(it.longitude))
        .about("Titik tengah yang dibulatkan, derajat bujur timur.", "Of the rounded centroid, degrees east.")
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn villages(data: &Dataset) -> Table<'_> {
    let of_bps = data.codes.iter().filter(|it| it.system == CodeSystem::Bps);
    let of_bps: HashMap<&str, &str> = of_bps.map(|it| (it.region.code.as_str(), it.code.as_str())).collect();
    let districts: HashMap<&str, &str> =
        data.districts.iter().map(|it| (it.code.as_str(), it.name.as_str())).collect();
    let title = ("Desa dan kelurahan", "Villages (desa and kelurahan)");
    Declared::of("villages", title, &data.villages)
        .text("code", ("Kode", "Code"), |it| it.code.as_str())
        .key()
        .refers_to("regions", "code")
        .about("Kode Kemendagri bertitik.", "Kemendagri code, dotted.")
        .text("bpsCode", ("Kode BPS", "BPS code"), |it| of_bps.get(it.code.as_str()).copied())
        .about(
            "Sistem kode lain; tidak dapat diturunkan dari kode Kemendagri.",
            "Another system of codes; it does not follow from the Kemendagri code.",
        )
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .about("Tanpa jenisnya; nama dapat berulang.", "Without its kind; names repeat.")
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .text("district", ("Kode kecamatan", "Code of the kecamatan"), |it| it.district.code.as_str())
        .refers_to("districts", "code")
        .text("districtName", ("Nama kecamatan", "Name of the kecamatan"), |it| {
            districts.get(it.district.code.as_str()).copied()
        })
        .text("postalCode", ("Kode pos", "Postal code"), |it| it.postal_code.as_deref())
        .exact("latitude", ("Lintang", "Latitude"), |it| degrees(it.latitude))
        .about(
            "Titik tengah yang dibulatkan, derajat lintang utara.",
            "Of the rounded centroid, degrees north.",
        )
        .exact("longitude", ("Bujur", "Longitude"), |it| degrees(it.longitude))
        .about("Titik tengah yang dibulatkan, derajat bujur timur.", "Of the rounded centroid, degrees east.")
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn codes(data: &Dataset) -> Table<'_> {
    let title = ("Kode wilayah menurut sistem lain", "Codes of regions in other systems");
    Declared::of("code-assignments", title, &data.codes)
        .word("system", ("Sistem", "System"), |it| it.system)
        .key()
        .text("code", ("Kode", "Code"), |it| it.code.as_str())
        .key()
        .about("Seperti sistem itu menulisnya.", "As that system writes it.")
        .text("name", ("Nama dalam sistem itu", "Name in that system"), |it| it.name.as_str())
        .word("matchMethod", ("Cara mencocokkan", "How it was matched"), |it| it.match_method)
        .text("region", ("Wilayah", "Region"), |it| it.region.code.as_str())
        .refers_to("regions", "code")
        .day("validFrom", ("Berlaku sejak", "Valid from"), |it| it.valid_from)
        .day("validTo", ("Berlaku sampai sebelum", "Valid to, exclusive"), |it| it.valid_to)
        .source(|it| &it.source.key, |it| it.simulated)
}
