//! The command line of the site generator.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser as _;
use sitegen::client::{Client, demo, shutdown};
use sitegen::country;
use sitegen::data::operations;
use sitegen::edition::{Entry, Reason, Standing};
use sitegen::publication::{self, Published};
use sitegen::server;
use sitegen::settings::{self, About, Command, From, MaybeTo, Settings, To};
use sitegen::site::{self, Plan, Report, Spent};
use sitegen::store;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(Settings::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The alternate form prints the whole chain on one line.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: Settings) -> anyhow::Result<()> {
    if matches!(settings.command, Command::Build { all_of: Some(_), .. }) {
        settings::keep_memory();
    }
    match settings.command {
        Command::Build { from, out, draft, all_of, about } => {
            let (client, plan) = (client(&from)?, Plan { is_draft: draft, ..plan(&about)? });
            let report = match all_of {
                Some(code) => country::build(&client, &plan, &code, &out)?,
                None => site::build(&client, &plan, &out)?,
            };
            println!("{}: {}", out.display(), summary(&report));
            Ok(())
        }
        Command::Publish { from, dir, to, about } => {
            publish(&from, &about, &dir)?;
            send_where_asked(&dir, &to)
        }
        Command::Editions { dir, check } => editions(&dir, check),
        Command::Rollback { dir, id, to, look } => {
            let current = publication::roll_back(&dir, id, &look.theme()?)?;
            println!("{}: {current} is the current edition", dir.display());
            send_where_asked(&dir, &to)
        }
        Command::TakeDown { id, dir, reason_id, reason_en, roll_back, to, look } => {
            let reason = Reason { id: reason_id, en: reason_en };
            let taken = publication::take_down(&dir, id, &reason, roll_back, &look.theme()?)?;
            println!(
                "{}: {id} is taken down, {} notices stand in its place; {} is the current edition",
                dir.display(),
                taken.notices,
                taken.current
            );
            send_where_asked(&dir, &to)
        }
        Command::Send { dir, to } => send(&dir, &to),
        Command::Serve { folder, listen } => serve(folder, listen),
        Command::Operations => {
            println!("{}", serde_json::to_string_pretty(&operations())?);
            Ok(())
        }
        Command::Demo { dir, facts, seed, listen, no_serve, about } => {
            let listen = (!no_serve).then_some(listen);
            make_demo(&demo::Places { dir, facts }, seed, listen, &about)
        }
    }
}

fn plan(about: &About) -> anyhow::Result<Plan> {
    Ok(Plan {
        regency: about.regency.clone(),
        next_edition: about.next_edition,
        today: about.today.unwrap_or_else(|| chrono::Local::now().date_naive()),
        address: about.address.clone(),
        api: about.api.clone(),
        without_simulated: about.without_simulated,
        with_pictures: !about.without_pictures,
        is_draft: false,
        theme: about.look.theme()?,
    })
}

fn client(from: &From) -> anyhow::Result<Client> {
    match (&from.gateway, &from.database) {
        (Some(address), _) => Ok(Client::remote(address)),
        (None, Some(database)) => Client::local(database),
        (None, None) => anyhow::bail!("name where the data come from: --gateway URL or --database URL"),
    }
}

fn publish(from: &From, about: &About, dir: &Path) -> anyhow::Result<()> {
    match publication::publish(&client(from)?, &plan(about)?, dir)? {
        Published::New { entry, files, shared } => println!(
            "{}: edition {} with {} pages; {} files written ({} kB), {} of its {} files shared with the edition before; {} \
             values corrected",
            dir.display(),
            entry.id,
            entry.pages,
            files.written,
            files.bytes.div_ceil(1_000),
            shared,
            entry.files,
            entry.corrected
        ),
        Published::Already(id) => {
            println!("{}: the current edition {id} was made from the same", dir.display());
        }
    }
    Ok(())
}

