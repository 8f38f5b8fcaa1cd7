//! The command line of the site generator.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use sitegen::client::{Client, demo, shutdown};
use sitegen::data::operations;
use sitegen::server;
use sitegen::settings::{About, Command, From, Settings};
use sitegen::site::{self, Plan, Report};
use tokio::runtime::Runtime;

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
    match settings.command {
        Command::Build { from, out, about } => build(&from, &about, &out),
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

fn plan(about: &About) -> Plan {
    Plan {
        regency: about.regency.clone(),
        next_edition: about.next_edition,
        today: about.today.unwrap_or_else(|| chrono::Local::now().date_naive()),
        address: about.address.clone(),
        api: about.api.clone(),
        without_simulated: about.without_simulated,
    }
}

fn build(from: &From, about: &About, out: &Path) -> anyhow::Result<()> {
    let client = match (&from.gateway, &from.database) {
        (Some(address), _) => Client::remote(address),
        (None, Some(database)) => Client::local(database)?,
        (None, None) => anyhow::bail!("name where the data come from: --gateway URL or --database URL"),
    };
    let report = site::build(&client, &plan(about), out)?;
    println!("{}: {}", out.display(), summary(&report));
    Ok(())
}

fn summary(report: &Report) -> String {
    let files = &report.files;
    format!(
        "{} pages; {} files written, {} unchanged, {} removed",
        report.pages, files.written, files.unchanged, files.removed
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
    let runtime = Runtime::new().context("cannot start the runtime")?;
    // The port is taken first, so that nobody waits for a build that cannot be shown.
    let bound = listen.map(|listen| runtime.block_on(server::bind(&listen.to_string()))).transpose()?;
    println!("{}", runtime.block_on(demo::prepare(places, seed))?);
    let api = bound.as_ref().map(|bound| format!("http://{}/graphql", bound.address()));
    let mut plan = plan(about);
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
