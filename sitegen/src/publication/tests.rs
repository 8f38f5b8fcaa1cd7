use super::*;

fn entry(id: &str) -> Entry {
    Entry {
        id: id.parse().unwrap(),
        data_version: 3,
        pages: 2,
        files: 4,
        bytes: 100,
        corrected: 0,
        style: "sha256-old".to_owned(),
        taken_down: None,
    }
}

/// A publication of editions that hold a page in each language and a file; the last is current.
fn published(folder: &Path, ids: &[&str]) -> List {
    let mut pieces = Pieces::new();
    let list = List {
        current: ids.last().unwrap().parse().unwrap(),
        address: Some("https://pati.example".to_owned()),
        regency: Regency {
            code: "33.18".to_owned(),
            kind: crate::data::vocabulary::RegionKind::Kabupaten,
            name: "Pati".to_owned(),
        },
        editions: ids.iter().map(|id| entry(id)).collect(),
    };
    let mut whole = Vec::new();
    for id in ids {
        let id: Id = id.parse().unwrap();
        let text = |path: &str| File { path: path.to_owned(), bytes: format!("{path} of {id}").into_bytes() };
        let files = ["index.html", "en/villages/x/index.html", "data/all.csv"].map(text);
        let manifest = Manifest {
            edition: id,
            previous: None,
            sitegen: "0.1.0".to_owned(),
            data_version: 3,
            today: id.day,
            next_edition: None,
            regency: "33.18".to_owned(),
            address: None,
            api: None,
            without_simulated: false,
            files: files.iter().map(|file| (file.path.clone(), sha256(&file.bytes))).collect(),
        };
        whole = root_of(&manifest);
        pieces.extend(written(&id.folder(), files));
        pieces.extend(written(&id.folder(), [json(MANIFEST, &manifest).unwrap()]));
    }
    pieces.extend(around(&list, &whole, &Arc::default()).unwrap());
    pieces.extend(root(list.current, whole));
    Publication::take(folder).unwrap().replace(&pieces, "inputs").unwrap();
    list
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn reason() -> Reason {
    Reason { id: "Memuat sel kecil.".to_owned(), en: "It held a small cell.".to_owned() }
}

#[test]
fn what_was_published_is_whole_until_somebody_touches_it() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-25", "2026-11-26"]);
    assert_eq!(check(&folder).unwrap(), [""; 0]);
    fs::write(folder.join("edisi/2026-11-25/index.html"), "other").unwrap();
    fs::write(folder.join("edisi/2026-11-25/more.html"), "").unwrap();
    fs::remove_file(folder.join("data/all.csv")).unwrap();
    let found = check(&folder).unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("data/all.csv cannot be read"), "{found:?}");
    assert_eq!(found[1], "edisi/2026-11-25/ holds 1 files that were not published");
    assert_eq!(found[2], "edisi/2026-11-25/index.html is not as it was published");
}

#[test]
fn an_earlier_edition_is_brought_back_and_the_others_stay() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-24", "2026-11-25", "2026-11-25-2"]);
    assert_eq!(roll_back(&folder, None, &Arc::default()).unwrap(), id("2026-11-25"));
    assert_eq!(text(&folder, "index.html"), "index.html of 2026-11-25");
    assert_eq!(text(&folder, "edisi/2026-11-25-2/index.html"), "index.html of 2026-11-25-2");
    let now = list(&folder).unwrap();
    let standings: Vec<Standing> = now.editions.iter().map(|entry| now.standing(entry)).collect();
    assert_eq!(standings, [Standing::Earlier, Standing::Current, Standing::RolledBack]);
    // Drawings of each look keep their style.
    let told = text(&folder, "_headers");
    assert!(told.contains("'sha256-old'") && told.contains(&headers::style(&Theme::default())), "{told}");
    assert_eq!(check(&folder).unwrap(), [""; 0]);
    // And forward again.
    assert_eq!(roll_back(&folder, Some(id("2026-11-25-2")), &Arc::default()).unwrap(), id("2026-11-25-2"));
    assert_eq!(text(&folder, "index.html"), "index.html of 2026-11-25-2");
    for (to, says) in [
        (Some(id("2026-11-25-2")), "is the current edition already"),
        (Some(id("2026-01-01")), "there is no edition 2026-01-01"),
    ] {
        let error = format!("{:#}", roll_back(&folder, to, &Arc::default()).unwrap_err());
        assert!(error.contains(says), "{error}");
    }
    roll_back(&folder, Some(id("2026-11-24")), &Arc::default()).unwrap();
    assert!(
        format!("{:#}", roll_back(&folder, None, &Arc::default()).unwrap_err())
            .contains("no edition before 2026-11-24")
    );
}

