//! Statistical disclosure control: counts of people and families become public by releases only.
//!
//! A release takes a fixed set of cells (what is counted × category × period × village, kecamatan or regency), keeps
//! back those that count too few ([`LEAST`], [`LEAST_SENSITIVE`]), and with them as many others as it takes so that no
//! sum over what is told, in this release or an earlier one, says more of them. What it tells is copied beside the
//! counts, and the API reads the copies alone: filters, sorts and numbers over rows cannot see what is not told.
//!
//! Primary and complementary suppression as in Hundepool et al., Statistical Disclosure Control (2012), chapter 4:
//! what an attacker could find out is a linear program over everything that is told.

mod counts;
mod key;
mod release;
mod suppress;
mod table;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

pub use release::{Report, release};

/// The smallest count of people or families that is told. Zero is told as well.
pub const LEAST: i64 = 5;

/// The same for counts by health, disability or childhood.
pub const LEAST_SENSITIVE: i64 = 10;

/// Tells at once what counts no people, what somebody has published of a whole regency or more, and what hangs on rows
/// whose counts are told already. Rows whose counts wait for a release stay as they are. Part of the transaction that
/// changed the rows.
///
/// # Errors
/// When the database refuses.
pub async fn tell_what_is_open(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    // An indicator may have been declared open, or closed, since its values were stored.
    let tell = format!(
        "UPDATE observation SET released_value = value, cell_state = 'OPEN'
         WHERE ({OPEN}) AND (cell_state <> 'OPEN' OR released_value IS DISTINCT FROM value)"
    );
    let close = format!(
        "UPDATE observation SET released_value = NULL, cell_state = 'WAITING'
         WHERE cell_state = 'OPEN' AND NOT ({OPEN})"
    );
    let (needs, quantities) =
        (in_the_ledger("released_need_id", NEED), in_the_ledger("released_quantity", QUANTITY));
    for sql in [tell.as_str(), &close, PROGRAMMES, &needs, &quantities] {
        transaction.execute_unprepared(sql).await?;
    }
    Ok(())
}

/// Observations that wait for no release.
const OPEN: &str =
    "indicator_id IN (SELECT i.id FROM indicator i WHERE i.disclosure = 'OPEN' AND i.numerator_id IS NULL)
    OR (region_id IN (SELECT r.id FROM region r WHERE r.level IN ('COUNTRY', 'PROVINCE', 'REGENCY'))
        AND source_id IN (SELECT s.id FROM source s WHERE s.kind <> 'SIMULATED'))";

/// The programme of a need, whose budget would tell the quantity.
const PROGRAMMES: &str = "UPDATE need SET released_programme_id = programme_id
    WHERE cell_state IN ('OPEN', 'RELEASED') AND released_programme_id IS DISTINCT FROM programme_id";

/// The need that money meets, whose quantity the amount would tell.
const NEED: &str = "CASE WHEN need_id IN (SELECT n.id FROM need n WHERE n.cell_state IN ('OPEN', 'RELEASED')) THEN need_id END";

/// The units that money paid for, unless they are those of a need whose quantity is not told.
const QUANTITY: &str =
    "CASE WHEN need_id IN (SELECT n.id FROM need n WHERE n.cell_state NOT IN ('OPEN', 'RELEASED'))
          OR programme_id IN (SELECT n.programme_id FROM need n WHERE n.cell_state NOT IN ('OPEN', 'RELEASED'))
     THEN NULL ELSE quantity END";

/// Writes what is told into the rows of the ledger that tell something else: most of them stay as they are.
fn in_the_ledger(column: &str, told: &str) -> String {
    format!("UPDATE ledger_transaction SET {column} = {told} WHERE {column} IS DISTINCT FROM {told}")
}
