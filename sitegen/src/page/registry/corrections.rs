//! How many corrections were proposed, and what became of them.

use crate::data::record::{RegistryCycle, ReleasedCell};
use crate::data::vocabulary::{Measure, ReleasedState};
use crate::scribe::Scribe;
use crate::view::{Cell, Table};

/// Which states of corrections a column counts.
const ACCEPTED: [&str; 2] = ["DETERMINED", "REFLECTED"];
const REFUSED: [&str; 2] = ["DECLINED", "REJECTED"];

/// Corrections of the regency by cycle: how many were proposed, and what became of them.
pub fn table(scribe: &Scribe<'_, '_>) -> Option<Table> {
    let locale = scribe.locale;
    let data = scribe.linked.data;
    let cells: Vec<&ReleasedCell> = data
        .released_cells
        .iter()
        .filter(|it| it.measure == Measure::RegistryCorrections && it.region.code == data.regency)
        .collect();
    let mut cycles: Vec<&RegistryCycle> = data.cycles.iter().collect();
    cycles.sort_by_key(|cycle| cycle.starts_on);
    let sum = |cells: &[&&ReleasedCell]| {
        let is_told = cells.iter().all(|it| it.state != ReleasedState::Suppressed);
        is_told.then(|| cells.iter().filter_map(|it| it.value.as_deref()?.parse::<i64>().ok()).sum::<i64>())
    };
    let count =
        |sum: Option<i64>| sum.map_or_else(Cell::withheld, |sum| Cell::number(locale.whole(sum), sum));
    let row = |cycle: &&RegistryCycle| {
        let of_cycle: Vec<&&ReleasedCell> = cells.iter().filter(|it| it.period == cycle.key).collect();
        let of = |is: &dyn Fn(&str) -> bool| {
            sum(&of_cycle.iter().copied().filter(|it| is(&it.category)).collect::<Vec<_>>())
        };
        let all = of_cycle.iter().find(|it| it.category == "ALL")?;
        let proposed = of(&|state| state == "ALL");
        let (accepted, refused) =
            (of(&|state| ACCEPTED.contains(&state)), of(&|state| REFUSED.contains(&state)));
        // Of states that are told together only.
        let under_way = proposed.zip(accepted).zip(refused).map(|((all, yes), no)| all - yes - no);
        Some(vec![
            scribe.period(&cycle.period).marked(all.simulated),
            count(proposed),
            count(accepted),
            count(refused),
            count(under_way),
            scribe.source(&all.source.key),
        ])
    };
    let rows: Vec<Vec<Cell>> = cycles.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            scribe.say("Usulan perbaikan data menurut putaran", "Corrections of the registry by cycle"),
            &[
                scribe.say("Putaran", "Cycle"),
                scribe.say("#Diusulkan", "#Proposed"),
                scribe.say("#Ditetapkan", "#Determined"),
                scribe.say("#Ditolak", "#Refused"),
                scribe.say("#Masih berjalan", "#Under way"),
                scribe.say("Sumber", "Source"),
            ],
            rows,
        )
    })
}
