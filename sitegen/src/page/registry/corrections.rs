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
        if cells.iter().any(|it| it.state == ReleasedState::Suppressed) {
            return Cell::withheld();
        }
        let sum: i64 = cells.iter().filter_map(|it| it.value.as_deref()?.parse::<i64>().ok()).sum();
        Cell::number(locale.whole(sum), sum)
    };
    let row = |cycle: &&RegistryCycle| {
        let of_cycle: Vec<&&ReleasedCell> = cells.iter().filter(|it| it.period == cycle.key).collect();
        let of = |is: &dyn Fn(&str) -> bool| {
            sum(&of_cycle.iter().copied().filter(|it| is(&it.category)).collect::<Vec<_>>())
        };
        let all = of_cycle.iter().find(|it| it.category == "ALL")?;
        let is_settled = |state: &str| ACCEPTED.contains(&state) || REFUSED.contains(&state);
        Some(vec![
            Cell::text(&*cycle.period).marked(all.simulated),
            of(&|state| state == "ALL"),
            of(&|state| ACCEPTED.contains(&state)),
            of(&|state| REFUSED.contains(&state)),
            of(&|state| state != "ALL" && !is_settled(state)),
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
