//! Writes one page in one language: words, links and figures, and remembers which sources it cited.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use foldhash::HashSet;

use crate::chart;
use crate::data::record::{
    Agency, District, FundingSource, Need, Observation, Scheme, Source, Stakeholder, Transaction, Village,
};
use crate::data::vocabulary::{AmountState, CellState, RegionKind, SourceKind, TransactionKind};
use crate::edition::{Id, Issue};
use crate::figure::Drawn;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::meaning::Meaning;
use crate::page::{Edition, Neighbours};
use crate::picture::{Pictures, Preview};
use crate::reads::Shared;
use crate::shorthand;
use crate::theme::Theme;
use crate::view::{Cell, Figure, Link, Table};

/// Fills the braces of the text of one language.
macro_rules! say {
    ($locale:expr, $id:literal, $en:literal) => {
        match $locale {
            $crate::locale::Locale::Id => format!($id),
            $crate::locale::Locale::En => format!($en),
        }
    };
}
pub(crate) use say;

/// Writes a page.
#[derive(Debug)]
pub struct Scribe<'l, 'd> {
    /// The data.
    pub linked: &'l Linked<'d>,
    /// The language.
    pub locale: Locale,
    /// The day that the report takes as today.
    pub today: NaiveDate,
    /// The day of the next edition, where it is set.
    pub next_edition: Option<NaiveDate>,
    /// The page.
    pub target: Target<'l>,
    /// What the report is among the editions of a publication, if it is one.
    issue: Option<&'l Issue>,
    /// How the report looks and what it calls itself.
    pub theme: &'l Theme,
    /// Whether figures are left out but for their tables.
    pub is_draft: bool,
    /// What the pages of the villages of a kecamatan share.
    pub neighbours: &'l Shared<Neighbours>,
    /// Makes pictures of figures, where they are wanted.
    pub pictures: Option<&'l Pictures>,
    /// What leads from the page to the root of the report.
    root: String,
    cited: RefCell<BTreeSet<String>>,
    drawn: RefCell<Vec<Drawn>>,
    preview: RefCell<Option<Preview>>,
}

/// A figure before it is drawn.
#[derive(Debug, Default)]
pub struct Sketch {
    /// Unique on the page.
    pub id: &'static str,
    /// The finding.
    pub title: String,
    /// Measure, unit, place, period.
    pub subtitle: String,
    /// The time that it is about.
    pub period: String,
    /// What its numbers mean.
    pub meaning: Meaning,
    /// The question to the API that gives what it shows, whole as it stands.
    pub query: String,
    /// For who cannot see it: kind of chart, data, highest and lowest.
    pub desc: String,
    /// The same values.
    pub table: Table,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// A figure that another page shows too.
#[derive(Clone, Debug)]
pub struct Elsewhere<'t> {
    /// The page that it belongs to.
    pub host: Target<'t>,
    /// Its id there.
    pub id: &'static str,
    /// Its finding there.
    pub title: String,
}

impl<'l, 'd> Scribe<'l, 'd> {
    /// Begins a page.
    #[must_use]
    pub fn new(edition: &'l Edition<'d>, locale: Locale, target: Target<'l>) -> Self {
        let Edition { linked, theme, today, next_edition, is_draft, neighbours, pictures, issue, .. } =
            edition;
        let (today, next_edition) = (*today, *next_edition);
        Self {
            linked,
            locale,
            today,
            next_edition,
            target,
            issue: *issue,
            theme,
            is_draft: *is_draft,
            neighbours,
            pictures: pictures.as_ref(),
            root: target.root(locale),
            cited: RefCell::default(),
            drawn: RefCell::default(),
            preview: RefCell::default(),
        }
    }

    /// Picks the text of the page's language.
    #[must_use]
    pub fn say<'t>(&self, id: &'t str, en: &'t str) -> &'t str {
        self.locale.say(id, en)
    }

