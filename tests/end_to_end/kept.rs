//! A build onto an old report keeps what is still true, and makes what a build from nothing makes.

use std::fs;
use std::path::Path;

use chrono::Days;
use dampingan_tests::{Backend, Site, World, plan};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sitegen::client::Client;
use sitegen::data::Dataset;
use sitegen::data::record::Rupiah;
use sitegen::data::vocabulary::{AccompanimentState, ActionState, ProgrammeState};
use sitegen::notes::Notes;
use sitegen::output::{self, Outcome};
use sitegen::reads::Records;
use sitegen::site::{self, Plan};
use sitegen::template::Templates;
use tempfile::TempDir;

/// Kecamatan whose villages the reports are about: enough for every kind of page, few enough to be made many times.
const DISTRICTS: [&str; 2] = ["33.18.16", "33.18.01"];

/// How often the data change: once for each kind of record.
const ROUNDS: usize = 27;

fn build(data: &Dataset, plan: &Plan, out: &Path) -> anyhow::Result<Outcome> {
    let draft = output::Site::open(out)?.draft()?;
    let notes = Notes::read(&draft);
    let templates = Templates::new(&plan.theme)?.into();
    let notes = site::fill(data, plan, &draft, (notes, templates))?;
    draft.publish("tests", &notes.text()?)
}

/// Removes a record, moves one, or changes one.
fn edit<T>(records: &mut Records<T>, random: &mut ChaCha8Rng, change: impl Fn(&mut T)) {
    let count = records.len();
    if count == 0 {
        return;
    }
    let (at, other) = (random.random_range(0..count), random.random_range(0..count));
    match random.random_range(0..6) {
        0 => drop(records.remove(at)),
        1 => records.swap(at, other),
        _ => change(&mut records[at]),
    }
}

/// Changes a record of a kind, each kind in its turn.
fn edited(data: &mut Dataset, nth: usize, random: &mut ChaCha8Rng) -> &'static str {
    let more = |count: &mut Option<i32>| *count = count.map(|count| count + 1).or(Some(7));
    macro_rules! kinds {
        ($($kind:ident => $change:expr,)+) => {{
            let kinds: [(&'static str, &dyn Fn(&mut Dataset, &mut ChaCha8Rng)); _] = [
                $((stringify!($kind), &|data, random| edit(&mut data.$kind, random, $change)),)+
                ("sources", &|data, random| {
                    let chosen = random.random_range(0..data.sources.keys().count());
                    let sources = data.sources.values().cloned().enumerate().map(|(at, mut source)| {
                        if at == chosen {
                            source.publisher.push('.');
                        }
                        (source.key.clone(), source)
                    });
                    data.sources = sources.collect();
                }),
            ];
            let (kind, edit) = kinds[nth % kinds.len()];
            edit(data, random);
            kind
        }};
    }
    kinds!(
        observations => |it| it.value = it.number().map(|value| (value + 1.0).to_string()),
        transactions => |it| it.amount = it.amount.map(|amount| Rupiah(amount.0 + 1_000_000)),
        needs => |it| it.title.push('.'),
        villages => |it| it.name.push('k'),
        districts => |it| it.name.push('k'),
        regions => |it| it.name.push('k'),
        codes => |it| it.name.push('k'),
        agencies => |it| it.abbreviation.push('k'),
        agency_names => |it| it.abbreviation.push('k'),
        stakeholders => |it| it.name.push('k'),
        schemes => |it| it.name.push('k'),
        accompaniments => |it| it.state = AccompanimentState::Ended,
        assessments => |it| more(&mut it.participants),
        potentials => |it| it.description.push('.'),
        programmes => |it| it.state = ProgrammeState::Done,
        activities => |it| it.planned_end = it.planned_end + Days::new(9),
        funding_sources => |it| it.name.push('k'),
        indicators => |it| it.name.push('k'),
        conflicts => |it| it.claim.push('.'),
        cycles => |it| it.period.push('k'),
        sync_counts => |it| more(&mut it.regency_rows),
        released_cells => |it| it.value = Some("12".to_owned()),
        meetings => |it| it.title.push('.'),
        attendances => |it| it.party.push('k'),
        decisions => |it| it.text.push('.'),
        action_items => |it| it.state = ActionState::Done,
    )
}

/// The data of the villages of two kecamatan, and of all that is above them.
fn data(client: &Client) -> Dataset {
    let mut data = site::fetch(client, &plan()).unwrap();
    let is_near = |code: &str| DISTRICTS.iter().any(|district| code.starts_with(district));
    let is_kept = |code: &str| code.matches('.').count() < 2 || is_near(code);
    data.villages.retain(|it| is_near(&it.code));
    data.districts.retain(|it| is_near(&it.code));
    data.observations.retain(|it| is_kept(&it.region.code));
    data.sync_counts.retain(|it| is_near(&it.village.code));
    data.released_cells.retain(|it| is_kept(&it.region.code));
    data.codes.retain(|it| is_kept(&it.region.code));
    data
}

#[tokio::test]
async fn whatever_changes_a_build_onto_an_old_report_makes_what_one_from_nothing_makes() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let rounds = move || {
        let mut data = data(&Client::local(&world.url).unwrap());
        let seed = 2026;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let folder = TempDir::new().unwrap();
        let [kept, clean] = ["kept", "clean"].map(|name| folder.path().join(name));
        // With an address, so that villages have feeds.
        let plan = Plan { address: Some("https://dampingan.example".to_owned()), ..plan() };
        build(&data, &plan, &kept).unwrap();
        let (mut made, mut files) = (0, 0);
        for nth in 0..ROUNDS {
            let before = data.clone();
            let kind = edited(&mut data, nth, &mut random);
            if clean.exists() {
                fs::remove_dir_all(&clean).unwrap();
            }
            let from_nothing = build(&data, &plan, &clean);
            let onto_old = build(&data, &plan, &kept);
            let (Ok(all), Ok(outcome)) = (&from_nothing, &onto_old) else {
                // What makes no report makes none here either, and leaves the old one.
                assert!(from_nothing.is_err() && onto_old.is_err(), "round {nth} of seed {seed}: {kind}");
                data = before;
                continue;
            };
            let (expected, found) = (Site::read(&clean), Site::read(&kept));
            assert_eq!(expected.differing(&found), [""; 0], "round {nth} of seed {seed}: {kind}");
            made += 1;
            files += outcome.written * 100 / all.written;
        }
        assert!(made > ROUNDS * 9 / 10, "{made} reports");
        assert!(files / made < 50, "{} % of the files were written", files / made);
    };
    tokio::task::spawn_blocking(rounds).await.unwrap();
}
