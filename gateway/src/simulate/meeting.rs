//! Quarterly monitoring meetings, what they decided and what came of it.

use chrono::NaiveDate;

use super::accompaniment::Pairing;
use super::draw::Draw;
use super::sheet::{Cells, row};
use super::time::{drawn, moved, present};
use super::world::{REGENCY, World};

/// The last quarter that is called, as (year, quarter).
const LAST: (i32, u32) = (2026, 4);

/// Decisions of one meeting.
const DECISIONS_PER_MEETING: usize = 3;

/// A decision in both languages, with what follows from it: agency and action in both languages. `*` stands for
/// an agency that accompanies a village, and the action then concerns that village.
type Decision = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const DECISIONS: &[Decision] = &[
    (
        "Setiap OPD memperbarui hasil asesmen desa dampingannya.",
        "Each agency updates the assessment of its village.",
        &[
            ("*", "Memperbarui hasil asesmen desa", "Update the assessment of the village"),
            ("bapperida", "Merekap asesmen yang diperbarui", "Recap the updated assessments"),
        ],
    ),
    (
        "Usulan perbaikan data disinkronkan dari desa sampai kabupaten.",
        "Corrections of the registry are brought into sync from village to regency.",
        &[
            (
                "dinsos-p3akb",
                "Memeriksa desa yang datanya belum sinkron",
                "Check villages that are not in sync",
            ),
            (
                "dispermades",
                "Mendampingi musyawarah desa tentang data",
                "Support village deliberations on data",
            ),
            (
                "*",
                "Membantu operator desa menyelesaikan usulan",
                "Help the village operator finish corrections",
            ),
        ],
    ),
    (
        "Kebutuhan yang belum didanai ditawarkan kepada pemangku kepentingan.",
        "Needs that nobody pays for are offered to stakeholders.",
        &[
            (
                "bapperida",
                "Menyusun daftar kebutuhan yang belum didanai",
                "List the needs that nobody pays for",
            ),
            ("*", "Melengkapi rincian biaya kebutuhan desa", "Complete the costs of the village's needs"),
        ],
    ),
    (
        "Perbaikan rumah dan jamban didahulukan pada semester ini.",
        "Repairs of houses and latrines come first in this half-year.",
        &[
            ("disperkim", "Memverifikasi rumah tidak layak huni", "Verify unfit houses"),
            ("*", "Memantau pekerjaan rumah dan jamban", "Follow the work on houses and latrines"),
        ],
    ),
    (
        "Dana non-APBD dicatat sampai ke desa.",
        "Money from outside the regency budget is recorded down to the village.",
        &[
            ("bpkad", "Mencocokkan catatan hibah dengan penerimaan", "Match grants with receipts"),
            (
                "bapperida",
                "Meminta laporan penyaluran tiap triwulan",
                "Ask for quarterly reports on payments",
            ),
        ],
    ),
    (
        "Pelatihan kerja dibuka bagi keluarga terdata.",
        "Job training is opened to listed families.",
        &[
            ("disnaker", "Membuka kelas pelatihan kerja", "Open classes of job training"),
            ("*", "Mengumpulkan minat pelatihan warga", "Collect the residents' wishes for training"),
        ],
    ),
    (
        "Jadwal tindak lanjut disusun lebih rinci.",
        "The schedule of the follow-up is made more precise.",
        &[
            ("bapperida", "Menyusun jadwal tindak lanjut", "Draw up the schedule of the follow-up"),
            ("setda", "Mengedarkan jadwal kepada semua OPD", "Send the schedule to all agencies"),
        ],
    ),
    (
        "Capaian pendampingan diumumkan kepada warga.",
        "The results of the accompaniment are made public.",
        &[
            ("diskominfo", "Menyiapkan halaman capaian", "Prepare the page of results"),
            ("*", "Menyampaikan capaian kepada desa", "Tell the village about the results"),
        ],
    ),
];

/// Why items were postponed.
const REASONS: &[&str] = &[
    "Menunggu pencairan anggaran (simulasi)",
    "Menunggu hasil musyawarah desa (simulasi)",
    "Petugas dialihkan ke penanganan banjir (simulasi)",
];

/// Parties that attend, with the stakeholder where it is one.
const PARTIES: &[(&str, &str, Option<&str>)] = &[
    ("opd", "OPD pendamping (simulasi)", None),
    ("zakat", "Lembaga zakat (simulasi)", Some("sim-lembaga-zakat")),
    ("perusahaan", "Perusahaan A (simulasi)", Some("sim-perusahaan-a")),
    ("perempuan", "Kelompok perempuan A (simulasi)", Some("sim-kelompok-perempuan")),
];

/// A meeting with the decisions that it took.
#[derive(Clone, Debug)]
pub struct Meeting {
    key: String,
    year: i32,
    quarter: u32,
    held_on: NaiveDate,
    previous: Option<String>,
    decisions: Vec<&'static Decision>,
}

impl Meeting {
    fn is_held(&self) -> bool {
        self.held_on < present()
    }
}

