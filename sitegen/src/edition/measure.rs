//! What editions are compared by that is no indicator.

use crate::locale::Locale;

/// A measure that is no indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in the values.
    pub key: &'static str,
    /// Its name in Indonesian.
    id: &'static str,
    /// Its name in English.
    en: &'static str,
}

impl Measure {
    /// Its name for readers.
    #[must_use]
    pub fn label(self, locale: Locale) -> &'static str {
        locale.say(self.id, self.en)
    }
}

const fn measure(key: &'static str, id: &'static str, en: &'static str) -> Measure {
    Measure { key, id, en }
}

/// Entries of the registry at the village.
pub const ENTRIES: Measure =
    measure("registry.village", "Entri pendataan di desa", "Registry entries at the village");
/// The same at the regency.
pub const ENTRIES_OF_REGENCY: Measure =
    measure("registry.regency", "Entri pendataan di kabupaten", "Registry entries at the regency");
/// How much is needed.
pub const QUANTITY: Measure = measure("need.quantity", "Jumlah kebutuhan", "Quantity of a need");
/// What a need costs.
pub const COST: Measure = measure("need.cost", "Biaya kebutuhan (rupiah)", "Cost of a need (rupiah)");
/// What a row of the ledger moves.
pub const AMOUNT: Measure = measure("transaction.amount", "Transaksi dana (rupiah)", "Transaction (rupiah)");

/// Every measure that is no indicator. No key of an indicator has a dot.
pub const MEASURES: [Measure; 5] = [ENTRIES, ENTRIES_OF_REGENCY, QUANTITY, COST, AMOUNT];
