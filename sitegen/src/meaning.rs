//! What the numbers of a figure mean: the parts that Satu Data Indonesia asks for (Perpres 39/2019, article 4; BPS
//! Regulation 5/2020), with the producer and the method.

use crate::data::record::{Indicator, Observation};
use crate::data::vocabulary::IndicatorKind;
use crate::scribe::{Scribe, say};
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
    /// How far it can be trusted.
    pub quality: Cell,
}

/// What the report itself counts: concept, definition, classification, measure, unit, method and quality, each in both
/// languages.
struct Counted {
    concept: (&'static str, &'static str),
    definition: (&'static str, &'static str),
    classification: (&'static str, &'static str),
    measure: (&'static str, &'static str),
    unit: (&'static str, &'static str),
    method: (&'static str, &'static str),
    quality: (&'static str, &'static str),
}

impl Counted {
    fn meaning(&self, scribe: &Scribe<'_, '_>) -> Meaning {
        let say = |(id, en)| Cell::text(scribe.say(id, en));
        let site = &scribe.theme.name;
        Meaning {
            concept: say(self.concept),
            definition: say(self.definition),
            classification: say(self.classification),
            measure: say(self.measure),
            unit: say(self.unit),
            reference: no_code(scribe),
            producer: Cell::text(say!(
                scribe.locale,
                "{site}, dihitung dari sumber yang disebut",
                "{site}, counted from the sources named"
            )),
            method: say(self.method),
            quality: say(self.quality),
        }
    }
}

fn no_code(scribe: &Scribe<'_, '_>) -> Cell {
    Cell::text(scribe.say("belum ada kode", "no code yet"))
}

/// How far an indicator of a kind can be trusted.
fn quality<'s>(scribe: &Scribe<'_, '_>, kind: IndicatorKind) -> &'s str {
    let (id, en) = match kind {
        IndicatorKind::Survey => (
            "Taksiran dari contoh; ketidakpastiannya ditunjukkan oleh selang kepercayaan.",
            "Estimated from a sample; its confidence interval shows how uncertain it is.",
        ),
        IndicatorKind::Registry => (
            "Hitungan administrasi: memuat yang terdata, bukan semua yang miskin, dan tergantung pada ketelitian pendataan.",
            "An administrative count: it holds who is listed, not all who are poor, and is as good as the listing.",
        ),
        IndicatorKind::Administrative => (
            "Hitungan administrasi: selengkap catatan penghasilnya, tanpa galat contoh.",
            "An administrative count: as complete as the records of its producer, without sampling error.",
        ),
        IndicatorKind::Index => (
            "Gabungan beberapa ukuran; bobotnya ditetapkan, tidak diukur.",
            "Put together from several measures; its weights are set, not measured.",
        ),
    };
    scribe.say(id, en)
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
        quality: Cell::text(quality(scribe, indicator.kind)),
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
            "Pendampingan yang tercatat, dihitung pada tanggal edisi; satu desa dihitung satu kali.",
            "Recorded accompaniments, counted on the day of the edition; a village counts once.",
        ),
        quality: (
            "Selengkap catatan: pendampingan yang tidak dilaporkan tidak terhitung.",
            "As complete as the records: what is not reported is not counted.",
        ),
    }
    .meaning(scribe)
}

/// Cash from outside the regency budget, by stage.
pub fn money(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Dana non-APBD", "Money from outside the regency budget"),
        definition: (
            "Uang tunai dari sumber dana selain APBD kabupaten, dikurangi yang dibatalkan.",
            "Cash from funding sources other than the regency budget, less reversals.",
        ),
        classification: ("Tahap, tahun, saluran, sektor, wilayah", "Stage, year, channel, sector, place"),
        measure: ("Jumlah", "Sum"),
        unit: ("rupiah", "rupiah"),
        method: (
            "Dijumlah dari buku besar; dana yang diteruskan dihitung satu kali, di penyalur terakhir.",
            "Added up from the ledger; money passed on counts once, at the last mile.",
        ),
        quality: (
            "Hanya dana yang diumumkan atau dicatat. Jumlah yang tidak disebut bukan nol, sehingga ini batas bawah.",
            "Only money that is made public or recorded. Unstated amounts are not zero, so this is a lower bound.",
        ),
    }
    .meaning(scribe)
}

/// Cash that a stakeholder gives.
pub fn given(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Dana dari sebuah mitra", "Money from a stakeholder"),
        definition: (
            "Uang tunai dari sumber dana milik mitra itu pada satu tahap, dikurangi yang dibatalkan.",
            "Cash from the funding sources of the stakeholder at one stage, less reversals.",
        ),
        classification: ("Tahun, sektor, kecamatan", "Year, sector, kecamatan"),
        measure: ("Jumlah", "Sum"),
        unit: ("rupiah", "rupiah"),
        method: (
            "Dijumlah dari buku besar pada tahap terakhir yang jumlahnya disebut; catatan tanpa jumlah dihitung sendiri.",
            "Added up from the ledger at the last stage with a stated amount; records without an amount are counted apart.",
        ),
        quality: (
            "Hanya dana yang diumumkan atau dicatat. Jumlah yang tidak disebut bukan nol, sehingga ini batas bawah.",
            "Only money that is made public or recorded. Unstated amounts are not zero, so this is a lower bound.",
        ),
    }
    .meaning(scribe)
}

