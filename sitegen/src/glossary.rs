//! Terms that not every reader knows, explained on the page that uses them.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem;
use serde::Serialize;

use crate::html::{self, Piece};
use crate::locale::Locale;

/// A term with its explanation in both languages.
#[derive(Debug)]
struct Term {
    /// What it is called in addresses.
    key: &'static str,
    /// How pages write it, the form for the glossary first.
    forms: &'static [&'static str],
    id: &'static str,
    en: &'static str,
}

/// All terms in the order of the alphabet.
const TERMS: [Term; 18] = [
    Term {
        key: "apbd",
        forms: &["APBD"],
        id: "Anggaran pendapatan dan belanja daerah, milik kabupaten atau provinsi.",
        en: "The budget of a regional government, of the regency or of the province.",
    },
    Term {
        key: "apbn",
        forms: &["APBN"],
        id: "Anggaran pendapatan dan belanja negara.",
        en: "The budget of the state.",
    },
    Term {
        key: "baznas",
        forms: &["Baznas"],
        id: "Badan Amil Zakat Nasional: menghimpun dan menyalurkan zakat, infak, dan sedekah.",
        en: "The national zakat board: collects and distributes zakat, infak and sedekah.",
    },
    Term {
        key: "dana-desa",
        forms: &["Dana Desa"],
        id: "Dana dari APBN yang diterima setiap desa; kelurahan tidak menerimanya.",
        en: "Money from the state budget for every village; urban villages (kelurahan) receive none.",
    },
    Term {
        key: "desil",
        forms: &["desil", "Desil", "decile", "Decile"],
        id: "Sepersepuluh keluarga menurut peringkat kesejahteraan nasional; desil 1 yang terendah. Peringkat, bukan garis kemiskinan.",
        en: "A tenth of the families by their national rank of welfare; decile 1 is the lowest. A rank, not a poverty line.",
    },
    Term {
        key: "dtsen",
        forms: &["DTSEN", "DTKS"],
        id: "Data Tunggal Sosial dan Ekonomi Nasional, sebelum 2025 Data Terpadu Kesejahteraan Sosial (DTKS): pendataan keluarga untuk bantuan sosial. Bukan hitungan penduduk miskin.",
        en: "The welfare registry: the list of families for social assistance, called DTKS before 2025. Not a count of the poor.",
    },
    Term {
        key: "idm",
        forms: &["IDM"],
        id: "Indeks Desa Membangun (sampai 2024): rata-rata indeks ketahanan sosial, ekonomi, dan lingkungan desa, dari 0 sampai 1.",
        en: "The village development index (until 2024): mean of a social, an economic and an environmental index, from 0 to 1.",
    },
    Term {
        key: "ipm",
        forms: &["IPM", "HDI"],
        id: "Indeks pembangunan manusia: umur harapan hidup, lama sekolah, dan pengeluaran dalam satu angka dari 0 sampai 100.",
        en: "The human development index: life expectancy, years of schooling and spending in one number from 0 to 100.",
    },
    Term {
        key: "kpm",
        forms: &["KPM"],
        id: "Keluarga penerima manfaat: keluarga yang menerima suatu bantuan. Satuannya keluarga, bukan orang.",
        en: "A beneficiary family. The unit is the family, not the person.",
    },
    Term {
        key: "musdes",
        forms: &[
            "musdes",
            "Musdes",
            "musyawarah desa",
            "Musyawarah desa",
            "village deliberation",
            "Village deliberation",
        ],
        id: "Musyawarah desa, yang memutuskan usulan desa dengan berita acara.",
        en: "The deliberation of a village, which decides on its proposals and signs minutes.",
    },
    Term {
        key: "opd",
        forms: &["OPD"],
        id: "Organisasi perangkat daerah: dinas, badan, kecamatan, dan satuan lain pemerintah kabupaten.",
        en: "An agency of the regency's government: department, board, district office and so on.",
    },
    Term {
        key: "p0",
        forms: &["P0"],
        id: "Persentase penduduk yang pengeluarannya di bawah garis kemiskinan, menurut Susenas.",
        en: "The share of people whose spending is below the poverty line, by the Susenas survey.",
    },
    Term {
        key: "p1",
        forms: &["P1"],
        id: "Indeks kedalaman kemiskinan: rata-rata jarak pengeluaran penduduk miskin dari garis kemiskinan.",
        en: "The poverty gap: how far the spending of poor people is below the poverty line on average.",
    },
    Term {
        key: "p2",
        forms: &["P2"],
        id: "Indeks keparahan kemiskinan: seperti P1, tetapi jarak yang jauh dihitung lebih berat.",
        en: "The severity of poverty: as P1, but large distances weigh more.",
    },
    Term {
        key: "rtlh",
        forms: &["RTLH"],
        id: "Rumah tidak layak huni.",
        en: "Houses unfit to live in, which programmes repair.",
    },
    Term {
        key: "susenas",
        forms: &["Susenas"],
        id: "Survei Sosial Ekonomi Nasional oleh BPS, sumber angka kemiskinan.",
        en: "The national socio-economic survey by Statistics Indonesia (BPS), the source of poverty rates.",
    },
    Term {
        key: "tkpk",
        forms: &["TKPK"],
        id: "Tim Koordinasi Penanggulangan Kemiskinan kabupaten, diketuai wakil bupati.",
        en: "The regency's task force on poverty, chaired by the vice-regent.",
    },
    Term {
        key: "tjslp",
        forms: &["TJSLP", "CSR"],
        id: "Tanggung jawab sosial dan lingkungan perusahaan.",
        en: "The social and environmental responsibility of companies (CSR).",
    },
];

