//! How a report is made: fetch, plan, render, publish.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::iter::Either;
use rayon::prelude::*;

use crate::client::Client;
use crate::data::vocabulary::RegionLevel;
use crate::data::{self, Dataset};
use crate::download::{self, Publication, Release};
use crate::edition::Issue;
use crate::headers;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::notes::{self, Notes};
use crate::output::{Draft, File, Held, Outcome, Put, Site};
use crate::page::{self, Edition, Page, Scope};
use crate::picture::Pictures;
use crate::reads::{self, Reads};
use crate::search::{self, Entry, Index};
use crate::settings;
use crate::sitemap;
use crate::template::Templates;
use crate::theme::Theme;

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Code of the regency.
    pub regency: String,
    /// The day that the report takes as today: schedules and lateness are told from it.
    pub today: NaiveDate,
    /// The day of the next edition, where it is set.
    pub next_edition: Option<NaiveDate>,
    /// Address at which the report is read, without a slash at its end, if it is known.
    pub address: Option<String>,
    /// Address of the API to tell readers.
    pub api: Option<String>,
    /// Leaves out everything simulated.
    pub without_simulated: bool,
    /// Whether figures come as pictures too, and links to pages show one.
    pub with_pictures: bool,
    /// Whether pages come with their words and tables alone, for a quick look.
    pub is_draft: bool,
    /// How it looks and what it calls itself.
    pub theme: Arc<Theme>,
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Pages in both languages.
    pub pages: usize,
    /// What happened to the files.
    pub files: Outcome,
    /// How long it took.
    pub spent: Spent,
}

impl Report {
    /// That a site stands which was made from the same.
    pub(crate) fn standing(site: &Site, inputs: &str, began: Instant) -> Option<Self> {
        let (files, pages) = site.stands(inputs)?;
        let files = Outcome { unchanged: files, ..Outcome::default() };
        Some(Self { pages, files, spent: Spent { publishing: began.elapsed(), ..Spent::default() } })
    }
}

/// How long the steps of a build took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The gateway and its database; beside it, files of the old report are linked.
    pub reading: Duration,
    /// Pages, figures and downloads, as they are made and written.
    pub making: Duration,
    /// Until the disk has them and they are in the place of the old report.
    pub publishing: Duration,
}

/// Makes the files of a report, in the order of their paths.
///
/// # Errors
/// When the gateway refuses, when there is nothing about the regency, or when a template fails.
pub fn render(client: &Client, plan: &Plan) -> anyhow::Result<Vec<File>> {
    let data = fetch(client, plan)?;
    let mut files = gather(|put| write(Linked::new(&data), plan, &Beside::nothing(plan)?, put).map(drop))?;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let told = told(plan, &paths);
    files.extend(told);
    Ok(files)
}

/// The files that something makes, in the order of their paths.
///
/// # Errors
/// When they cannot be made.
pub fn gather(make: impl FnOnce(&Put<'_>) -> anyhow::Result<()>) -> anyhow::Result<Vec<File>> {
    let files = Mutex::new(Vec::new());
    make(&|file| {
        files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    })?;
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// What hosts and search engines are told about a report with files at these paths.
fn told(plan: &Plan, paths: &[&str]) -> Vec<File> {
    let mut files: Vec<File> = headers::files(&plan.theme).into();
    let listed: Vec<&str> = paths.iter().copied().chain(files.iter().map(|file| &*file.path)).collect();
    let listed = sitemap::files(plan.address.as_deref(), &listed);
    files.extend(listed);
    files
}

/// Reads the records that a report is made from.
///
/// # Errors
/// When the gateway refuses, and when there is nothing about the regency.
pub fn fetch(client: &Client, plan: &Plan) -> anyhow::Result<Dataset> {
    let records = progress("records", None);
    let fetched = Dataset::fetch(client, &plan.regency, &|rows| records.inc(rows as u64));
    records.finish_and_clear();
    let mut data = fetched?;
    let region = data.regions.iter().find(|it| it.code == plan.regency);
    if let Some(region) = region.filter(|it| it.level != RegionLevel::Regency) {
        anyhow::bail!("{} is {}, which is no regency; name one with --regency", region.code, region.name);
    }
    if data.villages.is_empty() {
        anyhow::bail!(
            "the gateway knows no village of regency {}; name another one with --regency, by its Kemendagri code such as \
             33.18, or import the facts first: gateway import data/pati",
            plan.regency
        );
    }
    if plan.without_simulated {
        data = data.without_simulated();
    }
    Ok(data)
}

/// The report that stands, of which a build keeps what is still true.
pub struct Earlier<'e> {
    /// What its build noted.
    pub notes: Notes,
    /// The draft that keeps files of it.
    pub draft: &'e Draft,
}

/// What stands beside a report while it is made.
pub struct Beside<'b> {
    /// The templates of the plan's theme.
    pub templates: Arc<Templates>,
    /// What an edition of a publication is, which names itself on its pages.
    pub issue: Option<&'b Issue>,
    /// A folder with pictures, which are not made again.
    pub old: Option<PathBuf>,
    /// The report that stands: nothing is made again that was made from the same.
    pub earlier: Option<Earlier<'b>>,
    /// Whether the report stands among those of a country.
    pub scope: Scope,
}