    /// The address of another page, from this one.
    #[must_use]
    pub fn href(&self, target: Target<'_>) -> String {
        let folder = target.folder(self.locale);
        let mut href = String::with_capacity(self.root.len() + folder.len());
        href.push_str(&self.root);
        href.push_str(&folder);
        href
    }

    /// A page of the report by its name.
    #[must_use]
    pub fn page(&self, target: Target<'_>) -> Link {
        let name = match target {
            Target::Village(code) => self.linked.village(code).map(|it| self.village_name(it)),
            Target::District(code) => self.linked.district(code).map(|it| self.district(it).text),
            Target::Agency(key) => Some(self.agency(key).text),
            Target::Stakeholder(key) => Some(self.stakeholder(key).text),
            _ => None,
        };
        Link::to(name.unwrap_or_else(|| target.title(self.locale).to_owned()), self.href(target))
    }

    /// When the figures are made anew.
    #[must_use]
    pub fn next_update(&self) -> Cell {
        match self.next_edition {
            Some(day) => Cell::number(self.locale.date(day), day),
            None => Cell::text(self.say("belum dijadwalkan", "not scheduled yet")),
        }
    }

    /// `Edisi 25 November 2026`; the day of the data alone where the report is no edition of a publication.
    #[must_use]
    pub fn edition_title(&self) -> String {
        let day = self.locale.date(self.today);
        match self.issue.map(|issue| issue.id) {
            Some(id) => self.edition_name(id),
            None => say!(self.locale, "Keadaan per {day}", "As of {day}"),
        }
    }

    /// The whole address of the page in its edition, which stays; none where nobody knows it.
    #[must_use]
    pub fn permanent(&self) -> Option<String> {
        let issue = self.issue?;
        let address = issue.address.as_deref()?;
        Some(format!("{address}/{}{}", issue.id.folder(), self.target.folder(self.locale)))
    }

    /// `Edisi 25 November 2026`, `Edisi kedua 25 November 2026`.
    #[must_use]
    pub fn edition_name(&self, id: Id) -> String {
        let (day, nth) = (self.locale.date(id.day), id.nth);
        match nth {
            1 => say!(self.locale, "Edisi {day}", "Edition of {day}"),
            _ => say!(self.locale, "Edisi {day} (ke-{nth})", "Edition of {day} (no. {nth})"),
        }
    }

    /// `Desa Kajen`; with its kecamatan where the name alone does not tell which.
    #[must_use]
    pub fn village_name(&self, village: &Village) -> String {
        let kind = match village.kind {
            RegionKind::Kelurahan => "Kelurahan",
            _ => "Desa",
        };
        let name = format!("{kind} {}", village.name);
        match self.linked.district(&village.district.code) {
            Some(district) if self.linked.has_namesake(village) => {
                format!("{name} (Kec. {})", district.name)
            }
            _ => name,
        }
    }

    /// A link to a village.
    #[must_use]
    pub fn village(&self, village: &Village) -> Link {
        Link::to(self.village_name(village), self.href(Target::Village(&village.code)))
    }

    /// A link to a kecamatan.
    #[must_use]
    pub fn district(&self, district: &District) -> Link {
        Link::to(format!("Kecamatan {}", district.name), self.href(Target::District(&district.code)))
    }

    /// A region of any level: a link where it has a page.
    #[must_use]
    pub fn region(&self, code: &str) -> Link {
        if let Some(village) = self.linked.village(code) {
            return self.village(village);
        }
        if let Some(district) = self.linked.district(code) {
            return self.district(district);
        }
        Link::plain(self.region_name(code))
    }

    /// `Kabupaten Pati`.
    #[must_use]
    pub fn region_name(&self, code: &str) -> String {
        self.linked.region_name(code, self.locale)
    }