/// A term as the glossary shows it.
#[derive(Debug, Serialize)]
pub struct Explained {
    term: String,
    text: &'static str,
}

/// All terms, for the page with the method.
#[must_use]
pub fn all(locale: Locale) -> Vec<Explained> {
    TERMS.iter().map(|term| term.explained(locale)).collect()
}

impl Term {
    fn explained(&self, locale: Locale) -> Explained {
        Explained { term: self.name(locale).join(", "), text: locale.say(self.id, self.en) }
    }

    /// The forms of a language, each once: words that begin small are not said again with a capital.
    fn name(&self, locale: Locale) -> Vec<&'static str> {
        let Self { forms, .. } = self;
        match (self.key, locale) {
            ("desil", _) => vec![locale.say("desil", "decile")],
            ("musdes", _) => vec![locale.say("musdes", "village deliberation")],
            ("ipm", _) => vec![locale.say("IPM", "HDI")],
            _ => forms.to_vec(),
        }
    }
}

/// Elements whose words are not the report's sentences: drawings, ways to other pages, what machines read.
fn is_unread(name: &str) -> bool {
    matches!(name, "svg" | "script" | "nav" | "pre" | "code" | "form")
}

/// Elements whose text is read and is no place for a link: links, headings, names.
fn is_closed(name: &str) -> bool {
    matches!(name, "a" | "summary" | "h1" | "h2" | "h3" | "h4" | "caption" | "cite")
}

/// Elements whose text is read as a sentence, or as a part of one.
fn is_sentence(name: &str) -> bool {
    matches!(name, "p" | "li" | "dd" | "td" | "span" | "strong" | "em" | "data")
}

/// Finds all forms at once. The kind that looks once at each byte: it is the largest, and a few words are small.
static FORMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let forms = TERMS.iter().flat_map(|term| term.forms);
    // It fails only for patterns of more than 2 GiB.
    #[expect(clippy::expect_used)]
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostFirst)
        .build(forms)
        .expect("a few words")
});

/// The term that each pattern of [`FORMS`] is a form of.
static TERM_OF: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let of = |(at, term): (usize, &Term)| std::iter::repeat_n(at, term.forms.len());
    TERMS.iter().enumerate().flat_map(of).collect()
});

