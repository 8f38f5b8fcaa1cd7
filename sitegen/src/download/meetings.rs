//! Meetings, who took part, what was decided and what is to be done.

use crate::data::Dataset;

use super::table::{Declared, Table};

/// The tables of meetings.
pub fn tables(data: &Dataset) -> Vec<Table<'_>> {
    vec![meetings(data), attendances(data), decisions(data), action_items(data)]
}

fn meetings(data: &Dataset) -> Table<'_> {
    let title = ("Rapat dan peristiwa resmi", "Meetings and public acts");
    Declared::of("meetings", title, &data.meetings)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("title", ("Judul", "Title, in Indonesian"), |it| it.title.as_str())
        .text("titleEn", ("Judul dalam bahasa Inggris", "Title"), |it| it.title_en.as_str())
        .word("kind", ("Jenis", "Kind"), |it| it.kind)
        .word("state", ("Keadaan", "State"), |it| it.state)
        .day("heldOn", ("Tanggal", "Day"), |it| it.held_on)
        .word("datePrecision", ("Ketelitian tanggal", "Precision of the date"), |it| it.date_precision)
        .text("place", ("Tempat", "Place"), |it| it.place.as_deref())
        .text("chair", ("Pemimpin", "Chair"), |it| it.chair.as_deref())
        .about("Jabatan atau kantor, bukan nama orang.", "An office, not the name of a person.")
        .text("summary", ("Ringkasan", "Summary, in Indonesian"), |it| it.summary.as_str())
        .text("summaryEn", ("Ringkasan dalam bahasa Inggris", "Summary"), |it| it.summary_en.as_str())
        .text("previous", ("Rapat sebelumnya", "Meeting before"), |it| {
            it.previous.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("meetings", "key")
        .text("region", ("Wilayah", "Region"), |it| it.region.as_ref().map(|of| of.code.as_str()))
        .refers_to("regions", "code")
        .source(|it| &it.source.key, |it| it.simulated)
}

fn attendances(data: &Dataset) -> Table<'_> {
    Declared::of("attendances", ("Peserta rapat", "Who took part in meetings"), &data.attendances)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("meeting", ("Rapat", "Meeting"), |it| it.meeting.key.as_str())
        .refers_to("meetings", "key")
        .text("party", ("Peserta", "Who took part"), |it| it.party.as_str())
        .about("Kantor atau lembaga, bukan nama orang.", "An office or organisation, not a person.")
        .text("stakeholder", ("Bila mitra", "If a stakeholder"), |it| {
            it.stakeholder.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("stakeholders", "key")
        .text("agency", ("Bila OPD", "If an agency"), |it| it.agency.as_ref().map(|of| of.key.as_str()))
        .refers_to("agencies", "key")
        .source(|it| &it.source.key, |it| it.simulated)
}

fn decisions(data: &Dataset) -> Table<'_> {
    Declared::of("decisions", ("Keputusan rapat", "Decisions of meetings"), &data.decisions)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("meeting", ("Rapat", "Meeting"), |it| it.meeting.key.as_str())
        .refers_to("meetings", "key")
        .whole("number", ("Nomor dalam rapat", "Number within the meeting"), |it| it.number)
        .text("text", ("Keputusan", "Decision, in Indonesian"), |it| it.text.as_str())
        .text("textEn", ("Keputusan dalam bahasa Inggris", "Decision"), |it| it.text_en.as_str())
        .source(|it| &it.source.key, |it| it.simulated)
}

fn action_items(data: &Dataset) -> Table<'_> {
    Declared::of("action-items", ("Tindak lanjut keputusan", "Action items"), &data.action_items)
        .text("key", ("Kunci", "Key"), |it| it.key.as_str())
        .key()
        .text("decision", ("Keputusan", "Decision"), |it| it.decision.key.as_str())
        .refers_to("decisions", "key")
        .text("title", ("Yang harus dikerjakan", "What is to be done, in Indonesian"), |it| it.title.as_str())
        .text("titleEn", ("Yang harus dikerjakan, dalam bahasa Inggris", "What is to be done"), |it| {
            it.title_en.as_str()
        })
        .text("agency", ("Perangkat daerah", "Agency that owns it"), |it| {
            it.agency.as_ref().map(|of| of.key.as_str())
        })
        .refers_to("agencies", "key")
        .text("village", ("Desa", "Village that it concerns"), |it| {
            it.village.as_ref().map(|of| of.code.as_str())
        })
        .refers_to("villages", "code")
        .day("dueOn", ("Tenggat", "Due on"), |it| it.due_on)
        .day("originalDueOn", ("Tenggat semula", "First due on"), |it| it.original_due_on)
        .word("state", ("Keadaan", "State"), |it| it.state)
        .about(
            "Terlambat tidak disimpan: ia dihitung dari tenggat.",
            "Overdue is not stored: it follows from the due date.",
        )
        .day("completedOn", ("Selesai pada", "Done on"), |it| it.completed_on)
        .text("evidence", ("Bukti kemajuan", "Evidence, in Indonesian"), |it| it.evidence.as_deref())
        .text("evidenceEn", ("Bukti dalam bahasa Inggris", "Evidence"), |it| it.evidence_en.as_deref())
        .text("postponedReason", ("Alasan ditunda", "Why it was postponed"), |it| {
            it.postponed_reason.as_deref()
        })
        .source(|it| &it.source.key, |it| it.simulated)
}
