//! The layout of the sources and the directions of their imports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use dampingan_tests::project_folder;

/// A file of the repository.
struct Source {
    path: String,
    text: String,
}

/// Every tracked file that exists, by path from the root.
fn tracked() -> Vec<String> {
    let listed = Command::new("git").arg("ls-files").current_dir(project_folder()).output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let paths = String::from_utf8(listed.stdout).unwrap();
    let paths: Vec<String> = paths.lines().map(str::to_owned).collect();
    assert!(paths.len() > 200);
    paths.into_iter().filter(|path| project_folder().join(path).exists()).collect()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "rs")
}

/// The Rust sources below a folder.
fn sources(folder: &str) -> Vec<Source> {
    let paths = tracked().into_iter().filter(|path| path.starts_with(folder) && is_rust(path));
    let read =
        |path: String| Source { text: fs::read_to_string(project_folder().join(&path)).unwrap(), path };
    let sources: Vec<Source> = paths.map(read).collect();
    assert!(!sources.is_empty(), "{folder}");
    sources
}

impl Source {
    /// Its code: without comments, and without the tests at its end.
    fn code(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        code.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
    }

    /// Whether its code holds a name that does not go on to the left: `entity::` but not `my_entity::`.
    fn names(&self, name: &str) -> bool {
        let code = self.code();
        code.match_indices(name).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    }

    /// Whether it lies in one of these: a file, or a folder with `/` at its end.
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|it| if it.ends_with('/') { self.path.starts_with(it) } else { self.path == *it })
    }
}

/// Files below the folders, outside the places, whose code holds one of the names.
fn breaches(folders: &[&str], except: &[&str], names: &[&str]) -> Vec<String> {
    let all = folders.iter().flat_map(|folder| sources(folder)).filter(|source| !source.is_in(except));
    all.flat_map(|source| {
        let found =
            names.iter().filter(|name| source.names(name)).map(|name| format!("{}: {name}", source.path));
        found.collect::<Vec<_>>()
    })
    .collect()
}

const NONE: [String; 0] = [];

#[test]
fn the_root_holds_only_what_belongs_there() {
    let allowed = BTreeSet::from([
        ".ci",
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "_typos.toml",
        "clippy.toml",
        "data",
        "deny.toml",
        "entity",
        "gateway",
        "migrations",
        "rustfmt.toml",
        "sitegen",
        "templates",
        "tests",
    ]);
    let paths = tracked();
    let found: BTreeSet<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
    assert_eq!(found.difference(&allowed).collect::<Vec<_>>(), [&""; 0]);
}

#[test]
fn imports_run_one_way() {
    for (folder, except, names) in [
        ("entity/", [""].as_slice(), ["async_graphql", "gateway::", "sitegen::", "migrations::"].as_slice()),
        ("migrations/", &[], &["entity::", "gateway::", "sitegen::"]),
        ("gateway/", &[], &["sitegen::"]),
        ("sitegen/", &[], &["sea_orm", "entity::"]),
        (
            "sitegen/",
            &["sitegen/src/client.rs", "sitegen/src/client/"],
            &["gateway::", "migrations::", "async_graphql", "ureq"],
        ),
    ] {
        assert_eq!(breaches(&[folder], except, names), NONE);
    }
    assert_eq!(
        breaches(&["entity/", "migrations/", "gateway/", "sitegen/"], &[], &["dampingan_tests"]),
        NONE
    );
    // A dependency that is not declared cannot be imported under another name either.
    for (package, banned) in [
        ("entity", ["async-graphql", "gateway", "migrations", "sitegen"].as_slice()),
        ("migrations", &["entity", "gateway", "sitegen"]),
        ("gateway", &["sitegen"]),
        ("sitegen", &["entity", "sea-orm", "sea-orm-migration"]),
    ] {
        let manifest = fs::read_to_string(project_folder().join(package).join("Cargo.toml")).unwrap();
        let declared = manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for dependency in declared {
            assert!(!banned.contains(&dependency), "{package} depends on {dependency}");
            assert_ne!(dependency, "dampingan-tests", "{package}");
        }
    }
}

#[test]
fn charts_do_nothing_but_draw() {
    let outside = [
        "std::fs",
        "std::io",
        "std::env",
        "std::time",
        "std::net",
        "std::process",
        "chrono::Local",
        "println!",
    ];
    let charts = sources("sitegen/src/chart");
    assert!(charts.len() > 10);
    let others: Vec<Source> =
        sources("sitegen/src/").into_iter().filter(|it| !it.path.starts_with("sitegen/src/chart")).collect();
    let except: Vec<&str> = others.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(breaches(&["sitegen/src/"], &except, &outside), NONE);
}