/// One meeting per quarter since 2023; the last is called and has not been held.
#[must_use]
pub fn meetings(world: &World) -> Vec<Meeting> {
    let mut draw = Draw::new(world.seed, "meetings");
    let mut meetings: Vec<Meeting> = Vec::new();
    let mut next = 0;
    for (year, quarter) in (2023..=LAST.0).flat_map(|year| (1..=LAST.1).map(move |quarter| (year, quarter))) {
        let first = super::time::day(year, quarter * 3 - 1, 3);
        let held_on = drawn(&mut draw, first, moved(first, 45));
        let mut meeting = Meeting {
            key: format!("sim-rakor-{year}-q{quarter}"),
            year,
            quarter,
            held_on: if (year, quarter) == LAST { super::time::day(2026, 12, 9) } else { held_on },
            previous: meetings.last().map(|meeting| meeting.key.clone()),
            decisions: Vec::new(),
        };
        if meeting.is_held() {
            meeting.decisions =
                (0..DECISIONS_PER_MEETING).map(|at| &DECISIONS[(next + at) % DECISIONS.len()]).collect();
            next += DECISIONS_PER_MEETING;
        }
        meetings.push(meeting);
    }
    meetings
}

/// Rows of the meetings.
#[must_use]
pub fn rows(meetings: &[Meeting]) -> Vec<Cells> {
    let rows = meetings.iter().map(|meeting| {
        let (year, quarter) = (meeting.year, meeting.quarter);
        row! {
            key: &meeting.key,
            title: format!("Rapat pemantauan triwulan {quarter} tahun {year} (simulasi)"),
            title_en: format!("Monitoring meeting, quarter {quarter} of {year} (simulated)"),
            kind: "COORDINATION",
            state: if meeting.is_held() { "PUBLISHED" } else { "CALLED" },
            held_on: meeting.held_on,
            date_precision: "DAY",
            place: "Ruang rapat (simulasi)",
            chair: "Ketua tim (simulasi)",
            summary: "Simulasi. Pemantauan pendampingan desa dan tindak lanjut rapat sebelumnya.",
            summary_en: "Simulated. Review of the accompaniment and of the follow-up to the meeting before.",
            previous: meeting.previous.as_ref(),
            region: REGENCY,
        }
    });
    rows.collect()
}

/// Rows of the attendance of meetings that were held.
#[must_use]
pub fn attendance_rows(meetings: &[Meeting]) -> Vec<Cells> {
    let held = meetings.iter().filter(|meeting| meeting.is_held());
    let rows = held.flat_map(|meeting| {
        PARTIES.iter().map(|(slug, party, stakeholder)| {
            row! {
                key: format!("{}-{slug}", meeting.key),
                party: *party,
                meeting: &meeting.key,
                stakeholder: *stakeholder,
            }
        })
    });
    rows.collect()
}

/// Rows of the decisions.
#[must_use]
pub fn decision_rows(meetings: &[Meeting]) -> Vec<Cells> {
    let taken =
        meetings.iter().flat_map(|meeting| meeting.decisions.iter().zip(1..).map(move |at| (meeting, at)));
    let rows = taken.map(|(meeting, ((text, text_en, _), number))| {
        row! {
            key: format!("{}-{number}", meeting.key),
            number: number,
            text: format!("{text} (simulasi)"),
            text_en: format!("{text_en} (simulated)"),
            meeting: &meeting.key,
        }
    });
    rows.collect()
}

/// Rows of what is to be done.
#[must_use]
pub fn action_rows(world: &World, pairings: &[Pairing], meetings: &[Meeting]) -> Vec<Cells> {
    let leading: Vec<&Pairing> =
        pairings.iter().filter(|pairing| pairing.leads && pairing.continues.is_none()).collect();
    let mut rows = Vec::new();
    for meeting in meetings {
        for ((_, _, actions), number) in meeting.decisions.iter().zip(1..) {
            let decision = format!("{}-{number}", meeting.key);
            for ((agency, title, title_en), place) in actions.iter().zip(1..) {
                let key = format!("{decision}-{place}");
                let mut draw = Draw::new(world.seed, &key);
                let pairing = (*agency == "*" && !leading.is_empty()).then(|| draw.pick(&leading));
                let mut cells = row! {
                    key: key,
                    title: format!("{title} (simulasi)"),
                    title_en: format!("{title_en} (simulated)"),
                    decision: &decision,
                    agency: pairing.map_or(world.known_agency(agency), |pairing| Some(&pairing.agency)),
                    village: pairing.map(|pairing| &world.villages[pairing.village].code),
                };
                cells.extend(progress(&mut draw, meeting.held_on));
                rows.push(cells);
            }
        }
    }
    rows
}

/// What came of an item of a meeting on that day.
fn progress(draw: &mut Draw, met_on: NaiveDate) -> Cells {
    let due_on = moved(met_on, draw.between(30, 130));
    // Most items are done in time, some of them late; the younger the item the likelier it is open.
    let done_on = moved(due_on, draw.between(-26, 38));
    match draw.below(100) {
        ..66 if done_on < present() => done(draw, due_on, done_on),
        66..80 => postponed(draw, due_on),
        ..90 => row! { due_on: due_on, state: "IN_PROGRESS" },
        _ => row! { due_on: due_on, state: "OPEN" },
    }
}

fn done(draw: &mut Draw, due_on: NaiveDate, done_on: NaiveDate) -> Cells {
    row! {
        due_on: due_on,
        state: if draw.chance(40) { "VERIFIED" } else { "DONE" },
        completed_on: done_on,
        evidence: "Laporan OPD (simulasi)",
        evidence_en: "Report of the agency (simulated)",
    }
}

/// A moved item keeps its first day and says why; once the new day is past it was done by then.
fn postponed(draw: &mut Draw, first_due_on: NaiveDate) -> Cells {
    let due_on = moved(first_due_on, draw.between(45, 210));
    let mut cells = if due_on < present() {
        done(draw, due_on, moved(due_on, -4))
    } else {
        row! { due_on: due_on, state: "POSTPONED" }
    };
    cells.extend(row! { original_due_on: first_due_on, postponed_reason: draw.pick(REASONS) });
    cells
}
