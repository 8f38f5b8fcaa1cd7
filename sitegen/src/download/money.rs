//! Funding sources and the ledger.

use crate::data::Dataset;

use super::table::{Declared, Table};

/// The tables of money.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![funding_sources(data), transactions(data)]
}

fn funding_sources(data: &Dataset) -> Table<'_> {
    Declared::of("funding-sources", ("Sumber dana", "Funding sources"), &data.funding_sources)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .text("nameEn", ("Nama dalam bahasa Inggris", "Name in English"), |it| it.name_en.as_deref())
        .word("channel", ("Saluran", "Channel"), |it| it.channel)
        .word("fundKind", ("Jenis dana", "Kind of fund"), |it| it.fund_kind)
        .text("stakeholder", ("Pemangku kepentingan", "Stakeholder behind it"), |it| {
            it.stakeholder.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("stakeholders", "key")
        .text("agency", ("Perangkat daerah", "Agency behind it"), |it| {
            it.agency.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("agencies", "key")
        .source(|it| &it.source.key, |it| it.simulated)
}

fn transactions(data: &Dataset) -> Table<'_> {
    Declared::of("transactions", ("Buku besar dana", "Ledger of the money"), &data.transactions)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .word("kind", ("Tahap", "Stage"), |it| it.kind)
        .about(
            "Tahap tidak dijumlahkan satu sama lain; pembatalan mengurangi baris yang disebutnya.",
            "Stages are not added up; a reversal takes back the row that it names.",
        )
        .day("occurredOn", ("Tanggal", "Day"), |it| it.occurred_on)
        .word("datePrecision", ("Ketelitian tanggal", "Precision of the date"), |it| it.date_precision)
        .rupiah("amount", ("Jumlah", "Amount"), |it| it.amount.map(|amount| amount.0))
        .about("Tidak ada bila tidak disebut; bukan nol.", "Absent where nobody states it; not zero.")
        .word("amountState", ("Apakah jumlah disebut", "Whether the amount is stated"), |it| it.amount_state)
        .word("valueKind", ("Wujud", "Form"), |it| it.value_kind)
        .about(
            "Uang, barang, dan kredit tidak dijumlahkan satu sama lain.",
            "Cash, things and credit are not added up.",
        )
        .whole("quantity", ("Banyaknya", "Units delivered"), |it| it.quantity)
        .text("unit", ("Satuan", "Unit of the quantity"), |it| it.unit.as_deref())
        .text("fundingSource", ("Sumber dana", "Funding source"), |it| it.funding_source.key.as_str())
        .refers_to("funding-sources", "key")
        .text("region", ("Wilayah", "Where the money goes"), |it| it.region.code.as_str())
        .refers_to("regions", "code")
        .word("sector", ("Sektor", "Sector"), |it| it.sector)
        .text("description", ("Untuk apa", "What it is for"), |it| it.description.as_str())
        .text("evidence", ("Bukti", "Evidence"), |it| it.evidence.as_deref())
        .text("receiver", ("Penerima", "Receiver"), |it| it.receiver.as_str())
        .about("Lembaga atau kelompok, tidak pernah orang.", "An organisation or group, never a person.")
        .text("receiverStakeholder", ("Penerima, bila mitra", "Receiver, if a stakeholder"), |it| {
            it.receiver_stakeholder.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("stakeholders", "key")
        .text("receiverAgency", ("Penerima, bila OPD", "Receiver, if an agency"), |it| {
            it.receiver_agency.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("agencies", "key")
        .text("need", ("Kebutuhan", "Need that it meets"), |it| it.need.as_ref().map(|of| of.key.as_str()))
        .refers_to("needs", "key")
        .text("programme", ("Program", "Programme that it pays for"), |it| {
            it.programme.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("programmes", "key")
        .text("passesOn", ("Meneruskan", "Passes on"), |it| it.passes_on.as_ref().map(|of| of.key.as_str()))
        .refers_to("transactions", "key")
        .about(
            "Baris yang dananya diteruskan; hitunglah setiap rupiah satu kali.",
            "The row whose money this is; count each rupiah once.",
        )
        .text("reverses", ("Membatalkan", "Takes back"), |it| it.reverses.as_ref().map(|of| of.key.as_str()))
        .refers_to("transactions", "key")
        .text("reason", ("Alasan pembatalan", "Why it takes back"), |it| it.reason.as_deref())
        .source(|it| &it.source.key, |it| it.simulated)
}