fn editions(dir: &Path, check: bool) -> anyhow::Result<()> {
    let list = publication::list(dir)?;
    println!(
        "{:<14} {:<11} {:>12} {:>7} {:>7} {:>9}",
        "edition", "state", "data version", "pages", "files", "kB"
    );
    for entry in &list.editions {
        let state = match list.standing(entry) {
            Standing::Current => "current",
            Standing::Earlier => "earlier",
            Standing::RolledBack => "rolled back",
            Standing::TakenDown => "taken down",
        };
        let Entry { id, data_version, pages, files, bytes, .. } = entry;
        let size = bytes.div_ceil(1_000);
        println!("{:<14} {state:<11} {data_version:>12} {pages:>7} {files:>7} {size:>9}", id.to_string());
    }
    if check {
        let wrong = publication::check(dir)?;
        anyhow::ensure!(wrong.is_empty(), "not as it was published:\n  {}", wrong.join("\n  "));
        println!("Every file is as it was published.");
    }
    Ok(())
}

fn send_where_asked(dir: &Path, to: &MaybeTo) -> anyhow::Result<()> {
    to.given().map_or(Ok(()), |to| {
        // What stands in the folder stays so.
        send(dir, &to)
            .context("the editions stand in their folder, and `sitegen send` copies them from there")
    })
}

fn send(dir: &Path, to: &To) -> anyhow::Result<()> {
    let to = to.destination();
    let done = store::send(dir, &to)?;
    println!(
        "{}: {} files sent ({} kB), {} unchanged, {} removed",
        to.url,
        done.sent,
        done.bytes.div_ceil(1_000),
        done.unchanged,
        done.removed
    );
    Ok(())
}

fn summary(report: &Report) -> String {
    let Report { pages, files, spent } = report;
    let Spent { reading, making, publishing } = spent;
    let seconds = |time: &Duration| time.as_secs_f64();
    format!(
        "{pages} pages; {} files written, {} unchanged, {} removed; {:.2} s to read the data, {:.2} s to make the pages, \
         {:.2} s to publish them",
        files.written,
        files.unchanged,
        files.removed,
        seconds(reading),
        seconds(making),
        seconds(publishing)
    )
}

fn serve(folder: PathBuf, listen: std::net::SocketAddr) -> anyhow::Result<()> {
    anyhow::ensure!(
        folder.join("index.html").is_file(),
        "{} holds no report; make one with `sitegen build --out {0}`",
        folder.display()
    );
    Runtime::new().context("cannot start the runtime")?.block_on(async {
        let bound = server::bind(&listen.to_string()).await?;
        let asked_to_end = shutdown::requested().context("cannot listen for signals")?;
        println!("Report at http://{}/", bound.address());
        server::run(bound, folder, asked_to_end).await
    })
}

fn make_demo(
    places: &demo::Places,
    seed: u64,
    listen: Option<std::net::SocketAddr>,
    about: &About,
) -> anyhow::Result<()> {
    let mut plan = plan(about)?;
    let runtime = Runtime::new().context("cannot start the runtime")?;
    // The port is taken first, so that nobody waits for a build that cannot be shown.
    let bound = listen.map(|listen| runtime.block_on(server::bind(&listen.to_string()))).transpose()?;
    let day = about.today.unwrap_or_else(|| chrono::Local::now().date_naive());
    println!("{}", runtime.block_on(demo::prepare(places, seed, day))?);
    let api = bound.as_ref().map(|bound| format!("http://{}/graphql", bound.address()));
    plan.api = plan.api.or(api);
    let site = places.site();
    let report = site::build(&Client::local(&places.database())?, &plan, &site)?;
    println!("{}: {}", site.display(), summary(&report));
    let Some(bound) = bound else { return Ok(()) };
    let address = bound.address();
    let asked_to_end =
        runtime.block_on(async { shutdown::requested() }).context("cannot listen for signals")?;
    println!(
        "\nReport  http://{address}/\nAPI     http://{address}/graphql\n\n\
         Three things to try:\n  \
         how poverty went     http://{address}/#kemiskinan\n  \
         a village            http://{address}/desa/33.18.16.2002/\n  \
         ask the API          curl 'http://{address}/graphql' -H 'content-type: application/json' \\\n                       \
         -d '{{\"query\":\"{{ village(code: \\\"33.18.16.2002\\\") {{ name transactions {{ nodes {{ occurredOn amount source {{ publisher }} }} }} }} }}\"}}'\n\n\
         Ctrl+C ends it."
    );
    runtime.block_on(demo::serve(places, bound, asked_to_end))
}