/// The page with the terms of its main part explained at the end of that, where the first sentence with each leads.
#[must_use]
pub fn explain(page: String, locale: Locale) -> String {
    let main = html::main(&page);
    let found: VecDeque<Found> = terms_in(main).collect();
    if found.is_empty() {
        return page;
    }
    let start = main.as_ptr() as usize - page.as_ptr() as usize;
    let mut explained = String::with_capacity(page.len() + 4_000);
    explained.push_str(&page[..start]);
    let used = link(&mut explained, main, found);
    if used.is_empty() {
        return page;
    }
    // Sources end a page; those of a chapter only end that.
    let sources = html::last(&explained, "<section class=\"sources\">");
    let end = sources.filter(|at| !explained[*at..].contains("</article>")).unwrap_or(explained.len());
    explained.insert_str(end, &section(&used, locale));
    explained.push_str(&page[start + main.len()..]);
    explained
}

fn section(used: &BTreeSet<usize>, locale: Locale) -> String {
    let mut out = "<section class=\"terms\">\n<h2>".to_owned();
    out.push_str(locale.say("Istilah di halaman ini", "Terms on this page"));
    out.push_str("</h2>\n<dl class=\"facts\">\n");
    for term in used.iter().map(|at| &TERMS[*at]) {
        let Explained { term: name, text } = term.explained(locale);
        for part in ["<div id=\"", &anchor(term), "\"><dt>", &name, "</dt><dd>", text, "</dd></div>\n"] {
            out.push_str(part);
        }
    }
    out.push_str("</dl>\n</section>\n");
    out
}

fn anchor(term: &Term) -> String {
    format!("istilah-{}", term.key)
}

/// A term in a text: which, and where.
type Found = (usize, Range<usize>);

/// The terms that a text has as words of their own outside its drawings, in its order.
fn terms_in(text: &str) -> impl Iterator<Item = Found> {
    let is_word = |sign: char| sign.is_alphanumeric();
    let words = move |(start, part)| {
        let own = FORMS
            .find_iter(part)
            .map(move |found| (found.pattern(), start + found.start()..start + found.end()));
        own.filter(move |(_, place)| {
            !text[..place.start].ends_with(is_word) && !text[place.end..].starts_with(is_word)
        })
    };
    undrawn(text).flat_map(words).map(|(form, place)| (TERM_OF[form.as_usize()], place))
}

/// What stands between the drawings of a text, which are most of many pages, with where it begins.
fn undrawn(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, rest) = (at, text.get(at..).filter(|rest| !rest.is_empty())?);
        let drawing = html::DRAWING.find(rest.as_bytes()).unwrap_or(rest.len());
        let length = html::DRAWING_END.find(&rest.as_bytes()[drawing..]).unwrap_or(rest.len() - drawing);
        at += drawing + length;
        Some((start, &rest[..drawing]))
    })
}