#[test]
fn one_module_of_each_program_reads_flags_and_environment() {
    let readers = ["gateway/src/settings.rs", "sitegen/src/settings.rs"];
    let reading =
        ["std::env", "env::var", "env::args", "Parser)]", "Parser, ", "Args, ", "#[arg(", "#[command("];
    assert_eq!(breaches(&["entity/", "migrations/", "gateway/", "sitegen/"], &readers, &reading), NONE);
    for reader in readers {
        assert!(sources(reader)[0].code().contains("Parser)]"), "{reader}");
    }
}

#[test]
fn one_module_of_the_site_generator_writes_files() {
    let writers = ["sitegen/src/output.rs", "sitegen/src/output/"];
    let writing = [
        "fs::write",
        "fs::create_dir",
        "fs::rename",
        "fs::remove",
        "fs::copy",
        "fs::hard_link",
        "fs::set_permissions",
        "File::create",
        "OpenOptions",
        "renameat",
    ];
    // The demo makes the folder that its database lies in.
    let found: Vec<String> = breaches(&["sitegen/src/"], &writers, &writing)
        .into_iter()
        .filter(|it| !it.contains("/tests.rs"))
        .collect();
    assert_eq!(found, ["sitegen/src/client/demo.rs: fs::create_dir"]);
}

#[test]
fn every_page_has_its_template_and_every_template_its_page() {
    let pages: BTreeSet<String> = sources("sitegen/src/page/")
        .iter()
        .filter(|source| source.code().contains("pub fn context("))
        .map(|source| source.path["sitegen/src/page/".len()..source.path.len() - ".rs".len()].to_owned())
        .collect();
    assert!(pages.len() > 10);
    let paths = tracked();
    let templates =
        paths.iter().filter_map(|path| path.strip_prefix("templates/")?.strip_suffix(".html.tera"));
    let mut templates: BTreeSet<String> = templates.map(str::to_owned).collect();
    // What all pages share, the one page that says nothing of the data, and what each figure has for itself.
    for shared in ["layout", "components", "not_found", "figure", "embed"] {
        assert!(templates.remove(shared), "{shared}");
    }
    assert_eq!(pages, templates);
    // What several pages share is not a page, nor are the rooms of one.
    let all = sources("sitegen/src/page/");
    let rest = all.iter().map(|it| &it.path["sitegen/src/page/".len()..it.path.len() - ".rs".len()]);
    let is_room = |stem: &str| stem.split_once('/').is_some_and(|(page, _)| pages.contains(page));
    let rest: Vec<&str> = rest.filter(|stem| !pages.contains(*stem) && !is_room(stem)).collect();
    assert_eq!(rest, ["frame", "maps", "query", "series", "table"]);
}

#[test]
fn every_noun_has_one_stem_from_storage_to_api() {
    let stems = |folder: &str| -> BTreeSet<String> {
        let found = sources(folder);
        found.iter().map(|it| it.path[folder.len()..it.path.len() - ".rs".len()].to_owned()).collect()
    };
    let (stored, served) = (stems("entity/src/"), stems("gateway/src/schema/"));
    // Storage without a noun of its own, and nouns that are views of another table.
    let only_stored =
        ["dataset_state", "ledger_transaction", "lib", "public_cell", "region_code", "search_entry", "value"];
    let only_served = ["district", "province", "regency", "search_hit", "transaction", "village"];
    assert_eq!(stored.difference(&served).collect::<Vec<_>>(), only_stored);
    assert_eq!(served.difference(&stored).collect::<Vec<_>>(), only_served);
}

#[test]
fn files_are_rooms_not_halls() {
    for source in sources("").iter().filter(|source| source.path.contains("/src/")) {
        let lines = source.text.lines().count();
        assert!(lines <= 600, "{} has {lines} lines", source.path);
        if lines > 400 {
            println!("{} has {lines} lines", source.path);
        }
    }
}

#[test]
fn names_say_what_a_thing_is() {
    let empty = ["utils", "util", "helpers", "helper", "common", "manager", "service", "misc", "mod"];
    for path in tracked() {
        let stems = path.split('/').map(|part| part.split('.').next().unwrap());
        let found: Vec<&str> = stems.filter(|stem| empty.contains(stem)).collect();
        assert_eq!(found, [""; 0], "{path}");
    }
}

#[test]
fn nothing_is_left_unfinished_or_ignored() {
    // Put together here, so that this file does not hold them.
    let unfinished = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let ignored = format!("#[{}", "ignore");
    for source in sources("") {
        for name in unfinished.iter().chain([&ignored]) {
            assert!(!source.text.contains(name.as_str()), "{name} in {}", source.path);
        }
    }
}