impl Beside<'_> {
    /// Nothing but what each report needs.
    ///
    /// # Errors
    /// When a template is not valid.
    pub fn nothing(plan: &Plan) -> anyhow::Result<Self> {
        Ok(Self::with(Arc::new(Templates::new(&plan.theme)?)))
    }

    /// The same, with templates that are read already.
    #[must_use]
    pub fn with(templates: Arc<Templates>) -> Self {
        Self { templates, issue: None, old: None, earlier: None, scope: Scope::Regency }
    }
}

/// What is kept of a page once its files are made, or kept themselves.
struct Made {
    page: notes::Page,
    /// Its HTML, where it is a chapter of the whole report and was made.
    chapter: Option<Vec<u8>>,
    is_kept: bool,
}

/// Makes the files of a report from its records, those left out that tell hosts and search engines about it. Gives what is to
/// be noted for the next build.
///
/// # Errors
/// When a template fails, and when a file is not taken.
pub fn write(linked: Linked<'_>, plan: &Plan, beside: &Beside<'_>, put: &Put<'_>) -> anyhow::Result<Notes> {
    let with_pictures = plan.with_pictures && !plan.is_draft;
    let edition = Edition {
        pictures: with_pictures.then(|| Pictures::new(&plan.theme, beside.old.clone())),
        issue: beside.issue,
        scope: beside.scope,
        ..edition(linked, plan, &beside.templates)
    };
    let publication = Publication::of(&edition.linked, plan.today, &plan.theme.name);
    let premises = premises(plan)?;
    let earlier = beside.earlier.as_ref().filter(|it| it.notes.premises == premises);
    let build = Build::new(&edition, earlier, put);
    let pages = page::plan(&edition);
    // These name the size of each file of the release, so they come after it.
    let (of_data, mut others): (Vec<Page<'_>>, Vec<Page<'_>>) =
        pages.iter().partition(|page| page.target == Target::Data);
    // What takes longest begins first, so that nobody waits for it in the end.
    others.sort_by_key(|page| (page.target != Target::Evaluation, matches!(page.target, Target::Village(_))));
    let bar = progress("pages", Some(pages.len()));
    let (release, made) = rayon::join(
        || if plan.is_draft { Ok(None) } else { build.release(&publication).map(Some) },
        || {
            // One by one: whoever is done takes another.
            let made = others.par_iter().with_max_len(1);
            let made = made.map(|page| Ok((*page, build.page(page).inspect(|_| bar.inc(1))?)));
            made.collect::<anyhow::Result<Vec<_>>>()
        },
    );
    let (release, mut made) = (release.context("cannot make the downloads")?, made?);
    bar.finish_and_clear();
    plan.theme.files().into_iter().try_for_each(put)?;
    let of_languages = plan.theme.languages.par_iter().map(|locale| {
        let of_data = of_data.iter().filter(|page| page.locale == *locale);
        build.last(*locale, &made, of_data, release.as_ref())
    });
    let of_languages = of_languages.collect::<anyhow::Result<Vec<_>>>()?;
    made.extend(of_languages.into_iter().flatten());
    if !build.is_noted {
        return Ok(Notes::default());
    }
    let noted = made.into_iter().map(|(page, made)| (page.path(), made.page)).collect();
    let tables = release.map(|it| it.contents()).unwrap_or_default();
    Ok(Notes::new(premises, (format!("{publication:?}"), tables), edition.linked.contents(), noted))
}

