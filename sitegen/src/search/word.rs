//! Words as they are compared: stemmed by the language of the page, then folded over spellings.
//!
//! The script of the search page does the same to what a reader asks (`templates/static/search.js`); a test in a browser
//! compares the two over all words of the report.

use std::fmt;

use foldhash::HashMap;
use pagefind_stem::{Algorithm, Stemmer};

use crate::locale::Locale;

/// Words of each language that say nothing alone; they are not in the index, and a question is read without them.
const COMMON: [&[&str]; 2] = [
    &[
        "ada", "atau", "bagi", "dalam", "dan", "dari", "dengan", "di", "ini", "itu", "ke", "oleh", "pada",
        "tidak", "untuk", "yang",
    ],
    &[
        "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "it", "not", "of", "on", "or",
        "the", "to", "with",
    ],
];

/// The words that are left out of the index of a language.
#[must_use]
pub fn common(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::Id => COMMON[0],
        Locale::En => COMMON[1],
    }
}

/// The words of a text: letters without accents and digits, in small letters. An apostrophe ends no word.
pub fn words(text: &str) -> Vec<String> {
    let apostrophe = |letter: char| matches!(letter, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}');
    let letters: String = text.chars().filter(|letter| !apostrophe(*letter)).collect();
    let letters = letters.to_ascii_lowercase();
    let words = letters.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// One spelling for all: the old one read as the new one, `y` as `i`, without the `h` that is often left out and without
/// doubled letters, as the gateway folds names.
#[must_use]
pub fn fold(word: &str) -> String {
    let spelled = word.replace("oe", "u").replace("tj", "c").replace("dj", "j").replace('y', "i");
    let mut folded = String::with_capacity(spelled.len());
    for letter in spelled.chars().filter(|letter| *letter != 'h') {
        if letter.is_ascii_digit() || !folded.ends_with(letter) {
            folded.push(letter);
        }
    }
    if folded.is_empty() { word.to_owned() } else { folded }
}

/// Stems the words of one language, each once.
pub struct Stems {
    stemmer: Stemmer,
    common: &'static [&'static str],
    known: HashMap<String, Option<String>>,
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stems").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

impl Stems {
    /// Begins with nothing known.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        let stemmer = Stemmer::create(match locale {
            Locale::Id => Algorithm::Indonesian,
            Locale::En => Algorithm::Porter,
        });
        Self { stemmer, common: common(locale), known: HashMap::default() }
    }

    /// What a word is found by; none for what is common, and for a number that is no year.
    pub fn of(&mut self, word: &str) -> Option<String> {
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let is_number = word.chars().all(|sign| sign.is_ascii_digit());
        let is_year = is_number && word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let is_left_out = self.common.contains(&word) || (is_number && !is_year);
        let stem = (!is_left_out).then(|| fold(&self.stemmer.stem(word)));
        self.known.insert(word.to_owned(), stem.clone());
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(locale: Locale, words: &str) -> Vec<String> {
        let mut stems = Stems::new(locale);
        let mut found: Vec<String> = words.split(' ').filter_map(|word| stems.of(word)).collect();
        found.dedup();
        found
    }

    #[test]
    fn indonesian_words_of_one_root_find_each_other() {
        for (family, root) in [
            ("pendampingan dampingan didampingi mendampingi pendamping dampingi", "damping"),
            ("kemiskinan miskin termiskin", "miskin"),
            ("kebutuhan dibutuhkan butuh membutuhkan", "butu"),
            ("pendanaan dana didanai mendanai pendana", "dana"),
            ("perbaikan memperbaiki diperbaiki", "baik"),
            ("pelatihan melatih dilatih latihan", "lati"),
            ("pembangunan bangunan dibangun", "bangun"),
            ("penyaluran disalurkan menyalurkan", "salur"),
        ] {
            assert_eq!(stems(Locale::Id, family), [root], "{family}");
        }
    }

    #[test]
    fn english_words_of_one_root_find_each_other() {
        for (family, root) in [
            ("accompaniment accompanied accompanies accompany", "acompani"),
            ("village villages", "vilag"),
            ("agency agencies", "agenc"),
            ("funding funded funds fund", "fund"),
        ] {
            assert_eq!(stems(Locale::En, family), [root], "{family}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_one_word() {
        for (one, other) in [("soekoharjo", "sukoharjo"), ("djakenan", "jakenan"), ("tjluwak", "cluwak")] {
            assert_eq!(fold(one), fold(other));
        }
        assert_eq!(words("'Aisyiyah, Ma\u{2019}arif 2025"), ["aisyiyah", "maarif", "2025"]);
    }

    #[test]
    fn words_that_say_nothing_and_numbers_are_left_out() {
        assert_eq!(stems(Locale::Id, "dan di 24 2025 yang"), ["2025"]);
        assert_eq!(stems(Locale::En, "the of and 3318"), [""; 0]);
    }
}
