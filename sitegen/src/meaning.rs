//! What the numbers of a figure mean: the parts that Satu Data Indonesia asks for (Perpres 39/2019, article 4; BPS
//! Regulation 5/2020), with the producer and the method.

use crate::data::record::{Indicator, Observation};
use crate::scribe::Scribe;
use crate::view::{Cell, Term};

/// The meaning of what is shown. Every part is needed; a figure without one is not published.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// Konsep: the idea behind the number.
    pub concept: Cell,
    /// Definisi: what is counted.
    pub definition: Cell,
    /// Klasifikasi: by what it is divided.
    pub classification: Cell,
    /// Ukuran: what kind of number it is.
    pub measure: Cell,
    /// Satuan: the unit.
    pub unit: Cell,
    /// Kode referensi: under which code others know it.
    pub reference: Cell,
    /// Who produces it.
    pub producer: Cell,
    /// How it is made.
    pub method: Cell,
}

/// What the report itself counts: concept, definition, classification, measure, unit and method, each in both languages.
struct Counted {
    concept: (&'static str, &'static str),
    definition: (&'static str, &'static str),
    classification: (&'static str, &'static str),
    measure: (&'static str, &'static str),
    unit: (&'static str, &'static str),
    method: (&'static str, &'static str),
}

impl Counted {
    fn meaning(&self, scribe: &Scribe<'_, '_>) -> Meaning {
        let say = |(id, en)| Cell::text(scribe.say(id, en));
        Meaning {
            concept: say(self.concept),
            definition: say(self.definition),
            classification: say(self.classification),
            measure: say(self.measure),
            unit: say(self.unit),
            reference: no_code(scribe),
            producer: say((
                "Dampingan, dihitung dari sumber yang disebut",
                "Dampingan, counted from the sources named",
            )),
            method: say(self.method),
        }
    }
}

fn no_code(scribe: &Scribe<'_, '_>) -> Cell {
    Cell::text(scribe.say("belum ada kode", "no code yet"))
}

/// An indicator, measured as its observations say.
pub fn indicator(scribe: &Scribe<'_, '_>, indicator: &Indicator, observed: &[&Observation]) -> Meaning {
    let mut methods: Vec<&str> = observed.iter().map(|it| it.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    Meaning {
        concept: scribe.original(&indicator.concept),
        definition: scribe.original(&indicator.definition),
        classification: scribe.original(&indicator.classification),
        measure: scribe.original(&indicator.measure),
        unit: Cell::text(scribe.say(&indicator.unit, &indicator.unit_en)),
        reference: indicator.reference_code.as_deref().map_or_else(|| no_code(scribe), Cell::text),
        producer: Cell::text(&*indicator.producer),
        method: scribe.original(&methods.join("; ")),
    }
}

/// Which villages an agency accompanies.
pub fn accompaniment(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Pendampingan desa", "Accompaniment of villages"),
        definition: (
            "Desa atau kelurahan dengan sekurangnya satu pendampingan oleh perangkat daerah yang sedang berjalan.",
            "Desa or kelurahan that at least one agency accompanies now.",
        ),
        classification: ("Wilayah, perangkat daerah, skema", "Place, agency, scheme"),
        measure: ("Jumlah dan bagian", "Count and share"),
        unit: ("desa; persen", "villages; per cent"),
        method: (
            "Pendampingan yang tercatat, dihitung pada hari edisi; satu desa dihitung satu kali.",
            "Recorded accompaniments, counted on the day of the edition; a village counts once.",
        ),
    }
    .meaning(scribe)
}

/// Cash from outside the regency budget, by stage.
pub fn money(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Dana non-APBD", "Money from outside the regency budget"),
        definition: (
            "Uang tunai dari sumber dana selain APBD kabupaten, dikurangi pembalikan.",
            "Cash from funding sources other than the regency budget, less reversals.",
        ),
        classification: ("Tahap, tahun, saluran, sektor, wilayah", "Stage, year, channel, sector, place"),
        measure: ("Jumlah", "Sum"),
        unit: ("rupiah", "rupiah"),
        method: (
            "Dijumlah dari buku besar; dana yang diteruskan dihitung satu kali, di penyalur terakhir.",
            "Added up from the ledger; money passed on counts once, at the last mile.",
        ),
    }
    .meaning(scribe)
}

/// When programmes run.
pub fn schedule(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Program dan kegiatan di desa", "Programmes and activities in villages"),
        definition: (
            "Tanggal mulai dan selesai menurut rencana dan menurut pelaksanaan.",
            "First and last day, as planned and as carried out.",
        ),
        classification: ("Program, perangkat daerah, desa", "Programme, agency, village"),
        measure: ("Jangka waktu", "Duration"),
        unit: ("tanggal", "dates"),
        method: (
            "Jadwal yang tercatat; terlambat bila rencana selesai sudah lewat pada hari edisi.",
            "Recorded schedules; late where the planned end is past on the day of the edition.",
        ),
    }
    .meaning(scribe)
}

/// What became of decisions.
pub fn follow_up(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Tindak lanjut keputusan rapat", "Follow-up of decisions"),
        definition: (
            "Hari keputusan, tenggat, dan hari selesai dari setiap tindak lanjut.",
            "Day of the decision, due date and day of completion of each action item.",
        ),
        classification: ("Keputusan, perangkat daerah", "Decision, agency"),
        measure: ("Jangka waktu", "Duration"),
        unit: ("tanggal", "dates"),
        method: (
            "Catatan rapat; terlambat bila tenggat sudah lewat pada hari edisi dan belum selesai.",
            "Records of meetings; late where the due date is past on the day of the edition and work is not done.",
        ),
    }
    .meaning(scribe)
}

impl Meaning {
    /// Its parts by their terms, for a list of terms.
    pub fn terms(&self, scribe: &Scribe<'_, '_>) -> Vec<Term> {
        let names = [
            ("Konsep", "Concept", &self.concept),
            ("Definisi", "Definition", &self.definition),
            ("Klasifikasi", "Classification", &self.classification),
            ("Ukuran", "Measure", &self.measure),
            ("Satuan", "Unit", &self.unit),
            ("Kode referensi", "Reference code", &self.reference),
            ("Penghasil", "Producer", &self.producer),
            ("Metode", "Method", &self.method),
        ];
        names.map(|(id, en, part)| Term { term: scribe.say(id, en).to_owned(), detail: part.clone() }).into()
    }
}
