//! Addresses of the pages, from the root of the site.

use crate::locale::Locale;

/// A page of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target<'k> {
    /// The first page.
    Overview,
    /// All villages.
    Villages,
    /// One village, by code.
    Village(&'k str),
    /// All kecamatan.
    Districts,
    /// One kecamatan, by code.
    District(&'k str),
    /// All agencies.
    Agencies,
    /// One agency, by key.
    Agency(&'k str),
    /// All stakeholders.
    Stakeholders,
    /// One stakeholder, by key.
    Stakeholder(&'k str),
    /// The money.
    Funding,
    /// The quality of the welfare registry.
    Registry,
    /// What accompaniment brings, and whom it reaches.
    Evaluation,
    /// Decisions, action items and schedule.
    FollowUp,
    /// Downloads and the API.
    Data,
    /// Method, sources and glossary.
    Method,
    /// All names, and search by words.
    Search,
    /// The whole report on one page.
    Whole,
    /// What is different from the edition before.
    Changes,
    /// All editions of a publication.
    Editions,
    /// The reports of a country.
    Country,
    /// The reports of a province, by code.
    Province(&'k str),
    /// What stands in the place of pages of an edition that was taken down; with the way to the root of the publication.
    TakenDown(&'k str),
    /// The page of one figure: the page that shows it, and its id there.
    Figure(&'k Target<'k>, &'k str),
    /// The same figure alone, for pages of others.
    Embed(&'k Target<'k>, &'k str),
    /// What a server shows for an address that is none.
    NotFound,
}

impl Target<'_> {
    /// Its folder, from the root of the site; empty or ending in `/`.
    #[must_use]
    pub fn folder(self, locale: Locale) -> String {
        if let Self::Figure(host, id) = self {
            return [Self::figures(locale), &host.folder(Locale::Id), id, "/"].concat();
        }
        if let Self::Embed(host, id) = self {
            return Target::Figure(host, id).folder(locale) + Self::embedded(locale);
        }
        let (id, en, key) = match self {
            Self::Overview
            | Self::Country
            | Self::NotFound
            | Self::TakenDown(_)
            | Self::Figure(..)
            | Self::Embed(..) => ("", "", None),
            Self::Province(code) => ("", "", Some(code)),
            Self::Villages => ("desa/", "villages/", None),
            Self::Village(code) => ("desa/", "villages/", Some(code)),
            Self::Districts => ("kecamatan/", "districts/", None),
            Self::District(code) => ("kecamatan/", "districts/", Some(code)),
            Self::Agencies => ("opd/", "agencies/", None),
            Self::Agency(key) => ("opd/", "agencies/", Some(key)),
            Self::Stakeholders => ("mitra/", "stakeholders/", None),
            Self::Stakeholder(key) => ("mitra/", "stakeholders/", Some(key)),
            Self::Funding => ("dana/", "funding/", None),
            Self::Registry => ("pendataan/", "registry/", None),
            Self::Evaluation => ("evaluasi/", "evaluation/", None),
            Self::FollowUp => ("tindak-lanjut/", "follow-up/", None),
            Self::Data => ("data/", "data/", None),
            Self::Method => ("metode/", "method/", None),
            Self::Search => ("cari/", "search/", None),
            Self::Whole => ("laporan/", "report/", None),
            Self::Changes => ("apa-yang-berubah/", "changes/", None),
            Self::Editions => ("edisi/", "editions/", None),
        };
        let language = locale.say("", "en/");
        let end = if key.is_some() { "/" } else { "" };
        [language, locale.say(id, en), key.unwrap_or_default(), end].concat()
    }

    /// The folder of all figures, from the root of the site.
    #[must_use]
    pub fn figures(locale: Locale) -> &'static str {
        locale.say("gambar/", "en/figures/")
    }

    /// The folder of a figure to embed, from its own page.
    #[must_use]
    pub fn embedded(locale: Locale) -> &'static str {
        locale.say("sematan/", "embed/")
    }

    /// What it is called where others lead to it; a page of one village, kecamatan, agency or stakeholder is called by its
    /// name instead.
    #[must_use]
    pub fn title(self, locale: Locale) -> &'static str {
        let (id, en) = match self {
            Self::Overview | Self::Country | Self::NotFound => ("Beranda", "Home"),
            Self::Province(_) => ("Provinsi", "Province"),
            Self::Villages | Self::Village(_) => ("Desa", "Villages"),
            Self::Districts | Self::District(_) => ("Kecamatan", "Districts"),
            Self::Agencies | Self::Agency(_) => ("OPD", "Agencies"),
            Self::Stakeholders | Self::Stakeholder(_) => ("Mitra", "Stakeholders"),
            Self::Funding => ("Dana", "Funding"),
            Self::Registry => ("Pendataan", "Registry"),
            Self::Evaluation => ("Evaluasi", "Evaluation"),
            Self::FollowUp => ("Tindak lanjut", "Follow-up"),
            Self::Data => ("Data dan API", "Data and API"),
            Self::Method => ("Metode", "Method"),
            Self::Search => ("Cari", "Search"),
            Self::Whole => ("Laporan lengkap", "Whole report"),
            Self::Changes => ("Apa yang berubah", "What changed"),
            Self::Editions | Self::TakenDown(_) => ("Semua edisi", "All editions"),
            Self::Figure(..) | Self::Embed(..) => ("Gambar", "Figure"),
        };
        locale.say(id, en)
    }

    /// Its file, from the root of the site.
    #[must_use]
    pub fn file(self, locale: Locale) -> String {
        let name = if self == Self::NotFound { "404.html" } else { "index.html" };
        self.folder(locale) + name
    }

    /// The way from it back to the root: `./`, `../` and so on.
    #[must_use]
    pub fn root(self, locale: Locale) -> String {
        if let Self::TakenDown(root) = self {
            return root.to_owned();
        }
        match self.folder(locale).matches('/').count() {
            // It is shown for addresses of any depth, so only the root of the server is sure.
            _ if self == Self::NotFound => "/".to_owned(),
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_tree() {
        let village = Target::Village("33.18.16.2012");
        assert_eq!(village.file(Locale::Id), "desa/33.18.16.2012/index.html");
        assert_eq!(village.file(Locale::En), "en/villages/33.18.16.2012/index.html");
        assert_eq!(village.root(Locale::En), "../../../");
        let figure = Target::Figure(&village, "jadwal");
        assert_eq!(figure.file(Locale::En), "en/figures/desa/33.18.16.2012/jadwal/index.html");
        assert_eq!(figure.root(Locale::Id), "../../../../");
        assert_eq!(Target::Overview.root(Locale::Id), "./");
        assert_eq!(Target::NotFound.file(Locale::En), "en/404.html");
    }
}
