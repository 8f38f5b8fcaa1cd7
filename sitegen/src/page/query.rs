//! Questions to the API that give what a figure shows, as they are printed below it. The tests run each of them.

use chrono::NaiveDate;

use crate::data::vocabulary::{TransactionKind, Vocabulary as _};

/// The published observations of an indicator in some regions.
pub fn observations<'c>(indicator: &str, regions: impl IntoIterator<Item = &'c str>) -> String {
    let regions: Vec<String> = regions.into_iter().map(|code| format!("\"{code}\"")).collect();
    include_str!("query/observations.graphql")
        .replace("INDICATOR", indicator)
        .replace("REGIONS", &regions.join(", "))
}

/// The accompaniments that run on a day in the regions whose codes begin so.
pub fn accompaniments(day: NaiveDate, region: &str) -> String {
    include_str!("query/accompaniments.graphql").replace("TODAY", &day.to_string()).replace("REGION", region)
}

/// Cash of the transactions that meet `filter`, added up by `dimensions`, whose values are read by `keys`.
pub fn money(filter: &str, dimensions: &str, keys: &str) -> String {
    include_str!("query/money.graphql")
        .replace("FILTER", filter)
        .replace("DIMENSIONS", dimensions)
        .replace("KEYS", keys)
}

/// Cash of one stage of the transactions that meet `filter`, with what reversals take back, by `dimensions`, whose values
/// are read by `keys`.
pub fn stage(filter: &str, stage: TransactionKind, dimensions: &str, keys: &str) -> String {
    include_str!("query/stage.graphql")
        .replace("FILTER", filter)
        .replace("STAGE", &stage.name())
        .replace("DIMENSIONS", dimensions)
        .replace("KEYS", keys)
}

/// What needs cost, and the cash of each stage that is for them.
pub fn gap() -> String {
    include_str!("query/gap.graphql").to_owned()
}

/// Cash spent by village, with the two indicators by which villages are ranked and weighted.
pub fn spread(filter: &str, regency: &str, rate: &str, count: &str) -> String {
    include_str!("query/spread.graphql")
        .replace("FILTER", filter)
        .replace("REGENCY", regency)
        .replace("RATE", rate)
        .replace("COUNT", count)
}

/// What keeps money of the regency's own budget out.
pub const OUTSIDE_REGENCY_BUDGET: &str = "fundingSource: { channel: { ne: APBD_KAB } }";

/// The programmes of an owner, such as `village: { code: { eq: "33.18.16.2012" } }`.
pub fn programmes(owner: &str) -> String {
    include_str!("query/programmes.graphql").replace("OWNER", owner)
}

/// The action items that have a due date.
pub fn action_items() -> String {
    include_str!("query/action_items.graphql").to_owned()
}

/// What the levels of the registry have in the regions and cycles that meet `filter`.
pub fn agreement(filter: &str) -> String {
    include_str!("query/agreement.graphql").replace("FILTER", filter)
}

/// Mean lag of the registry by cycle, in accompanied villages and in the others.
pub fn lag() -> String {
    include_str!("query/lag.graphql").to_owned()
}

/// The values of an indicator in the villages of a regency before and after, with who accompanies them since when.
pub fn evaluation(indicator: &str, regency: &str, (before, after): (&str, &str)) -> String {
    include_str!("query/evaluation.graphql")
        .replace("INDICATOR", indicator)
        .replace("REGENCY", regency)
        .replace("BEFORE", before)
        .replace("AFTER", after)
}
