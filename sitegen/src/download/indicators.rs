//! Indicators, their values, claims that contradict each other, and sources.

use std::borrow::Cow;

use crate::data::Dataset;
use crate::data::record::Source;

use super::table::{Declared, Table};

/// The tables of what is measured, and of who says so.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![indicators(data), observations(data), conflicts(data), sources(data)]
}

fn indicators(data: &Dataset) -> Table<'_> {
    Declared::of("indicators", ("Indikator", "Indicators"), &data.indicators)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("nameEn", ("Nama dalam bahasa Inggris", "Name in English"), |it| it.name_en.as_str())
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .about(
            "Angka survei dan hitungan pendataan tidak sebanding.",
            "Survey rates and registry counts do not compare.",
        )
        .text("unit", ("Satuan", "Unit, in Indonesian"), |it| it.unit.as_str())
        .text("unitEn", ("Satuan dalam bahasa Inggris", "Unit in English"), |it| it.unit_en.as_str())
        .whole("decimals", ("Angka di belakang koma", "Digits after the decimal point"), |it| it.decimals)
        .word("better", ("Yang lebih baik", "Which way is better"), |it| it.better)
        .text("concept", ("Konsep", "Concept"), |it| it.concept.as_str())
        .text("definition", ("Definisi", "Definition"), |it| it.definition.as_str())
        .text("classification", ("Klasifikasi", "Classification"), |it| it.classification.as_str())
        .text("measure", ("Ukuran", "Measure"), |it| it.measure.as_str())
        .text("referenceCode", ("Kode referensi", "Reference code"), |it| it.reference_code.as_deref())
        .text("producer", ("Penghasil", "Producer"), |it| it.producer.as_str())
        .word("frequency", ("Kekerapan", "Frequency"), |it| it.frequency)
        .source(|it| &it.source.key, |it| it.simulated)
}

fn observations(data: &Dataset) -> Table<'_> {
    Declared::of("observations", ("Nilai semua indikator", "Values of all indicators"), &data.observations)
        .text("indicator", ("Indikator", "Indicator"), |it| it.indicator.key.as_str())
        .key()
        .refers_to("indicators", "key")
        .text("region", ("Wilayah", "Region"), |it| it.region.code.as_str())
        .key()
        .refers_to("regions", "code")
        .text("period", ("Periode", "Period"), |it| it.period.as_str())
        .key()
        .about(
            "Seperti serinya menyebutnya: 2024, 2024-09, 2024-Q1.",
            "As its series names it: 2024, 2024-09, 2024-Q1.",
        )
        .day("startsOn", ("Hari pertama", "First day"), |it| it.starts_on)
        .day("endsOn", ("Hari terakhir", "Last day"), |it| it.ends_on)
        .exact("value", ("Nilai", "Value"), |it| it.value.as_deref().map(Cow::Borrowed))
        .word("cellState", ("Kerahasiaan", "Disclosure"), |it| it.cell_state)
        .about("Dalam satuan indikatornya.", "In the unit of its indicator.")
        .exact("margin", ("Margin", "Margin"), |it| it.margin.as_deref().map(Cow::Borrowed))
        .about(
            "Setengah selang kepercayaan 95 persen, dalam satuan nilainya.",
            "Half of the 95 per cent interval, in the unit of the value.",
        )
        .text("marginBasis", ("Cara margin dihitung", "How the margin was made"), |it| {
            it.margin_basis.as_deref()
        })
        .text("method", ("Survei atau cara", "Survey or method"), |it| it.method.as_str())
        .key()
        .word("status", ("Status", "Status"), |it| it.status)
        .word("standing", ("Kedudukan", "Standing"), |it| it.standing)
        .about(
            "Satu klaim diterbitkan; yang lain tetap dicatat.",
            "One claim is published; the others stay on record.",
        )
        .text("rule", ("Alasan memilih", "Why it was chosen, or not"), |it| it.rule.as_deref())
        .text("note", ("Catatan", "Note"), |it| it.note.as_deref())
        .text("source", ("Sumber", "Source"), |it| it.source.key.as_str())
        .key()
        .refers_to("sources", "key")
        .simulated(|it| it.simulated)
}

fn conflicts(data: &Dataset) -> Table<'_> {
    let title = ("Klaim publik yang saling bertentangan", "Public claims that contradict each other");
    Declared::of("claim-conflicts", title, &data.conflicts)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("topic", ("Tentang", "About, in Indonesian"), |it| it.topic.as_str())
        .text("topicEn", ("Tentang, dalam bahasa Inggris", "About"), |it| it.topic_en.as_str())
        .text("claim", ("Klaim", "Claim"), |it| it.claim.as_str())
        .text("otherClaim", ("Klaim lain", "Other claim"), |it| it.other_claim.as_str())
        .text("lesson", ("Akibatnya bagi data", "What follows, in Indonesian"), |it| it.lesson.as_str())
        .text("lessonEn", ("Akibatnya, dalam bahasa Inggris", "What follows for the data"), |it| {
            it.lesson_en.as_str()
        })
        .text("indicator", ("Indikator", "Indicator"), |it| it.indicator.as_ref().map(|of| of.key.as_str()))
        .refers_to("indicators", "key")
        .text("region", ("Wilayah", "Region"), |it| it.region.as_ref().map(|of| of.code.as_str()))
        .refers_to("regions", "code")
        .text("source", ("Sumber klaim", "Source of the claim"), |it| it.source.key.as_str())
        .refers_to("sources", "key")
        .text("otherSource", ("Sumber klaim lain", "Source of the other claim"), |it| {
            it.other_source.key.as_str()
        })
        .refers_to("sources", "key")
        .simulated(|it| data.is_simulated(&it.source.key) || data.is_simulated(&it.other_source.key))
}

fn sources(data: &Dataset) -> Table<'_> {
    let mut sources: Vec<&Source> = data.sources.values().collect();
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    Declared::of("sources", ("Sumber", "Sources"), sources)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .text("title", ("Judul", "Title"), |it| it.title.as_str())
        .text("publisher", ("Penerbit", "Publisher"), |it| it.publisher.as_str())
        .text("url", ("Alamat", "Address"), |it| it.url.as_deref())
        .day("publishedOn", ("Terbit pada", "Published on"), |it| it.published_on)
        .day("retrievedOn", ("Dibaca pada", "Read on"), |it| it.retrieved_on)
        .text("licence", ("Lisensi isinya", "Licence of its content"), |it| it.licence.as_deref())
        .text("note", ("Catatan", "Note"), |it| it.note.as_deref())
        .simulated(|it| data.is_simulated(&it.key))
}
