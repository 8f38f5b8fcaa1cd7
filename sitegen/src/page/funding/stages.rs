//! Money by stage: what public sources state and what is simulated, by both meanings of non-APBD, by both ways of
//! counting, and by its form.

use crate::chart::{Direction, StackedChart};
use crate::data::record::Transaction;
use crate::data::vocabulary::{TransactionKind, ValueKind, Vocabulary as _};
use crate::ledger::{self, Counting};
use crate::linked::Linked;
use crate::meaning;
use crate::scribe::{Scribe, Sketch, say};
use crate::view::{Cell, Figure, Table};

use super::super::query;
use super::super::table::as_count;
use super::{STAGES, Two, bars, billions, is_outside_government, is_outside_regency_budget, years_of};

/// Which money is asked about: what it is called, and whether a row is part of it.
type Scope = (&'static str, &'static str, fn(&Linked<'_>, &Transaction) -> bool);

/// All channels, and the two meanings of non-APBD.
const SCOPES: [Scope; 3] = [
    ("semua saluran", "all channels", |_, _| true),
    ("luar APBD kabupaten", "outside the regency budget", is_outside_regency_budget),
    ("luar pemerintah", "outside government", is_outside_government),
];

/// What public sources state and what is simulated, side by side for each stage; none where nothing is recorded.
pub fn figure(scribe: &Scribe<'_, '_>, all: &[&Transaction]) -> Option<Figure> {
    let outside: Vec<&Transaction> =
        all.iter().copied().filter(|row| is_outside_regency_budget(scribe.linked, row)).collect();
    if outside.is_empty() {
        return None;
    }
    let locale = scribe.locale;
    let of_stage = |stage: &TransactionKind| {
        let mut rows = ledger::counted(all, *stage, Counting::LastMile);
        rows.retain(|(row, _)| is_outside_regency_budget(scribe.linked, row));
        Two::of(stage.label(locale), &rows)
    };
    let totals: Vec<Two> = STAGES.iter().map(of_stage).collect();
    let has_simulated = totals.iter().any(|it| it.simulated.amount > 0);
    let rows = totals.iter().map(|it| {
        let mut cells = vec![
            Cell::text(&*it.name),
            Cell::number(locale.rupiah(it.public.amount), it.public.amount),
            Cell::number(locale.whole(as_count(it.public.unknown)), it.public.unknown),
        ];
        if has_simulated {
            cells.push(Cell::number(locale.rupiah(it.simulated.amount), it.simulated.amount).marked(true));
        }
        cells
    });
    let mut labels = vec![
        scribe.say("Tahap", "Stage"),
        scribe.say("#Sumber publik (rupiah)", "#Public sources (rupiah)"),
        scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
    ];
    if has_simulated {
        labels.push(scribe.say("#Simulasi (rupiah)", "#Simulated (rupiah)"));
    }
    let write = |it: &Two| format!("{} {}", it.name, locale.rupiah_short(it.public.amount));
    let known = || totals.iter().filter(|it| it.public.amount > 0);
    let place = scribe.region_name(&scribe.linked.data.regency);
    let period = years_of(scribe, &outside);
    let most = known().max_by_key(|it| it.public.amount).map(write);
    let least = known().min_by_key(|it| it.public.amount).map(write);
    let spent = totals.last().map_or(0, |it| it.public.amount);
    let amount = locale.rupiah_short(spent);
    let sketch = Sketch {
        id: "tahap",
        meaning: meaning::money(scribe),
        query: query::money(
            query::OUTSIDE_REGENCY_BUDGET,
            "{ kind: true }, { reverses: { kind: true } }, { simulated: true }",
            "kind reverses { kind } simulated",
        ),
        title: if spent > 0 {
            say!(locale, "Sumber publik menyebut pemakaian sebesar {amount}", "Public sources state that {amount} was spent")
        } else {
            scribe
                .say("Sumber publik belum menyebut jumlah yang dipakai", "Public sources state no amount spent yet")
                .to_owned()
        },
        subtitle: say!(
            locale,
            "Uang tunai dari luar APBD kabupaten menurut tahap, rupiah, {place}, {period}",
            "Cash from outside the regency budget by stage, rupiah, {place}, {period}"
        ),
        desc: match (most, least) {
            (Some(most), Some(least)) => say!(
                locale,
                "Diagram batang empat tahap dana, {place}, {period}. Menurut sumber publik tertinggi {most}; terendah \
                 di antara yang disebut {least}. Tabel di bawah.",
                "Bar chart of four stages of money, {place}, {period}. By public sources highest {most}; lowest of those \
                 stated {least}. Table below."
            ),
            _ => say!(
                locale,
                "Diagram batang empat tahap dana, {place}, {period}. Sumber publik tidak menyebut jumlah. Tabel di bawah.",
                "Bar chart of four stages of money, {place}, {period}. Public sources state no amount. Table below."
            ),
        },
        period,
        table: Table::new(scribe.say("Uang tunai menurut tahap", "Cash by stage"), &labels, rows.collect()),
        notes: vec![
            scribe
                .say(
                    "Setiap rupiah dihitung satu kali, di penyalur terakhir. Barang, jasa, dan kredit tidak ikut \
                     dijumlah. Sumber publik jarang menyebut semua tahap dari dana yang sama.",
                    "Each rupiah is counted once, at the last mile. Goods, services and credit are left out. \
                     Public sources seldom state all stages of the same money.",
                )
                .to_owned(),
        ],
        sources: outside.iter().map(|row| row.source.key.clone()).collect(),
    };
    let (stacks, parts) = bars(scribe, &totals);
    Some(scribe.draw(sketch, |frame| {
        Box::new(StackedChart {
            frame,
            direction: Direction::Rows,
            stacks: stacks.clone(),
            parts: parts.clone(),
            unit: billions(scribe),
        })
    }))
}

/// Cash by stage, for all channels and for both meanings of non-APBD, counted in both ways.
pub fn meanings(scribe: &Scribe<'_, '_>, all: &[&Transaction]) -> Table {
    let locale = scribe.locale;
    let has_simulated = all.iter().any(|row| row.simulated);
    let rows = STAGES.iter().flat_map(|stage| {
        SCOPES.iter().map(move |(id, en, holds)| {
            // A chain may begin in one channel and end in another, so all rows are followed before one is chosen.
            let count = |counting| {
                let mut rows = ledger::counted(all, *stage, counting);
                rows.retain(|(row, _)| holds(scribe.linked, row));
                Two::of("", &rows)
            };
            let (first, last) = (count(Counting::FirstFunder), count(Counting::LastMile));
            let rupiah = |amount: i64| Cell::number(locale.rupiah(amount), amount);
            let mut cells = vec![
                Cell::text(format!("{}, {}", stage.label(locale), scribe.say(id, en))),
                rupiah(first.public.amount),
                rupiah(last.public.amount),
                Cell::number(locale.whole(as_count(last.public.unknown)), last.public.unknown),
            ];
            if has_simulated {
                cells.push(rupiah(first.simulated.amount).marked(true));
                cells.push(rupiah(last.simulated.amount).marked(true));
            }
            cells
        })
    });
    let mut labels = vec![
        scribe.say("Tahap dan cakupan", "Stage and scope"),
        scribe.say("#Sumber publik, pemberi pertama (rupiah)", "#Public sources, first funder (rupiah)"),
        scribe.say("#Sumber publik, penyalur terakhir (rupiah)", "#Public sources, last mile (rupiah)"),
        scribe.say("#Tanpa jumlah (catatan)", "#Without an amount (records)"),
    ];
    if has_simulated {
        labels.push(scribe.say("#Simulasi, pemberi pertama (rupiah)", "#Simulated, first funder (rupiah)"));
        labels.push(scribe.say("#Simulasi, penyalur terakhir (rupiah)", "#Simulated, last mile (rupiah)"));
    }
    let caption = scribe.say(
        "Uang tunai per tahap: dua arti non-APBD dan dua cara menghitung",
        "Cash by stage: two meanings of non-APBD, two ways of counting",
    );
    Table::new(caption, &labels, rows.collect())
}

/// Cash, goods and credit from outside the regency budget, each for itself.
pub fn kinds(scribe: &Scribe<'_, '_>, all: &[&Transaction]) -> Table {
    let locale = scribe.locale;
    let has_simulated = all.iter().any(|row| row.simulated);
    let rows = ValueKind::ALL.iter().flat_map(|kind| {
        STAGES.iter().filter_map(move |stage| {
            let mut rows = ledger::counted_as(*kind, all, *stage, Counting::LastMile);
            rows.retain(|(row, _)| is_outside_regency_budget(scribe.linked, row));
            if rows.is_empty() {
                return None;
            }
            let two = Two::of("", &rows);
            let mut cells = vec![
                Cell::text(format!("{}, {}", kind.label(locale), stage.label(locale))),
                Cell::number(locale.rupiah(two.public.amount), two.public.amount),
                Cell::number(locale.whole(as_count(two.public.unknown)), two.public.unknown),
            ];
            if has_simulated {
                cells.push(
                    Cell::number(locale.rupiah(two.simulated.amount), two.simulated.amount).marked(true),
                );
                let unknown = two.simulated.unknown;
                cells.push(Cell::number(locale.whole(as_count(unknown)), unknown).marked(true));
            }
            Some(cells)
        })
    });
    let mut labels = vec![
        scribe.say("Wujud dan tahap", "Form and stage"),
        scribe.say("#Sumber publik (rupiah)", "#Public sources (rupiah)"),
        scribe.say("#Sumber publik, tanpa jumlah (catatan)", "#Public sources, without an amount (records)"),
    ];
    if has_simulated {
        labels.push(scribe.say("#Simulasi (rupiah)", "#Simulated (rupiah)"));
        labels
            .push(scribe.say("#Simulasi, tanpa jumlah (catatan)", "#Simulated, without an amount (records)"));
    }
    let caption = scribe.say(
        "Uang, barang atau jasa, dan kredit: tidak pernah dijumlah bersama",
        "Cash, goods or services, and credit: never added up together",
    );
    Table::new(caption, &labels, rows.collect())
}
