//! The two languages of the report: how each writes numbers, money, dates and words.

use chrono::{Datelike as _, NaiveDate};

use crate::data::vocabulary::DatePrecision;

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Indonesian, the language of the public.
    Id,
    /// English.
    En,
}

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

impl Locale {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.say("id", "en")
    }

    /// A period as readers know it: `2026-Q3` is the third quarter of 2026, `2022-06` June 2022; a year is itself.
    #[must_use]
    pub fn period(self, period: &str) -> String {
        let of_year = || {
            let (year, part) = period.split_once('-')?;
            if let Some(quarter) = part.strip_prefix('Q') {
                let numeral = ["I", "II", "III", "IV"].get(quarter.parse::<usize>().ok()?.checked_sub(1)?)?;
                return Some(match self {
                    Self::Id => format!("triwulan {numeral} {year}"),
                    Self::En => format!("Q{quarter} {year}"),
                });
            }
            let (id, en) = MONTHS.get(part.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some(format!("{} {year}", self.say(id, en)))
        };
        of_year().unwrap_or_else(|| period.to_owned())
    }

    /// Picks the text of this language.
    #[must_use]
    pub fn say<'t>(self, id: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }

    /// Picks the English text if there is one.
    #[must_use]
    pub fn prefer<'t>(self, id: &'t str, en: Option<&'t str>) -> &'t str {
        match self {
            Self::Id => id,
            Self::En => en.unwrap_or(id),
        }
    }

    /// A whole number with marks between thousands: `1.379.022`, `1,379,022`.
    #[must_use]
    pub fn whole(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mark = self.say(".", ",");
        let mut written = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            written.push('−');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push_str(mark);
            }
            written.push(digit);
        }
        written
    }

    /// The size of a file: `5 kB`, of 1,000 bytes each, a begun one counted; number and unit stay on one line.
    #[must_use]
    pub fn kilobytes(self, bytes: usize) -> String {
        format!("{}\u{a0}kB", self.whole(i64::try_from(bytes.div_ceil(1_000)).unwrap_or(i64::MAX)))
    }

    /// An exact decimal as this language writes it: `9,17`, `9.17`.
    #[must_use]
    pub fn decimal(self, exact: &str) -> String {
        let (sign, digits) = exact.strip_prefix('-').map_or(("", exact), |rest| ("−", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), |whole| self.whole(whole));
        if fraction.is_empty() {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}{}{fraction}", self.say(",", "."))
    }

    /// A number to so many decimals.
    #[must_use]
    pub fn rounded(self, number: f64, decimals: usize) -> String {
        let exact = format!("{number:.decimals$}");
        // A change that rounds to nothing has no sign.
        let is_zero = exact.chars().all(|c| !c.is_ascii_digit() || c == '0');
        self.decimal(if is_zero { exact.trim_start_matches('-') } else { &exact })
    }

    /// Rupiah in full: `Rp20.000.000`.
    #[must_use]
    pub fn rupiah(self, amount: i64) -> String {
        let sign = if amount < 0 { "−" } else { "" };
        format!("{sign}Rp{}", self.whole(amount).trim_start_matches('−'))
    }

    /// Rupiah in words of size: `Rp1,96 miliar`, `Rp1.96 billion`.
    #[must_use]
    pub fn rupiah_short(self, amount: i64) -> String {
        let sizes = [
            (1_000_000_000_000, "triliun", "trillion"),
            (1_000_000_000, "miliar", "billion"),
            (1_000_000, "juta", "million"),
        ];
        for (size, id, en) in sizes {
            if amount.unsigned_abs() >= size {
                let number = amount as f64 / size as f64;
                let mut written = format!("{number:.2}");
                // 20.00 million is 20 million.
                if written.contains('.') {
                    written = written.trim_end_matches('0').trim_end_matches('.').to_owned();
                }
                return format!("Rp{} {}", self.decimal(&written), self.say(id, en));
            }
        }
        self.rupiah(amount)
    }

    /// A day: `22 Juni 2022`, `22 June 2022`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        format!("{} {}", date.day(), self.month(date))
    }

    /// A month: `Juni 2022`.
    #[must_use]
    pub fn month(self, date: NaiveDate) -> String {
        let (id, en) = MONTHS[date.month0() as usize];
        format!("{} {}", self.say(id, en), date.year())
    }

    /// A date as exactly as it is known.
    #[must_use]
    pub fn dated(self, date: NaiveDate, precision: DatePrecision) -> String {
        match precision {
            DatePrecision::Day => self.date(date),
            DatePrecision::Month => self.month(date),
            DatePrecision::Year => date.year().to_string(),
        }
    }

    /// `a, b, dan c`, `a, b and c`.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [one, two] => format!("{one} {} {two}", self.say("dan", "and")),
            [most @ .., last] => format!("{}{} {last}", most.join(", "), self.say(", dan", " and")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_numbers_its_own_way() {
        assert_eq!(Locale::Id.whole(1_379_022), "1.379.022");
        assert_eq!(Locale::En.whole(1_379_022), "1,379,022");
        assert_eq!(Locale::Id.whole(-1_000), "−1.000");
        assert_eq!(Locale::Id.decimal("9.17"), "9,17");
        assert_eq!(Locale::Id.decimal("-0.14"), "−0,14");
        assert_eq!(Locale::En.decimal("11829.5"), "11,829.5");
        assert_eq!(Locale::Id.rounded(-0.001, 2), "0,00");
        // From exactly halfway to the even digit, as the page on method says.
        assert_eq!([0.5, 1.5, 2.5].map(|half| Locale::Id.rounded(half, 0)), ["0", "2", "2"]);
        assert_eq!([0.125, 0.375].map(|half| Locale::En.rounded(half, 2)), ["0.12", "0.38"]);
    }

    #[test]
    fn sizes_count_begun_thousands() {
        assert_eq!(Locale::Id.kilobytes(3_105_332), "3.106\u{a0}kB");
        assert_eq!(Locale::En.kilobytes(1), "1\u{a0}kB");
    }

    #[test]
    fn money_is_written_in_words_of_size() {
        assert_eq!(Locale::Id.rupiah_short(1_963_203_325), "Rp1,96 miliar");
        assert_eq!(Locale::En.rupiah_short(150_676_500_000), "Rp150.68 billion");
        assert_eq!(Locale::Id.rupiah_short(20_000_000), "Rp20 juta");
        assert_eq!(Locale::Id.rupiah_short(500_000), "Rp500.000");
        assert_eq!(Locale::Id.rupiah_short(0), "Rp0");
        assert_eq!(Locale::Id.rupiah(-330_000_000), "−Rp330.000.000");
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        let day = NaiveDate::from_ymd_opt(2022, 6, 22).unwrap();
        assert_eq!(Locale::Id.dated(day, DatePrecision::Day), "22 Juni 2022");
        assert_eq!(Locale::En.dated(day, DatePrecision::Month), "June 2022");
        assert_eq!(Locale::Id.dated(day, DatePrecision::Year), "2022");
    }

    #[test]
    fn lists_end_as_each_language_ends_them() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(Locale::Id.list(&items), "a, b, dan c");
        assert_eq!(Locale::En.list(&items), "a, b and c");
        assert_eq!(Locale::Id.list(&items[..2]), "a dan b");
    }

    #[test]
    fn periods_are_written_as_readers_know_them() {
        let written = |period| Locale::ALL.map(|locale| locale.period(period));
        assert_eq!(written("2026-Q3"), ["triwulan III 2026", "Q3 2026"]);
        assert_eq!(written("2022-06"), ["Juni 2022", "June 2022"]);
        for other in ["2025", "2025-Q5", "2025-13", "2025-00", "x-y"] {
            assert_eq!(written(other), [other, other]);
        }
    }
}
