//! Findings about money in words. Each is written from numbers alone, and claims no more than they bear.

use crate::concentration::Leaning;
use crate::locale::Locale;
use crate::scribe::say;

use super::super::table::as_count;

/// So many records: `1 catatan`, `1 record`, `2 records`.
pub fn records(locale: Locale, count: usize) -> String {
    counted(locale, count, "catatan", ("record", "records"))
}

/// So many needs.
pub fn needs(locale: Locale, count: usize) -> String {
    counted(locale, count, "kebutuhan", ("need", "needs"))
}

/// So many programmes.
pub fn programmes(locale: Locale, count: usize) -> String {
    counted(locale, count, "program", ("programme", "programmes"))
}

/// So many places.
pub fn places(locale: Locale, count: usize) -> String {
    counted(locale, count, "tempat", ("place", "places"))
}

/// So many villages.
pub fn villages(locale: Locale, count: usize) -> String {
    counted(locale, count, "desa", ("village", "villages"))
}

/// So many villages of both kinds.
pub fn desa_and_kelurahan(locale: Locale, count: usize) -> String {
    counted(locale, count, "desa dan kelurahan", ("village", "villages"))
}

/// A number with its noun; Indonesian nouns have no plural.
fn counted(locale: Locale, count: usize, id: &str, en: (&str, &str)) -> String {
    let number = locale.whole(as_count(count));
    let noun = locale.say(id, if count == 1 { en.0 } else { en.1 });
    format!("{number} {noun}")
}

/// What is said of records whose amount is not stated; empty when there are none.
pub fn unstated(locale: Locale, count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let records = records(locale, count);
    say!(locale, "{records} tanpa jumlah", "{records} without an amount")
}

/// A share of a whole in per cent; whole numbers but for what would round to nothing or to all.
pub fn share(locale: Locale, part: i64, whole: i64) -> String {
    let share = if whole > 0 { part as f64 / whole as f64 * 100.0 } else { 0.0 };
    let decimals = usize::from(part > 0 && part < whole && !(1.0..=99.0).contains(&share));
    locale.rounded(share, decimals)
}

/// The answer of the page: how much, from whom, and what is still open.
pub fn answer(locale: Locale, spent: i64, giver: Option<&str>, open: usize, cost: i64) -> String {
    let amount = locale.rupiah_short(spent);
    let spent = match giver.filter(|_| spent > 0) {
        Some(giver) => say!(
            locale,
            "Sumber publik menyebut {amount} terpakai dari luar APBD kabupaten, terbanyak dari {giver}.",
            "Public sources state that {amount} from outside the regency budget was spent, most of it from {giver}."
        ),
        None => locale
            .say(
                "Sumber publik belum menyebut jumlah yang terpakai dari luar APBD kabupaten.",
                "Public sources state no amount spent from outside the regency budget yet.",
            )
            .to_owned(),
    };
    let (count, cost) = (needs(locale, open), locale.rupiah_short(cost));
    let open = match open {
        0 => locale
            .say("Tidak ada kebutuhan tanpa pendana yang tercatat.", "No need without a funder is recorded.")
            .to_owned(),
        1 => say!(
            locale,
            "{count} dengan perkiraan biaya {cost} belum ada pendananya.",
            "{count}, estimated at {cost}, has no funder yet."
        ),
        _ => say!(
            locale,
            "{count} dengan perkiraan biaya {cost} belum ada pendananya.",
            "{count}, estimated at {cost}, have no funder yet."
        ),
    };
    format!("{spent} {open}")
}

/// Where most of the money comes from and what it is for. It says so where simulated money is in the
/// total.
pub fn flow(
    locale: Locale,
    (total, is_simulated): (i64, bool),
    (source, gave): (&str, i64),
    (sector, used): (&str, i64),
) -> String {
    let (of_source, of_sector) = (share(locale, gave, total), share(locale, used, total));
    let total_text = locale.rupiah_short(total);
    let total_text = if is_simulated {
        say!(
            locale,
            "{total_text} yang dipakai, termasuk simulasi,",
            "{total_text} spent, simulated money included,"
        )
    } else {
        say!(locale, "{total_text} yang dipakai", "{total_text} spent")
    };
    if gave >= total {
        return say!(
            locale,
            "Seluruh {total_text} berasal dari {source}; {of_sector} persen untuk {sector}",
            "All of the {total_text} comes from {source}; {of_sector} per cent is for {sector}"
        );
    }
    say!(
        locale,
        "Dari {total_text} {of_source} persen berasal dari {source}, sumber dana terbesar, dan {of_sector} persen untuk \
         {sector}, sektor terbesar",
        "Of the {total_text} {of_source} per cent comes from {source}, the largest source, and {of_sector} per cent is for \
         {sector}, the largest sector"
    )
}