    /// The name of a region with its kind, that of a province too: `Provinsi Jawa Tengah`, `Kabupaten Pati`.
    #[must_use]
    pub fn region_title(&self, code: &str) -> String {
        let name = self.region_name(code);
        match self.linked.region(code).map(|it| it.kind) {
            Some(RegionKind::Province) => say!(self.locale, "Provinsi {name}", "{name} Province"),
            _ => name,
        }
    }

    /// Full name of an agency.
    #[must_use]
    pub fn agency_name<'a>(&self, agency: &'a Agency) -> &'a str {
        self.locale.prefer(&agency.name, agency.name_en.as_deref())
    }

    /// Name of an agency within a sentence.
    #[must_use]
    pub fn the_agency(&self, agency: &Agency) -> String {
        let name = self.agency_name(agency);
        say!(self.locale, "{name}", "the {name}")
    }

    /// A link to an agency by its abbreviation.
    #[must_use]
    pub fn agency(&self, key: &str) -> Link {
        match self.linked.agency(key) {
            Some(agency) => Link::to(&*agency.abbreviation, self.href(Target::Agency(key))),
            None => Link::plain(key),
        }
    }

    /// Name of a stakeholder.
    #[must_use]
    pub fn stakeholder_name<'s>(&self, stakeholder: &'s Stakeholder) -> &'s str {
        self.locale.prefer(&stakeholder.name, stakeholder.name_en.as_deref())
    }

    /// A link to a stakeholder.
    #[must_use]
    pub fn stakeholder(&self, key: &str) -> Link {
        match self.linked.stakeholder(key) {
            Some(stakeholder) => {
                Link::to(self.stakeholder_name(stakeholder), self.href(Target::Stakeholder(key)))
            }
            None => Link::plain(key),
        }
    }

    /// Name of a funding source.
    #[must_use]
    pub fn fund_name<'s>(&self, fund: &'s FundingSource) -> &'s str {
        self.locale.prefer(&fund.name, fund.name_en.as_deref())
    }

    /// A funding source, linked to whoever gives.
    #[must_use]
    pub fn fund(&self, key: &str) -> Link {
        let Some(fund) = self.linked.funding_source(key) else { return Link::plain(key) };
        let giver = fund.stakeholder.as_ref().map(|of| Target::Stakeholder(&of.key));
        let giver = giver.or_else(|| fund.agency.as_ref().map(|of| Target::Agency(&of.key)));
        Link::to(self.fund_name(fund), giver.map(|target| self.href(target)).unwrap_or_default())
    }

    /// Name of a scheme.
    #[must_use]
    pub fn scheme_name<'s>(&self, scheme: &'s Scheme) -> &'s str {
        self.locale.prefer(&scheme.name, scheme.name_en.as_deref())
    }

    /// Names in a row, of those that do something now; says so when there are none.
    #[must_use]
    pub fn names(&self, names: &[String]) -> Cell {
        match names {
            [] => Cell::text(self.say("sedang tidak ada", "none now")),
            names => Cell::text(names.join(", ")),
        }
    }

    /// A text that exists in Indonesian only.
    #[must_use]
    pub fn original(&self, text: &str) -> Cell {
        Cell { indonesian: self.locale == Locale::En && !text.is_empty(), ..Cell::text(text) }
    }

    /// The cell that names a source.
    #[must_use]
    pub fn source(&self, key: &str) -> Cell {
        Cell::link(self.cite(key))
    }

    /// Amount of a ledger row, or the words for one that nobody has stated.
    #[must_use]
    pub fn amount(&self, row: &Transaction) -> Cell {
        match row.amount {
            Some(amount) if row.amount_state == AmountState::Known => {
                // A reversal takes back what it names.
                let sign = if row.kind == TransactionKind::Reversal { -1 } else { 1 };
                Cell::number(self.locale.rupiah(sign * amount.0), sign * amount.0)
            }
            _ => Cell::text(AmountState::Unknown.label(self.locale)),
        }
        .marked(row.simulated)
    }

    /// An observed value as it is written, without its unit.
    #[must_use]
    pub fn value(&self, observed: &Observation) -> Cell {
        match &observed.value {
            Some(value) => Cell::number(self.locale.decimal(value), value),
            None => untold(observed.cell_state),
        }
        .marked(observed.simulated)
        .corrected(self.is_corrected(
            &observed.indicator.key,
            &observed.region.code,
            &observed.period,
        ))
    }

    /// The cell of a period, with its code for machines where readers know it by other words.
    #[must_use]
    pub fn period(&self, period: &str) -> Cell {
        let written = self.locale.period(period);
        if written == period { Cell::text(written) } else { Cell::number(written, period) }
    }

    /// Whether a published value is not the one that the edition before gave.
    #[must_use]
    pub fn is_corrected(&self, measure: &str, subject: &str, period: &str) -> bool {
        self.issue.is_some_and(|issue| issue.changes.is_corrected(measure, subject, period))
    }

    /// An observed value in a text, without its unit; the shorthand where it is not told.
    #[must_use]
    pub fn told(&self, observed: &Observation) -> String {
        self.value(observed).text
    }

    /// How many units a need has.
    #[must_use]
    pub fn quantity(&self, need: &Need) -> Cell {
        let unit = &need.unit;
        need.quantity.map_or_else(
            || untold(need.cell_state),
            |quantity| {
                let written = self.locale.whole(i64::from(quantity));
                Cell::number(format!("{written} {unit}"), quantity)
            },
        )
    }

    /// What a need costs.
    #[must_use]
    pub fn cost(&self, need: &Need) -> Cell {
        need.cost
            .map_or_else(|| untold(need.cell_state), |cost| Cell::number(self.locale.rupiah(cost.0), cost.0))
    }

    /// A count of a row that a release tells.
    #[must_use]
    pub fn count(&self, count: Option<i32>, state: CellState) -> Cell {
        count.map_or_else(|| untold(state), |count| Cell::number(self.locale.whole(i64::from(count)), count))
    }

    /// Cites a source: the link, and its place in the list at the end of the page.
    pub fn cite(&self, key: &str) -> Link {
        let mut cited = self.cited.borrow_mut();
        if !cited.contains(key) {
            cited.insert(key.to_owned());
        }
        drop(cited);
        match self.linked.data.sources.get(key) {
            Some(source) if source.kind == SourceKind::Simulated => Link::to(
                self.say("Simulasi", "Simulated"),
                format!("{}#{}", self.href(Target::Method), self.say("simulasi", "simulated")),
            ),
            Some(source) => Link::to(&*source.publisher, source.url.clone().unwrap_or_default()),
            None => Link::plain(key),
        }
    }

    /// Cites the simulation for a table that has marks but names no source, so that its page has the banner.
    pub fn cite_simulated(&self, table: Table) -> Table {
        if table.is_simulated() {
            self.cite_simulation();
        }
        table
    }

    /// Cites the simulation, so that the page has the banner.
    pub fn cite_simulation(&self) {
        let keys = self.linked.simulations().iter();
        self.cited.borrow_mut().extend(keys.map(|key| (*key).to_owned()));
    }

    /// The sources cited so far, by publisher and title.
    #[must_use]
    pub fn cited(&self) -> Vec<&'d Source> {
        let cited = self.cited.borrow();
        let mut sources: Vec<&Source> =
            cited.iter().filter_map(|key| self.linked.data.sources.get(key)).collect();
        sources.sort_by(|a, b| (&a.publisher, &a.title, &a.key).cmp(&(&b.publisher, &b.title, &b.key)));
        sources
    }

    /// Draws a figure for both widths, and keeps it for its own page.
    pub fn draw(&self, mut sketch: Sketch, chart: impl Fn(chart::Frame) -> Box<dyn chart::Figure>) -> Figure {
        let figure = self.figure(&mut sketch, chart);
        if self.is_draft {
            return figure;
        }
        let mut drawn = self.drawn.borrow_mut();
        let kept = Drawn::new(self, sketch, Figure { number: drawn.len() + 1, ..figure });
        if drawn.is_empty() {
            self.shows(kept.preview(Target::Figure(&self.target, kept.id), self));
        }
        let figure = kept.figure.clone();
        drawn.push(kept);
        figure
    }

    /// Draws a figure that is another page's, with a mark where this page is in it. It is cited and downloaded by the address
    /// that it has there.
    pub fn draw_from(
        &self,
        of: &Elsewhere<'_>,
        mut sketch: Sketch,
        chart: impl Fn(chart::Frame) -> Box<dyn chart::Figure>,
    ) -> Figure {
        let figure = self.figure(&mut sketch, chart);
        let own = Target::Figure(&of.host, of.id);
        if self.pictures.is_some() && self.drawn.borrow().is_empty() {
            self.shows(Some(Preview::of(own, self, of.title.clone())));
        }
        Figure { page: if self.is_draft { String::new() } else { self.href(own) }, ..figure }
    }

    /// A drawing under an id; empty in a draft.
    pub fn drawing(&self, id: &str, chart: impl FnOnce() -> Box<dyn chart::Figure>) -> String {
        if self.is_draft { String::new() } else { chart().draw(id, self.locale) }
    }

    /// A figure without its files, its sources cited.
    fn figure(&self, sketch: &mut Sketch, chart: impl Fn(chart::Frame) -> Box<dyn chart::Figure>) -> Figure {
        let empty = self.say("Belum ada data", "No data yet").to_owned();
        let frame = |width| chart::Frame {
            title: sketch.title.clone(),
            desc: sketch.desc.clone(),
            empty: empty.clone(),
            width,
        };
        let wide = self.drawing(sketch.id, || chart(frame(chart::Width::Wide)));
        let narrow = format!("{}-narrow", sketch.id);
        let narrow = self.drawing(&narrow, || chart(frame(chart::Width::Narrow)));
        // Who looks at the drawing alone does not see what stands above the table.
        let drawn = shorthand::found_in(std::iter::once(&*wide));
        sketch.notes.extend(shorthand::explained(&drawn, self.locale));
        let data = self.linked.data;
        if sketch.table.is_simulated() && !sketch.sources.iter().any(|key| data.is_simulated(key)) {
            // A cell of its table is simulated, even where what is drawn is not.
            sketch.sources.extend(self.linked.simulations().first().map(|key| (*key).to_owned()));
        }
        // Thousands of rows have a few sources.
        let mut known = HashSet::default();
        sketch.sources.retain(|key| !known.contains(key) && known.insert(key.clone()));
        let mut cited: Vec<Link> = Vec::new();
        for key in &sketch.sources {
            let link = self.cite(key);
            // The list at the end of the page names each title.
            if !cited.iter().any(|it| it.text == link.text) {
                cited.push(link);
            }
        }
        Figure {
            id: sketch.id.to_owned(),
            title: sketch.title.clone(),
            subtitle: sketch.subtitle.clone(),
            is_linked: wide.contains("<a "),
            wide,
            narrow,
            simulated: sketch.table.is_simulated(),
            table: sketch.table.clone(),
            notes: sketch.notes.clone(),
            sources: cited,
            ..Figure::default()
        }
    }

    /// Notes what links to the page show.
    pub fn shows(&self, preview: Option<Preview>) {
        self.preview.replace(preview);
    }

    /// What links to the page show; none while nothing is drawn.
    pub fn preview(&self) -> Option<Preview> {
        self.preview.borrow().clone()
    }

    /// The figures drawn so far.
    pub fn drawn(&self) -> Vec<Drawn> {
        self.drawn.take()
    }
}

/// What stands for a value that is not there: confidential, or not available (yet).
fn untold(state: CellState) -> Cell {
    if state == CellState::Suppressed { Cell::withheld() } else { Cell::absent() }
}