/// What the pages of a plan share.
pub(crate) fn edition<'d>(linked: Linked<'d>, plan: &Plan, templates: &Arc<Templates>) -> Edition<'d> {
    Edition {
        next_edition: plan.next_edition,
        address: plan.address.clone(),
        api: plan.api.clone(),
        is_draft: plan.is_draft,
        ..Edition::new(linked, &plan.theme, templates, plan.today)
    }
}

/// All that a report is made from besides its records.
pub(crate) fn premises(plan: &Plan) -> anyhow::Result<String> {
    let premises = format!("{plan:?} {}", settings::this_program()?);
    Ok(blake3::hash(premises.as_bytes()).to_string())
}

/// Makes the parts of a report, or keeps them where what they read is as it was.
struct Build<'b> {
    edition: &'b Edition<'b>,
    earlier: Option<&'b Earlier<'b>>,
    unchanged: HashMap<&'b str, notes::Page>,
    /// Whether the next build is told what pages read. Who looks at drafts works on what all pages are made from, and a
    /// country notes less of many more.
    is_noted: bool,
    put: &'b Put<'b>,
}

impl<'b> Build<'b> {
    fn new(edition: &'b Edition<'b>, earlier: Option<&'b Earlier<'b>>, put: &'b Put<'b>) -> Self {
        let unchanged = earlier.map(|it| it.notes.unchanged(edition.linked.contents()));
        let is_noted = !edition.is_draft && edition.scope != Scope::OfCountry;
        Self { edition, earlier, unchanged: unchanged.unwrap_or_default(), is_noted, put }
    }

    fn keep(&self, path: &str) -> anyhow::Result<()> {
        self.earlier.context("there is no earlier report")?.draft.keep(path)
    }

    fn page(&self, page: &Page<'_>) -> anyhow::Result<Made> {
        self.kept(&page.path(), 0).unwrap_or_else(|| self.make(page, None))
    }

    /// A page of the earlier report with its files, if it would be the same.
    fn kept(&self, path: &str, parts: u64) -> Option<anyhow::Result<Made>> {
        let page = self.unchanged.get(path).filter(|page| page.parts == parts)?.clone();
        let kept = page.files.iter().try_for_each(|path| self.keep(path));
        Some(kept.map(|()| Made { page, chapter: None, is_kept: true }))
    }

    fn make(&self, page: &Page<'_>, release: Option<&Release>) -> anyhow::Result<Made> {
        let edition = self.edition;
        let render = || -> anyhow::Result<_> {
            let files = page.render(edition, release)?;
            let entries =
                if edition.is_draft { Vec::new() } else { search::read(page, &edition.linked, &files) };
            Ok((files, entries))
        };
        let (made, reads) = if self.is_noted { reads::of(render) } else { (render(), Reads::default()) };
        let (files, entries) = made?;
        // The page itself is the first of its files.
        let chapter = page::is_chapter(page.target).then(|| files.first().map(|file| file.bytes.clone()));
        let page = notes::Page { reads, files: paths(&files), entries, parts: 0 };
        files.into_iter().try_for_each(self.put)?;
        Ok(Made { page, chapter: chapter.flatten(), is_kept: false })
    }

    fn release(&self, publication: &Publication) -> anyhow::Result<Release> {
        let earlier = self.earlier.filter(|it| it.notes.publication == format!("{publication:?}"));
        let earlier = earlier.and_then(|it| download::Earlier::of(it.draft, &it.notes.tables));
        download::release(&self.edition.linked, publication, earlier.as_ref(), self.put)
    }