/// Writes the main part with a link from the first sentence that has each of the terms found, and gives the terms that it has.
fn link(written: &mut String, main: &str, mut found: VecDeque<Found>) -> BTreeSet<usize> {
    let has = |text: &str| memmem::find(main.as_bytes(), text.as_bytes()).is_some();
    let mut used = BTreeSet::new();
    // A chapter brings the links that it has on its own page.
    let mut linked: BTreeSet<usize> = if has("class=\"term\"") {
        (0..TERMS.len()).filter(|at| has(&format!("href=\"#{}\"", anchor(&TERMS[*at])))).collect()
    } else {
        BTreeSet::new()
    };
    let mut done = 0;
    let (mut pieces, mut blocks, mut closed) = (html::pieces(main), Vec::new(), 0);
    // Behind the last term that is to be linked there is nothing to read.
    while !found.is_empty()
        && let Some(piece) = pieces.next()
    {
        let reads = match piece {
            Piece::Tag(tag) => {
                if tag.is_begin() && is_unread(tag.name) {
                    pieces.past(&tag);
                } else if tag.is_end {
                    let (_, is_closed) = blocks.pop().unwrap_or_default();
                    closed -= usize::from(is_closed);
                } else if tag.is_begin() {
                    let (reads, is_closed) = (is_sentence(tag.name), is_closed(tag.name));
                    blocks.push((reads && tag.value("lang").is_empty(), is_closed));
                    closed += usize::from(is_closed);
                }
                None
            }
            Piece::Text(_) => Some(closed == 0 && blocks.last().is_some_and(|(reads, _)| *reads)),
        };
        let read = main.len() - pieces.rest().len();
        while let Some((term, Range { start, end })) = found.pop_front_if(|(_, place)| place.start < read) {
            // What stands in a tag, or in an element that is not read, is no term of the page.
            let Some(reads) = reads else { continue };
            used.insert(term);
            if reads && linked.insert(term) {
                let (before, form) = (&main[done..start], &main[start..end]);
                let anchor = anchor(&TERMS[term]);
                written.extend([before, "<a class=\"term\" href=\"#", &anchor, "\">", form, "</a>"]);
                done = end;
                let is_done = |term: &usize| used.contains(term) && linked.contains(term);
                while found.pop_back_if(|(term, _)| is_done(term)).is_some() {}
            }
        }
    }
    written.push_str(&main[done..]);
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> String {
        format!("<body><main id=\"main\">{main}</main><footer>OPD</footer></body>")
    }

    #[test]
    fn the_first_sentence_with_a_term_leads_to_its_explanation() {
        let written = explain(
            page(
                "<h1>OPD</h1><p class=\"lead\">Setiap OPD, bukan <a href=\"x\">OPD</a>.</p><p>OPD</p>\
                 <section class=\"sources\"><h2>Sumber</h2></section>",
            ),
            Locale::Id,
        );
        assert_eq!(
            written,
            page(
                "<h1>OPD</h1><p class=\"lead\">Setiap <a class=\"term\" href=\"#istilah-opd\">OPD</a>, bukan \
                 <a href=\"x\">OPD</a>.</p><p>OPD</p><section class=\"terms\">\n<h2>Istilah di halaman ini</h2>\n\
                 <dl class=\"facts\">\n<div id=\"istilah-opd\"><dt>OPD</dt><dd>Organisasi perangkat daerah: dinas, \
                 badan, kecamatan, dan satuan lain pemerintah kabupaten.</dd></div>\n</dl>\n</section>\n\
                 <section class=\"sources\"><h2>Sumber</h2></section>"
            )
        );
    }

    #[test]
    fn in_a_report_of_chapters_terms_come_last_and_have_the_links_of_the_chapters() {
        let main = "<article><p><a class=\"term\" href=\"#istilah-opd\">OPD</a></p><p>OPD</p>\
                    <section class=\"sources\"></section></article>";
        let written = explain(page(main), Locale::Id);
        assert!(written.contains(&format!("{main}<section class=\"terms\">")), "{written}");
    }

    #[test]
    fn a_term_is_a_word_of_its_own() {
        let found = |text| terms_in(text).map(|(at, place)| (TERMS[at].key, place)).collect::<Vec<_>>();
        assert_eq!(found("Semua OPD-nya, APBN"), [("opd", 6..9), ("apbn", 15..19)]);
        assert_eq!(found("KOPD OPDX"), []);
        assert_eq!(found("KOPD (OPD)"), [("opd", 6..9)]);
    }

    #[test]
    fn a_page_without_terms_is_as_it_was() {
        for main in ["<p>Desa</p>", "<svg><text>OPD</text></svg>", "<pre>DTSEN</pre>"] {
            assert_eq!(explain(page(main), Locale::En), page(main));
        }
    }

    #[test]
    fn a_term_in_a_table_or_a_heading_alone_is_explained_without_a_link() {
        let written = explain(page("<h2>Baznas</h2><th>APBD</th>"), Locale::En);
        assert!(written.contains("<h2>Baznas</h2><th>APBD</th>"), "{written}");
        assert!(written.contains("id=\"istilah-baznas\"") && written.contains("id=\"istilah-apbd\""));
    }

    #[test]
    fn terms_are_in_order_and_are_explained_in_whole_sentences() {
        for term in &TERMS {
            for text in [term.id, term.en] {
                assert!(text.ends_with('.') && !text.contains(['<', '&', '"']), "{}", term.key);
            }
        }
        let keys: BTreeSet<&str> = TERMS.iter().map(|term| term.key).collect();
        assert_eq!(keys.len(), TERMS.len());
    }
}
