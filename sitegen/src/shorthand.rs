//! Shorthand in square brackets: what stands in the place of a value, or behind one. The letters are those that the Analysis
//! Function of the British government asks of its statisticians, so that spreadsheets read alike.

use crate::locale::Locale;

/// A code, and what it means in both languages as part of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub struct Shorthand {
    /// As it is written.
    pub code: &'static str,
    id: &'static str,
    en: &'static str,
}

/// Stands for a value that is confidential.
pub const WITHHELD: &str = "[c]";
/// Stands for a value that is not available.
pub const NOT_AVAILABLE: &str = "[x]";
/// Stands where a value would make no sense.
pub const NOT_APPLICABLE: &str = "[z]";
/// Follows a value that rounds to 0 and is none.
pub const LOW: &str = "[low]";
/// Follows a value that is not final.
pub const PROVISIONAL: &str = "[p]";
/// Follows a value that its source estimates.
pub const ESTIMATED: &str = "[e]";
/// Follows the first value that was counted in another way.
pub const BREAK: &str = "[b]";
/// Follows a value that the edition before gave otherwise.
pub const CORRECTED: &str = "[r]";

/// All of them, in the order in which they are explained.
pub const ALL: [Shorthand; 8] = [
    Shorthand {
        code: WITHHELD,
        id: "dirahasiakan karena terlalu sedikit orang, atau karena akan membuka hitungan lain yang terlalu kecil",
        en: "confidential: too few people, or it would give away another count that is too small",
    },
    Shorthand {
        code: NOT_AVAILABLE,
        id: "tidak tersedia atau tidak tercatat",
        en: "not available or not recorded",
    },
    Shorthand { code: NOT_APPLICABLE, id: "tidak berlaku", en: "not applicable" },
    Shorthand { code: LOW, id: "dibulatkan menjadi 0, tetapi bukan 0", en: "rounds to 0, but is not 0" },
    Shorthand { code: PROVISIONAL, id: "angka sementara", en: "provisional" },
    Shorthand { code: ESTIMATED, id: "perkiraan", en: "estimated" },
    Shorthand { code: BREAK, id: "deret terputus", en: "break in the series" },
    Shorthand {
        code: CORRECTED,
        id: "dikoreksi sejak edisi sebelumnya",
        en: "corrected since the edition before",
    },
];

/// Those that stand in some texts, in their order.
pub fn found_in<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'static Shorthand> {
    let mut is_found = [false; ALL.len()];
    for text in texts.filter(|text| text.contains('[')) {
        for (is_found, it) in is_found.iter_mut().zip(&ALL) {
            *is_found |= text.contains(it.code);
        }
    }
    ALL.iter().zip(is_found).filter_map(|(it, is_found)| is_found.then_some(it)).collect()
}

/// A sentence that explains them: `[c] confidential: …; [x] not available or not recorded.`; none where there are none.
#[must_use]
pub fn explained(shorthand: &[&Shorthand], locale: Locale) -> Option<String> {
    let explained = |it: &&Shorthand| format!("{} {}", it.code, locale.say(it.id, it.en));
    let explained: Vec<String> = shorthand.iter().map(explained).collect();
    (!explained.is_empty()).then(|| format!("{}.", explained.join("; ")))
}

/// The same of codes by what they are written as; what is none of them is left out.
#[must_use]
pub fn explained_by_code(codes: &[String], locale: Locale) -> String {
    let known: Vec<&Shorthand> = ALL.iter().filter(|it| codes.iter().any(|code| code == it.code)).collect();
    explained(&known, locale).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_explained_once_and_in_order() {
        let found = found_in(["12 [x]", "[c] (2025)", "[c]", "7 [r]", "[q]", "Desa"].into_iter());
        assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), ["[c]", "[x]", "[r]"]);
        assert_eq!(
            explained(&found[1..], Locale::Id).as_deref(),
            Some("[x] tidak tersedia atau tidak tercatat; [r] dikoreksi sejak edisi sebelumnya.")
        );
        assert_eq!(explained_by_code(&["[p]".to_owned(), "[q]".to_owned()], Locale::En), "[p] provisional.");
        assert_eq!(explained(&[], Locale::En), None);
    }
}