    /// What is made of the other pages of a language: the page about the data, the search, and the whole report.
    fn last<'p>(
        &self,
        locale: Locale,
        made: &[(Page<'p>, Made)],
        of_data: impl Iterator<Item = &'p Page<'p>>,
        release: Option<&Release>,
    ) -> anyhow::Result<Vec<(Page<'p>, Made)>> {
        let of_data = of_data.map(|page| Ok((*page, self.make(page, release)?)));
        let mut last = of_data.collect::<anyhow::Result<Vec<_>>>()?;
        let pages = made.iter().filter(|(page, _)| page.locale == locale).chain(&last);
        let pages: Vec<&(Page<'_>, Made)> = pages.collect();
        let (found, whole) = rayon::join(|| self.find(locale, &pages), || self.whole(locale, &pages));
        page::card(self.edition, locale)?.map_or(Ok(()), self.put)?;
        last.push((Page { target: Target::Whole, locale }, whole?));
        last.extend(found?.map(|found| (Page { target: Target::Search, locale }, found)));
        Ok(last)
    }

    /// The search page of a language, with its index; none in a draft.
    fn find(&self, locale: Locale, pages: &[&(Page<'_>, Made)]) -> anyhow::Result<Option<Made>> {
        if self.edition.is_draft {
            return Ok(None);
        }
        let entries: Vec<&Entry> = pages.iter().flat_map(|(_, made)| &made.page.entries).collect();
        let parts = if self.is_noted { reads::content(&entries) } else { 0 };
        if let Some(kept) = self.kept(&Target::Search.file(locale), parts) {
            return kept.map(Some);
        }
        let index = Index::new(locale, entries);
        let (mut files, letters) = index.files();
        let (page, reads) = reads::of(|| page::search(self.edition, &index, letters));
        files.insert(0, page?);
        let made = notes::Page { reads, parts, files: paths(&files), entries: Vec::new() };
        files.into_iter().try_for_each(self.put)?;
        Ok(Some(Made { page: made, chapter: None, is_kept: false }))
    }

    /// The HTML of a page that is a chapter, wherever it is.
    fn chapter<'m>(&self, page: &Page<'_>, made: &'m Made) -> anyhow::Result<Cow<'m, [u8]>> {
        match (&made.chapter, self.earlier) {
            (None, Some(earlier)) => Ok(Cow::Owned(earlier.draft.old(&page.path())?)),
            (chapter, _) => Ok(Cow::Borrowed(chapter.as_deref().unwrap_or_default())),
        }
    }

    /// The whole report in a language on one page.
    fn whole(&self, locale: Locale, pages: &[&(Page<'_>, Made)]) -> anyhow::Result<Made> {
        let chapters: Vec<_> = pages.iter().filter(|(page, _)| page::is_chapter(page.target)).collect();
        let path = Target::Whole.file(locale);
        if chapters.iter().all(|(_, made)| made.is_kept)
            && let Some(kept) = self.kept(&path, 0)
        {
            return kept;
        }
        let chapters = chapters.into_iter().map(|(page, made)| Ok((page.target, self.chapter(page, made)?)));
        let chapters = chapters.collect::<anyhow::Result<Vec<_>>>()?;
        let (whole, reads) = reads::of(|| {
            page::whole(self.edition, locale, |target| {
                let (_, html) = chapters.iter().find(|(of, _)| *of == target)?;
                std::str::from_utf8(html).ok()
            })
        });
        (self.put)(whole?)?;
        let page = notes::Page { reads, files: vec![path], ..notes::Page::default() };
        Ok(Made { page, chapter: None, is_kept: false })
    }
}

fn paths(files: &[File]) -> Vec<String> {
    files.iter().map(|file| file.path.clone()).collect()
}

/// Makes a report and publishes it in a folder.
///
/// # Errors
/// As [`render`], and when the folder cannot be written; the old report stands then as it was.
pub fn build(client: &Client, plan: &Plan, out: &Path) -> anyhow::Result<Report> {
    let began = Instant::now();
    let inputs = inputs(client, plan)?;
    let failed = || format!("cannot publish the report in {}", out.display());
    let held = Held::take(out).with_context(failed)?;
    let site = if held.is_of(&inputs) {
        let site = held.look().with_context(failed)?;
        if let Some(stands) = Report::standing(&site, &inputs, began) {
            return Ok(stands);
        }
        Either::Right(site)
    } else {
        // It is to be made anew, whatever became of its files.
        Either::Left(held)
    };
    let premises = premises(plan)?;
    let earlier = || -> anyhow::Result<(Draft, Option<Notes>)> {
        let draft = site.either(Held::look, Ok)?.draft()?;
        let notes = Notes::read(&draft).filter(|notes| notes.premises == premises);
        if notes.is_some() {
            // Most of the old report stays.
            draft.link_ahead();
        }
        Ok((draft, notes))
    };
    // The one waits for the gateway, the other for the disk.
    let (data, (earlier, templates)) =
        rayon::join(|| fetch(client, plan), || (earlier(), Templates::new(&plan.theme)));
    let (data, (draft, notes), templates) = (data?, earlier.with_context(failed)?, Arc::new(templates?));
    let read = Instant::now();
    let notes = fill(&data, plan, &draft, (notes, templates)).with_context(failed)?;
    // Beside what follows: to free some hundred thousand records takes a while.
    rayon::spawn(move || drop(data));
    let paths = draft.paths();
    let made = Instant::now();
    let pages = paths.iter().filter(|path| is_page(path)).count();
    let outcome = draft.publish(&inputs, &notes.text()?).with_context(failed)?;
    let spent = Spent {
        reading: read.duration_since(began),
        making: made.duration_since(read),
        publishing: made.elapsed(),
    };
    Ok(Report { pages, files: outcome, spent })
}

/// Makes the whole of a report in a draft from its records. What was made from the same for the old report is kept, as far
/// as the `notes` of its build tell. Gives the notes for the next build.
///
/// # Errors
/// As [`write`].
pub fn fill(
    data: &Dataset,
    plan: &Plan,
    draft: &Draft,
    (notes, templates): (Option<Notes>, Arc<Templates>),
) -> anyhow::Result<Notes> {
    let put = |file: File| draft.put(&file);
    let beside = Beside {
        old: Some(draft.old_folder().to_owned()),
        earlier: notes.map(|notes| Earlier { notes, draft }),
        ..Beside::with(templates)
    };
    let notes = write(Linked::new(data), plan, &beside, &put)?;
    tell(plan, draft)?;
    Ok(notes)
}

/// Puts into a draft what hosts and search engines are told of all that is in it.
pub(crate) fn tell(plan: &Plan, draft: &Draft) -> anyhow::Result<()> {
    let paths = draft.paths();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    told(plan, &paths).iter().try_for_each(|file| draft.put(file))
}

/// Whether a file is a page.
#[must_use]
pub fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "html")
}

/// All that a report is made from: the data, the plan, and this program with the templates in it.
///
/// # Errors
/// When the gateway cannot be reached, or this program cannot be read.
pub fn inputs(client: &Client, plan: &Plan) -> anyhow::Result<String> {
    Ok(format!("{} {}", data::version(client)?.identity(), premises(plan)?))
}

/// A bar with counts and the time left; nothing where nobody watches.
pub(crate) fn progress(what: &'static str, length: Option<usize>) -> ProgressBar {
    let template = match length {
        Some(_) => "{msg:>10} [{bar:32}] {human_pos}/{human_len}, {eta} left",
        None => "{msg:>10} {spinner} {human_pos}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    // A draw target of standard error hides itself where that is no terminal.
    let target = ProgressDrawTarget::stderr();
    let bar = match length {
        Some(length) => ProgressBar::with_draw_target(Some(length as u64), target),
        None => ProgressBar::with_draw_target(None, target),
    };
    bar.with_style(style).with_message(what)
}