/// How far needs have come.
pub fn gap(locale: Locale, cost: i64, realised: i64, unpledged: i64) -> String {
    let (cost, done, open) =
        (locale.rupiah_short(cost), locale.rupiah_short(realised), locale.rupiah_short(unpledged));
    match (realised, unpledged) {
        (0, 0) => say!(
            locale,
            "Kebutuhan senilai {cost} sudah dijanjikan, tetapi belum ada yang terwujud",
            "Needs of {cost} have been pledged, but none is realised yet"
        ),
        (0, _) => say!(
            locale,
            "Dari kebutuhan senilai {cost} belum ada yang terwujud; {open} belum dijanjikan siapa pun",
            "Of needs of {cost} none is realised yet; {open} has been pledged by nobody"
        ),
        (_, 0) => say!(
            locale,
            "Dari kebutuhan senilai {cost}, {done} sudah terwujud; selebihnya sudah dijanjikan",
            "Of needs of {cost}, {done} is realised; the rest has been pledged"
        ),
        _ => say!(
            locale,
            "Dari kebutuhan senilai {cost}, {done} sudah terwujud; {open} belum dijanjikan siapa pun",
            "Of needs of {cost}, {done} is realised; {open} has been pledged by nobody"
        ),
    }
}

/// What a step has that the one before had not; empty when that is nothing.
pub fn surplus(locale: Locale, surplus: i64) -> String {
    if surplus <= 0 {
        return String::new();
    }
    let more = locale.rupiah_short(surplus);
    say!(locale, "termasuk {more} lebih dari tahap sebelumnya", "with {more} more than at the step before")
}

/// What is said of something largest among several; of one alone it is said that it is the only one.
pub fn largest(locale: Locale, name: &str, amount: i64, of: usize) -> String {
    let amount = locale.rupiah_short(amount);
    if of < 2 {
        return say!(locale, "Hanya ada {name}: {amount}", "There is only {name}: {amount}");
    }
    say!(locale, "Terbanyak lewat {name}: {amount}", "Most went by {name}: {amount}")
}

/// Fewer givers with a known amount than this allow no statement on concentration.
pub const LEAST_GIVERS: usize = 5;

/// How much the largest givers give together; too few givers allow no statement.
pub fn givers(locale: Locale, amounts: &[i64]) -> String {
    let total: i64 = amounts.iter().sum();
    let number = locale.whole(as_count(amounts.len()));
    if amounts.len() < LEAST_GIVERS || total <= 0 {
        let least = locale.whole(as_count(LEAST_GIVERS));
        return match amounts.len() {
            0 => locale.say("Belum ada pemberi dengan jumlah yang disebut.", "No giver with a stated amount yet."),
            1 => locale.say(
                "Hanya satu pemberi dengan jumlah yang disebut: terlalu sedikit untuk menilai pemusatan.",
                "Only one giver with a stated amount: too few to judge concentration.",
            ),
            _ => {
                return say!(
                    locale,
                    "Hanya {number} pemberi dengan jumlah yang disebut, kurang dari {least}: terlalu sedikit untuk menilai \
                     pemusatan.",
                    "Only {number} givers with a stated amount, fewer than {least}: too few to judge concentration."
                );
            }
        }
        .to_owned();
    }
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
    let (first, three) = (sorted[0], sorted.iter().take(3).sum());
    let (first, three) = (share(locale, first, total), share(locale, three, total));
    say!(
        locale,
        "Pemberi terbesar memberi {first} persen dan tiga terbesar {three} persen dari dana {number} pemberi.",
        "The largest giver gave {first} per cent and the three largest {three} per cent of the money of {number} givers."
    )
}

/// How few of the villages that got money have half of it. `None` where too few got any.
pub fn half(locale: Locale, amounts: &[i64]) -> Option<String> {
    const LEAST: usize = 10;
    let total: i64 = amounts.iter().sum();
    if amounts.len() < LEAST || total <= 0 {
        return None;
    }
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable_by_key(|amount| std::cmp::Reverse(*amount));
    let mut sum = 0;
    let few = sorted.iter().take_while(|amount| {
        let before = sum;
        sum += **amount;
        before * 2 < total
    });
    let few = few.count();
    let all = villages(locale, amounts.len());
    let few_text = locale.whole(as_count(few));
    Some(if few == 1 {
        say!(
            locale,
            "Separuh dana atau lebih sampai di satu dari {all} yang menerima.",
            "Half of the money or more reached one of the {all} that got any."
        )
    } else {
        say!(
            locale,
            "Separuh dana sampai di {few_text} dari {all} yang menerima.",
            "Half of the money reached {few_text} of the {all} that got any."
        )
    })
}