/// From what needs cost to what is done about them.
pub fn gap(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Kesenjangan pendanaan kebutuhan", "Funding gap of needs"),
        definition: (
            "Biaya kebutuhan yang tidak ditarik, dan uang tunai dari semua saluran untuk kebutuhan itu pada setiap \
             tahap. Terwujud: dipakai, ada buktinya, dan programnya selesai.",
            "Cost of needs that are not withdrawn, and cash of all channels for these needs at each stage. Realised: \
             spent, with evidence, and the programme is done.",
        ),
        classification: ("Tahap dana", "Stage of money"),
        measure: ("Jumlah", "Sum"),
        unit: ("rupiah", "rupiah"),
        method: (
            "Dibandingkan kebutuhan demi kebutuhan: yang hilang di antara dua tahap adalah max(0, sebelum − sesudah), \
             kelebihan adalah max(0, sesudah − sebelum). Dana yang diteruskan dihitung di penyalur terakhir.",
            "Compared need by need: what falls away between two stages is max(0, before − after), the surplus is \
             max(0, after − before). Money passed on counts at the last mile.",
        ),
        quality: (
            "Biaya kebutuhan ialah perkiraan saat asesmen; kebutuhan yang belum diases tidak ikut.",
            "Costs of needs are estimates made at the assessment; needs not assessed yet are left out.",
        ),
    }
    .meaning(scribe)
}

/// How money is spread over villages in the order of poverty.
pub fn spread(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Pemusatan dana menurut kemiskinan desa", "Concentration of money by poverty of villages"),
        definition: (
            "Indeks konsentrasi C uang tunai yang dipakai di desa, antara −1 dan 1; di bawah nol berarti desa dengan bagian \
             keluarga terdata lebih tinggi mendapat lebih dari bagiannya.",
            "Concentration index C of cash spent in villages, between −1 and 1; below zero the villages with a higher share \
             of listed families have more than their share.",
        ),
        classification: ("Desa", "Village"),
        measure: ("Indeks dan bagian kumulatif", "Index and cumulative shares"),
        unit: ("indeks; persen", "index; per cent"),
        method: (
            "C = (2/μ) Σ p·h·R − 1: p bagian keluarga terdata, h dana per keluarga terdata, μ rata-ratanya, R peringkat \
             kumulatif dari desa dengan bagian keluarga terdata tertinggi (O’Donnell dkk. 2008, Bank Dunia, bab 8). Selang 95 % dari regresi dengan \
             galat baku yang tahan ragam tidak sama.",
            "C = (2/μ) Σ p·h·R − 1: p share of listed families, h money per listed family, μ its mean, R cumulative rank \
             from the village with the highest share of listed families (O’Donnell et al. 2008, World Bank, ch. 8). 95 % interval from the regression with \
             robust standard errors.",
        ),
        quality: (
            "Hanya dana yang jumlah dan desanya disebut; selang 95 % menyatakan keragaman antardesa, bukan mutu catatan.",
            "Only money whose amount and village are stated; the 95 % interval is about how villages differ, not about the records.",
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
            "Jadwal yang tercatat; terlambat bila rencana selesai sudah lewat pada tanggal edisi dan program belum selesai.",
            "Recorded schedules; late where the planned end is past on the day of the edition and the programme is not done.",
        ),
        quality: (
            "Seperti dilaporkan perangkat daerah: yang dikerjakan tanpa laporan tampak belum dikerjakan.",
            "As agencies report it: work without a report looks undone.",
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
            "Catatan rapat; terlambat bila tenggat sudah lewat pada tanggal edisi dan belum selesai.",
            "Records of meetings; late where the due date is past on the day of the edition and work is not done.",
        ),
        quality: (
            "Seperti tercatat dalam risalah dan laporan: yang selesai tanpa laporan tampak belum selesai.",
            "As minutes and reports have it: what was done without a report looks undone.",
        ),
    }
    .meaning(scribe)
}

/// Whether the levels of the registry agree.
pub fn agreement(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Keselarasan pendataan", "Agreement of the registry"),
        definition: (
            "Entri yang isinya sama di desa dan di kabupaten, dibagi semua entri yang ada di salah satunya; dan entri \
             kabupaten yang padan dengan Dukcapil, dibagi semua entri kabupaten.",
            "Entries with the same content at village and regency, of all entries that either has; and entries of the \
             regency that match the civil registry, of all of its entries.",
        ),
        classification: ("Wilayah, putaran pendataan", "Place, cycle of the registry"),
        measure: ("Bagian", "Share"),
        unit: ("persen", "per cent"),
        method: (
            "Dihitung dari sidik entri tiap tingkat pada putaran yang sama; hitungan yang terlalu kecil dirahasiakan.",
            "Counted from prints of the entries of each level in the same cycle; counts that are too small are \
             confidential.",
        ),
        quality: (
            "Hitungan administrasi: mengukur kesamaan dua daftar, bukan kebenarannya.",
            "An administrative count: it measures whether two lists are alike, not whether they are right.",
        ),
    }
    .meaning(scribe)
}

