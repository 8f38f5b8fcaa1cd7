//! Assessments with what they found, programmes and their activities.

use crate::data::Dataset;

use super::table::{Declared, Table};

/// The tables of work in villages.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![assessments(data), needs(data), potentials(data), programmes(data), activities(data)]
}

fn assessments(data: &Dataset) -> Table<'_> {
    Declared::of("assessments", ("Asesmen desa", "Assessments of villages"), &data.assessments)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("village", ("Desa", "Village"), |it| it.village.code.as_str())
        .refers_to("villages", "code")
        .text("agency", ("Perangkat daerah", "Agency"), |it| it.agency.key.as_str())
        .refers_to("agencies", "key")
        .text("accompaniment", ("Pendampingan", "Accompaniment"), |it| {
            it.accompaniment.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("accompaniments", "key")
        .word("method", ("Cara", "Method"), |it| it.method)
        .word("state", ("Keadaan", "State"), |it| it.state)
        .day("plannedOn", ("Direncanakan pada", "Planned on"), |it| it.planned_on)
        .day("heldOn", ("Dilaksanakan pada", "Held on"), |it| it.held_on)
        .whole("participants", ("Jumlah peserta", "Participants"), |it| it.participants)
        .text("summary", ("Ringkasan", "Summary"), |it| it.summary.as_deref())
        .source(|it| &it.source.key, |it| it.simulated)
}

fn needs(data: &Dataset) -> Table<'_> {
    Declared::of("needs", ("Kebutuhan menurut asesmen", "Needs by assessment"), &data.needs)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("village", ("Desa", "Village"), |it| it.village.code.as_str())
        .refers_to("villages", "code")
        .text("assessment", ("Asesmen", "Assessment"), |it| it.assessment.key.as_str())
        .refers_to("assessments", "key")
        .word("needType", ("Jenis kebutuhan", "Kind of need"), |it| it.need_type)
        .text("title", ("Kebutuhan", "What is needed"), |it| it.title.as_str())
        .whole("quantity", ("Jumlah", "Quantity"), |it| it.quantity)
        .word("cellState", ("Kerahasiaan", "Disclosure"), |it| it.cell_state)
        .text("unit", ("Satuan", "Unit of the quantity"), |it| it.unit.as_str())
        .rupiah("unitCost", ("Biaya per satuan", "Cost of one unit"), |it| it.unit_cost.map(|cost| cost.0))
        .rupiah("cost", ("Biaya", "Cost"), |it| it.cost.map(|cost| cost.0))
        .about("Jumlah kali biaya per satuan.", "Quantity times cost of one unit.")
        .word("state", ("Keadaan", "State"), |it| it.state)
        .text("agency", ("Perangkat daerah", "Responsible agency"), |it| {
            it.agency.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("agencies", "key")
        .text("programme", ("Program", "Programme meant to meet it"), |it| {
            it.programme.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("programmes", "key")
        .source(|it| &it.source.key, |it| it.simulated)
}

fn potentials(data: &Dataset) -> Table<'_> {
    Declared::of("potentials", ("Potensi menurut asesmen", "Potentials by assessment"), &data.potentials)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("village", ("Desa", "Village"), |it| it.village.code.as_str())
        .refers_to("villages", "code")
        .text("assessment", ("Asesmen", "Assessment"), |it| it.assessment.key.as_str())
        .refers_to("assessments", "key")
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .text("description", ("Potensi", "What it is"), |it| it.description.as_str())
        .source(|it| &it.source.key, |it| it.simulated)
}

fn programmes(data: &Dataset) -> Table<'_> {
    let title = ("Program dan jadwalnya", "Programmes and their schedule");
    Declared::of("programmes", title, &data.programmes)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("village", ("Desa", "Village"), |it| it.village.code.as_str())
        .refers_to("villages", "code")
        .text("agency", ("Perangkat daerah", "Responsible agency"), |it| it.agency.key.as_str())
        .refers_to("agencies", "key")
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .word("sector", ("Sektor", "Sector"), |it| it.sector)
        .word("state", ("Keadaan", "State"), |it| it.state)
        .day("plannedStart", ("Rencana mulai", "Planned first day"), |it| it.planned_start)
        .day("plannedEnd", ("Rencana selesai", "Planned last day"), |it| it.planned_end)
        .day("actualStart", ("Mulai", "Actual first day"), |it| it.actual_start)
        .day("actualEnd", ("Selesai", "Actual last day"), |it| it.actual_end)
        .rupiah("budget", ("Anggaran", "Budget"), |it| it.budget.map(|budget| budget.0))
        .source(|it| &it.source.key, |it| it.simulated)
}

fn activities(data: &Dataset) -> Table<'_> {
    Declared::of("activities", ("Kegiatan program", "Activities of programmes"), &data.activities)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("programme", ("Program", "Programme"), |it| it.programme.key.as_str())
        .refers_to("programmes", "key")
        .whole("sequence", ("Urutan", "Place in the programme"), |it| it.sequence)
        .text("name", ("Nama", "Name"), |it| it.name.as_str())
        .day("plannedStart", ("Rencana mulai", "Planned first day"), |it| it.planned_start)
        .day("plannedEnd", ("Rencana selesai", "Planned last day"), |it| it.planned_end)
        .day("actualStart", ("Mulai", "Actual first day"), |it| it.actual_start)
        .day("actualEnd", ("Selesai", "Actual last day"), |it| it.actual_end)
        .source(|it| &it.source.key, |it| it.simulated)
}