/// Whether money leans to the villages with the highest shares of listed families.
pub fn leaning(locale: Locale, leaning: Leaning) -> &'static str {
    match leaning {
        Leaning::Poorer => locale.say(
            "Desa dengan bagian keluarga terdata lebih tinggi mendapat lebih dari bagiannya",
            "Villages with a higher share of listed families have more than their share of the money",
        ),
        Leaning::LessPoor => locale.say(
            "Desa dengan bagian keluarga terdata lebih rendah mendapat lebih dari bagiannya",
            "Villages with a lower share of listed families have more than their share of the money",
        ),
        Leaning::Neither => locale.say(
            "Dana tidak condong secara jelas ke desa dengan bagian keluarga terdata lebih tinggi atau lebih rendah",
            "Money shows no clear leaning to villages with a higher or a lower share of listed families",
        ),
    }
}

/// What waits past the day on which work was to begin.
pub fn waiting(locale: Locale, count: usize, amount: i64) -> String {
    let (programmes, amount) = (programmes(locale, count), locale.rupiah_short(amount));
    match count {
        0 => locale
            .say(
                "Tidak ada dana yang menunggu pada program yang tanggal mulainya sudah lewat.",
                "No money waits for programmes that are past their start date.",
            )
            .to_owned(),
        1 => say!(
            locale,
            "{programmes} sudah melewati tanggal mulainya, tetapi dananya belum disalurkan seluruhnya; yang belum \
             disalurkan {amount}.",
            "{programmes} is past its start date but not fully disbursed; {amount} is still to come."
        ),
        _ => say!(
            locale,
            "{programmes} sudah melewati tanggal mulainya, tetapi dananya belum disalurkan seluruhnya; yang belum \
             disalurkan {amount}.",
            "{programmes} are past their start date but not fully disbursed; {amount} is still to come."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Id};

    #[test]
    fn counts_agree_with_their_nouns_in_both_languages() {
        assert_eq!([0, 1, 2].map(|it| records(Id, it)), ["0 catatan", "1 catatan", "2 catatan"]);
        assert_eq!([0, 1, 1_200].map(|it| records(En, it)), ["0 records", "1 record", "1,200 records"]);
        assert_eq!(needs(En, 1), "1 need");
        assert_eq!(programmes(En, 2), "2 programmes");
        assert_eq!((villages(Id, 3), villages(En, 1)), ("3 desa".into(), "1 village".into()));
        assert_eq!((places(Id, 1), places(En, 4)), ("1 tempat".into(), "4 places".into()));
        assert_eq!(unstated(Id, 0), "");
        assert_eq!(unstated(Id, 3), "3 catatan tanpa jumlah");
        assert_eq!(unstated(En, 1), "1 record without an amount");
    }

    #[test]
    fn a_small_share_is_not_rounded_to_nothing_nor_a_large_one_to_all() {
        assert_eq!(share(Id, 1, 3), "33");
        assert_eq!(share(Id, 3, 1_000), "0,3");
        assert_eq!(share(En, 997, 1_000), "99.7");
        assert_eq!(
            (share(Id, 5, 5), share(Id, 0, 5), share(Id, 0, 0)),
            ("100".into(), "0".into(), "0".into())
        );
    }

    #[test]
    fn the_answer_says_how_much_from_whom_and_what_is_open() {
        assert_eq!(
            answer(Id, 221_000_000, Some("CSR BPR BKK Pati"), 81, 13_292_600_000),
            "Sumber publik menyebut Rp221 juta terpakai dari luar APBD kabupaten, terbanyak dari CSR BPR BKK Pati. \
             81 kebutuhan dengan perkiraan biaya Rp13,29 miliar belum ada pendananya."
        );
        assert_eq!(
            answer(En, 221_000_000, Some("BKK"), 1, 5_000_000),
            "Public sources state that Rp221 million from outside the regency budget was spent, most of it from BKK. \
             1 need, estimated at Rp5 million, has no funder yet."
        );
        assert_eq!(
            answer(Id, 0, Some("BKK"), 0, 0),
            "Sumber publik belum menyebut jumlah yang terpakai dari luar APBD kabupaten. Tidak ada kebutuhan tanpa \
             pendana yang tercatat."
        );
        assert_eq!(
            answer(En, 0, None, 2, 0),
            "Public sources state no amount spent from outside the regency budget yet. 2 needs, estimated at Rp0, have \
             no funder yet."
        );
    }

    #[test]
    fn a_flow_names_its_largest_giver_and_sector() {
        assert_eq!(
            flow(Id, (10_000_000, true), ("Baznas", 6_000_000), ("perumahan", 5_000_000)),
            "Dari Rp10 juta yang dipakai, termasuk simulasi, 60 persen berasal dari Baznas, sumber dana terbesar, dan 50 \
             persen untuk perumahan, sektor terbesar"
        );
        assert_eq!(
            flow(En, (10_000_000, false), ("Baznas", 10_000_000), ("housing", 10_000_000)),
            "All of the Rp10 million spent comes from Baznas; 100 per cent is for housing"
        );
    }

    #[test]
    fn a_gap_is_told_from_both_its_ends() {
        assert_eq!(
            gap(Id, 33_000_000_000, 9_000_000_000, 13_500_000_000),
            "Dari kebutuhan senilai Rp33 miliar, Rp9 miliar sudah terwujud; Rp13,5 miliar belum dijanjikan siapa pun"
        );
        assert_eq!(
            gap(En, 1_000_000, 0, 1_000_000),
            "Of needs of Rp1 million none is realised yet; Rp1 million has been pledged by nobody"
        );
        assert_eq!(
            gap(Id, 1_000_000, 1_000_000, 0),
            "Dari kebutuhan senilai Rp1 juta, Rp1 juta sudah terwujud; selebihnya sudah dijanjikan"
        );
        assert_eq!(
            gap(En, 1_000_000, 0, 0),
            "Needs of Rp1 million have been pledged, but none is realised yet"
        );
        assert_eq!(surplus(Id, 0), "");
        assert_eq!(surplus(Id, 2_000_000), "termasuk Rp2 juta lebih dari tahap sebelumnya");
        assert_eq!(surplus(En, 2_000_000), "with Rp2 million more than at the step before");
    }

    #[test]
    fn one_alone_is_not_called_the_largest() {
        assert_eq!(largest(Id, "Baznas", 30_000_000, 1), "Hanya ada Baznas: Rp30 juta");
        assert_eq!(largest(En, "Baznas", 30_000_000, 2), "Most went by Baznas: Rp30 million");
    }

    #[test]
    fn few_givers_are_no_concentration() {
        assert_eq!(givers(Id, &[]), "Belum ada pemberi dengan jumlah yang disebut.");
        assert_eq!(givers(En, &[5]), "Only one giver with a stated amount: too few to judge concentration.");
        assert_eq!(
            givers(Id, &[191, 30]),
            "Hanya 2 pemberi dengan jumlah yang disebut, kurang dari 5: terlalu sedikit untuk menilai pemusatan."
        );
        assert_eq!(
            givers(En, &[10, 50, 20, 15, 5]),
            "The largest giver gave 50 per cent and the three largest 85 per cent of the money of 5 givers."
        );
        assert_eq!(
            givers(Id, &[1, 1, 1, 1, 1]),
            "Pemberi terbesar memberi 20 persen dan tiga terbesar 60 persen dari dana 5 pemberi."
        );
    }

    #[test]
    fn half_of_the_money_is_counted_from_the_largest() {
        assert_eq!(half(Id, &[9; 9]), None);
        assert_eq!(half(Id, &[0; 12]), None);
        assert_eq!(
            half(Id, &[7; 10]).unwrap_or_default(),
            "Separuh dana sampai di 5 dari 10 desa yang menerima."
        );
        let mut one = vec![1; 9];
        one.push(100);
        assert_eq!(
            half(En, &one).unwrap_or_default(),
            "Half of the money or more reached one of the 10 villages that got any."
        );
    }

    #[test]
    fn a_leaning_is_said_only_where_there_is_one() {
        assert!(leaning(Id, Leaning::Neither).contains("tidak condong secara jelas"));
        assert!(leaning(En, Leaning::Neither).contains("no clear leaning"));
        assert!(leaning(Id, Leaning::Poorer).contains("lebih tinggi mendapat lebih"));
        assert!(leaning(En, Leaning::LessPoor).contains("lower share of listed families have more"));
    }

    #[test]
    fn what_waits_is_counted() {
        assert_eq!(
            waiting(Id, 0, 0),
            "Tidak ada dana yang menunggu pada program yang tanggal mulainya sudah lewat."
        );
        assert_eq!(
            waiting(En, 1, 5_000_000),
            "1 programme is past its start date but not fully disbursed; Rp5 million is still to come."
        );
        assert_eq!(
            waiting(Id, 7, 5_000_000),
            "7 program sudah melewati tanggal mulainya, tetapi dananya belum disalurkan seluruhnya; yang belum disalurkan \
             Rp5 juta."
        );
        assert!(waiting(En, 7, 0).starts_with("7 programmes are past their start date"));
    }
}