/// How late the registry is.
pub fn lag(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Jeda pendataan", "Lag of the registry"),
        definition: (
            "Hari sejak entri di desa sampai penetapan oleh kementerian.",
            "Days from entry at the village to the determination by the ministry.",
        ),
        classification: ("Putaran pendataan, pendampingan", "Cycle of the registry, accompaniment"),
        measure: ("Rata-rata", "Mean"),
        unit: ("hari", "days"),
        method: (
            "Rata-rata atas desa yang jedanya tercatat; desa dampingan ialah desa yang pernah mempunyai pendamping utama.",
            "Mean over villages whose lag is recorded; accompanied are villages that ever had a lead agency.",
        ),
        quality: (
            "Hitungan administrasi dari desa yang jedanya tercatat; desa tanpa catatan tidak ikut.",
            "An administrative count of villages whose lag is recorded; those without a record are left out.",
        ),
    }
    .meaning(scribe)
}

/// How good numbers are that compare villages which somebody chose.
const NO_TRIAL: (&str, &str) = (
    "Bukan percobaan acak: desa dipilih, sehingga perbedaan lain antardesa dapat ikut berperan.",
    "No randomised trial: villages were chosen, so other differences between them may play a part.",
);

/// What accompaniment brings.
pub fn evaluation(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Perbandingan desa dampingan dan desa lain", "Comparison of accompanied and other villages"),
        definition: (
            "Perubahan bagian keluarga yang terdata di desa dampingan, dikurangi perubahan di desa lain.",
            "Change of the share of listed families in accompanied villages, less the change in others.",
        ),
        classification: ("Pendampingan, kecamatan", "Accompaniment, kecamatan"),
        measure: ("Selisih", "Difference"),
        unit: ("poin persen", "percentage points"),
        method: (
            "Regresi nilai akhir pada pendampingan dan nilai awal di dalam kecamatan, galat baku HC1; uji undian di dalam \
             kecamatan (999 undian). Yang diharapkan tanpa bantuan: (b − 1)(x̄ − μ), Barnett dkk. 2005.",
            "Regression of the value after on accompaniment and the value before within kecamatan, HC1 standard errors; test \
             by lots within kecamatan (999 lots). To be expected without help: (b − 1)(x̄ − μ), Barnett et al. 2005.",
        ),
        quality: NO_TRIAL,
    }
    .meaning(scribe)
}

/// How villages went, accompanied and not.
pub fn course(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Perjalanan desa dampingan dan desa lain", "Course of accompanied and other villages"),
        definition: (
            "Rata-rata bagian keluarga terdata di desa dampingan dan di desa lain.",
            "Mean share of listed families in accompanied and in other villages.",
        ),
        classification: ("Pendampingan, tahun", "Accompaniment, year"),
        measure: ("Rata-rata", "Mean"),
        unit: ("persen", "per cent"),
        method: (
            "Rata-rata sederhana antardesa setiap tahun, dari desa yang mempunyai angka pada semua tahun.",
            "Simple mean over villages in each year, of villages with a value in every year.",
        ),
        quality: NO_TRIAL,
    }
    .meaning(scribe)
}

/// Whom accompaniment reaches.
pub fn choice(scribe: &Scribe<'_, '_>) -> Meaning {
    Counted {
        concept: ("Ketepatan pilihan desa", "Targeting of villages"),
        definition: (
            "Desa dampingan yang sebelum pendampingan termasuk n desa dengan bagian keluarga terdata tertinggi di \
             kecamatannya, dengan n banyaknya desa dampingan di sana.",
            "Accompanied villages that before accompaniment were among the n of their kecamatan with the highest share of \
             listed families, n being how many are accompanied there.",
        ),
        classification: ("Kecamatan", "Kecamatan"),
        measure: ("Jumlah dan bagian", "Count and share"),
        unit: ("desa; persen", "villages; per cent"),
        method: (
            "Diurutkan di dalam kecamatan menurut nilai sebelum pendampingan; dengan undian diharapkan n²/N desa \
             (Coady, Grosh, Hoddinott 2004).",
            "Ranked within the kecamatan by the value before accompaniment; by lot n²/N villages are to be expected \
             (Coady, Grosh, Hoddinott 2004).",
        ),
        quality: (
            "Hanya satu ukuran; pertimbangan lain saat memilih desa tidak tercatat.",
            "One measure only; what else was weighed in the choice is not recorded.",
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
            ("Mutu", "Quality", &self.quality),
        ];
        names.map(|(id, en, part)| Term { term: scribe.say(id, en).to_owned(), detail: part.clone() }).into()
    }
}