#[test]
fn an_edition_that_is_taken_down_leaves_notices_and_nothing_else() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-24", "2026-11-25"]);
    let taken = take_down(&folder, id("2026-11-24"), &reason(), false, &Arc::default()).unwrap();
    assert_eq!(taken, TakenDown { notices: 2, current: id("2026-11-25") });
    let within = "edisi/2026-11-24";
    let publication = Publication::take(&folder).unwrap();
    assert_eq!(
        publication.paths(within).unwrap(),
        [".ditarik", "en/villages/x/index.html", "index.html"].map(|path| format!("{within}/{path}"))
    );
    drop(publication);
    let notice = text(&folder, "edisi/2026-11-24/en/villages/x/index.html");
    assert!(notice.contains("lang=\"en\"") && notice.contains("It held a small cell."), "{notice}");
    assert!(notice.contains("href=\"../../../../../static/site.css\""), "{notice}");
    assert!(text(&folder, "edisi/2026-11-24/index.html").contains("Memuat sel kecil."));
    for (list, says) in
        [("edisi/index.html", "Memuat sel kecil."), ("en/editions/index.html", "It held a small cell.")]
    {
        assert!(text(&folder, list).contains(says), "{list}");
    }
    assert!(text(&folder, ".htaccess").contains("RedirectMatch 410 \"^/edisi/2026-11-24/\""));
    assert_eq!(text(&folder, "index.html"), "index.html of 2026-11-25");
    assert_eq!(check(&folder).unwrap(), [""; 0]);
    let again =
        format!("{:#}", take_down(&folder, id("2026-11-24"), &reason(), false, &Arc::default()).unwrap_err());
    assert!(again.contains("taken down already"), "{again}");
    let back = format!("{:#}", roll_back(&folder, Some(id("2026-11-24")), &Arc::default()).unwrap_err());
    assert!(back.contains("cannot be brought back"), "{back}");
}

#[test]
fn the_current_edition_is_taken_down_only_with_another_to_stand_in_its_place() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-24", "2026-11-25"]);
    let current = id("2026-11-25");
    let refused = |or_roll_back| {
        format!("{:#}", take_down(&folder, current, &reason(), or_roll_back, &Arc::default()).unwrap_err())
    };
    assert!(refused(false).contains("run `sitegen rollback` first, or add --roll-back"));
    assert_eq!(text(&folder, "index.html"), "index.html of 2026-11-25");
    assert_eq!(
        take_down(&folder, current, &reason(), true, &Arc::default()).unwrap().current,
        id("2026-11-24")
    );
    assert_eq!(text(&folder, "index.html"), "index.html of 2026-11-24");
    let last =
        format!("{:#}", take_down(&folder, id("2026-11-24"), &reason(), true, &Arc::default()).unwrap_err());
    assert!(last.contains("publish a corrected one first"), "{last}");
}

#[test]
fn an_edition_of_a_mistyped_day_is_out_of_the_way_once_it_is_taken_down() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-25", "2099-11-26"]);
    let succeeds = || check_succession(&list(&folder).unwrap(), "33.18", "2026-11-27".parse().unwrap());
    let refused = format!("{:#}", succeeds().unwrap_err());
    assert!(refused.contains("there is an edition of 2099-11-26 already"), "{refused}");
    take_down(&folder, id("2099-11-26"), &reason(), true, &Arc::default()).unwrap();
    succeeds().unwrap();
}

#[test]
fn who_takes_down_the_earliest_edition_is_led_to_a_later_one() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("public");
    published(&folder, &["2026-11-24", "2026-11-25"]);
    roll_back(&folder, None, &Arc::default()).unwrap();
    let refused =
        format!("{:#}", take_down(&folder, id("2026-11-24"), &reason(), true, &Arc::default()).unwrap_err());
    assert!(refused.contains("run `sitegen rollback 2026-11-25` first"), "{refused}");
}
