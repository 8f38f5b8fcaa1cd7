//! The simulator: what is not public, so that every page has something to show.
//!
//! It adds to the real facts and never changes them. Each of its rows names the source `simulasi` and bears a
//! key that begins with `sim-`; the parties that give money are inventions, and no statement is put into the
//! mouth of a real one. Its rows enter by the same door as files: [`crate::import::load`].

mod accompaniment;
mod assessment;
mod draw;
mod fund;
mod indicator;
mod meeting;
mod money;
mod national;
mod need;
mod observation;
mod portion;
mod portrait;
mod programme;
mod registry;
mod sheet;
mod time;
mod village_index;
mod world;

use entity::source;
use indicatif::ProgressBar;
use sea_orm::{ColumnTrait as _, DatabaseConnection, DbErr, EntityTrait as _, QueryFilter as _};

use crate::import::table::Table;
use crate::import::{self, Entry, ImportError, Report};

use national::Nation;
use sheet::{Cells, Rows, SOURCE, row, table};
use world::World;

/// The seed of the bundled simulation.
pub const SEED: u64 = 2022;

/// How much is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Scale {
    /// The movement of the regency whose facts are bundled.
    Regency,
    /// That and a whole country around it, to measure with.
    National,
}

/// Why nothing was simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// There is nothing to add to.
    #[error("the database holds no facts to simulate from; run `gateway import data/pati` first")]
    NoFacts,
    /// Two simulations in one database would contradict each other.
    #[error("the database holds a simulation of another seed already; take that seed, or an empty database")]
    OtherSeed,
    /// The rows were refused.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database failed.
    #[error("the database failed, nothing was changed")]
    Database(#[from] DbErr),
}

/// Adds simulated rows to the facts in the database: all of them, or nothing. The same seed gives the same rows
/// everywhere, so a second run changes nothing.
///
/// # Errors
/// [`SimulateError::NoFacts`] in a database without facts, [`SimulateError::OtherSeed`] in one that was
/// simulated by another seed.
pub async fn simulate(
    db: &DatabaseConnection,
    seed: u64,
    scale: Scale,
    progress: &ProgressBar,
) -> Result<Report, SimulateError> {
    let earlier = source::Entity::find().filter(source::Column::Key.eq(SOURCE)).one(db).await?;
    if earlier.is_some_and(|earlier| earlier.note != Some(note(seed))) {
        return Err(SimulateError::OtherSeed);
    }
    let world = World::read(db, seed).await?.ok_or(SimulateError::NoFacts)?;
    let entry = Entry {
        action: "SIMULATE",
        author: "gateway simulate".to_owned(),
        reason: Some(format!("Simulation, seed {seed}")),
    };
    Ok(import::load(db, tables(&world, scale), &entry, progress).await?)
}

/// Everything that is simulated, each table behind those that it names.
fn tables(world: &World, scale: Scale) -> Vec<Table> {
    let portraits = portrait::portraits(world);
    let figures = observation::Figures::draw(world, &portraits);
    let pairings = accompaniment::pairings(world, &portraits);
    let assessments = assessment::assessments(world, &portraits, &pairings);
    let needs = assessments.iter().flat_map(|assessment| &assessment.needs);
    let programmes = programme::programmes(world, needs);
    let meetings = meeting::meetings(world);

    let ledger = money::rows(world, &programmes, &pairings);
    let observations = observation::rows(world, &portraits, &pairings, &figures);
    let nation = (scale == Scale::National).then(|| Nation::draw(world, ledger.len(), observations.len()));
    let nation = nation.as_ref();
    let accompaniments = accompaniment::rows(world, &portraits, &pairings);

    let mut tables = vec![table("source", [source_row(world.seed)])];
    if let Some(nation) = nation {
        tables.extend([table("region", nation.region_rows()), table("agency", nation.agency_rows())]);
    }
    tables.extend([
        table("stakeholder", fund::stakeholder_rows(world::REGENCY)),
        table("accompaniment", both(accompaniments, nation.map(Nation::accompaniment_rows))),
        table("programme", programme::rows(world, &programmes)),
        table("activity", programme::activity_rows(world, &programmes)),
        table("assessment", assessment::rows(world, &assessments)),
        table("need", need::rows(world, &assessments)),
        table("potential", assessment::potential_rows(world, &assessments)),
        table("funding_source", fund::rows()),
        table("ledger_transaction", both(ledger, nation.map(Nation::transaction_rows))),
        table("indicator", indicator::rows()),
        table("observation", both(observations, nation.map(Nation::observation_rows))),
        table("registry_cycle", registry::cycle_rows()),
        table("registry_change", registry::change_rows(world, &pairings)),
        table("sync_count", registry::sync_rows(world, &figures, &pairings)),
        table("meeting", meeting::rows(&meetings)),
        table("attendance", meeting::attendance_rows(&meetings)),
        table("decision", meeting::decision_rows(&meetings)),
        table("action_item", meeting::action_rows(world, &pairings, &meetings)),
    ]);
    tables
}

/// The rows of the regency, then those of the country around it.
fn both(regency: Vec<Cells>, nation: Option<Rows>) -> impl Iterator<Item = Cells> + Send {
    regency.into_iter().chain(nation.into_iter().flatten())
}

fn source_row(seed: u64) -> Cells {
    row! {
        key: SOURCE,
        kind: "SIMULATED",
        title: "Simulasi",
        publisher: "Dampingan",
        licence: "CC0-1.0",
        note: note(seed),
    }
}

fn note(seed: u64) -> String {
    format!(
        "Bukan fakta. Data ini dibuat oleh simulator karena nilai sebenarnya tidak diumumkan; penyandang dana, \
         jumlah uang, dan angka desa di dalamnya rekaan. Benih acak: {seed}."
    )
}
