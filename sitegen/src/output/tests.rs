use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::time::SystemTime;

use super::*;

/// Publishes what is made from one and the same.
fn publish(out: &Path, files: &[File]) -> anyhow::Result<Outcome> {
    super::publish(out, files, "version 1")
}

/// What [`Site::stands`] says of a folder.
fn stands(out: &Path, inputs: &str) -> Option<(usize, usize)> {
    Site::open(out).unwrap().stands(inputs)
}

fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), bytes: text.into() }
}

fn site() -> Vec<File> {
    vec![file("index.html", "home"), file("desa/index.html", "villages"), file("desa/3318/index.html", "one")]
}

/// A folder to publish in, and the path of the site in it.
fn somewhere() -> (tempfile::TempDir, PathBuf) {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("site");
    (parent, out)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every file of a site with its text, the marker left out.
fn contents(out: &Path) -> Vec<File> {
    let mut tree = tree_of(look(out, Path::new("")).unwrap());
    tree.remove(Path::new(MARKER));
    let mut files: Vec<File> = tree
        .keys()
        .map(|path| File {
            path: path.to_str().unwrap().to_owned(),
            bytes: fs::read(out.join(path)).unwrap(),
        })
        .collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

fn sorted(mut files: Vec<File>) -> Vec<File> {
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

/// What tells an untouched file from one that was written again.
fn identity(path: &Path) -> (u64, SystemTime) {
    let found = fs::metadata(path).unwrap();
    (found.ino(), found.modified().unwrap())
}

/// Publishing fails, and says this.
fn refuses(out: &Path, files: &[File], says: &str) {
    let error = format!("{:#}", publish(out, files).unwrap_err());
    assert!(error.contains(says), "the error says {error:?}, not {says:?}");
}

#[test]
fn publishes_a_first_site() {
    let (parent, out) = somewhere();
    let outcome = publish(&out, &site()).unwrap();
    assert_eq!(outcome, Outcome { written: 3, unchanged: 0, removed: 0 });
    assert_eq!(contents(&out), sorted(site()));
    assert!(out.join(MARKER).is_file());
    assert_eq!(names(parent.path()), ["site"], "nothing is left beside the site");
}

#[test]
fn publishes_below_folders_that_do_not_exist_yet() {
    let (parent, _) = somewhere();
    let out = parent.path().join("public/report");
    publish(&out, &site()).unwrap();
    assert_eq!(contents(&out), sorted(site()));
}

#[test]
fn publishes_into_an_empty_folder_and_keeps_its_permissions() {
    let (_parent, out) = somewhere();
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o710)).unwrap();
    assert_eq!(publish(&out, &site()).unwrap().written, 3);
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o710);
}

#[test]
fn publishes_an_empty_site_once() {
    let (_parent, out) = somewhere();
    assert_eq!(publish(&out, &[]).unwrap(), Outcome::default());
    assert_eq!(publish(&out, &[]).unwrap(), Outcome::default());
    assert!(out.join(MARKER).is_file());
}

#[test]
fn touches_nothing_when_nothing_changed() {
    let (_parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let paths = ["", MARKER, "index.html", "desa", "desa/3318/index.html"];
    let before = paths.map(|path| identity(&out.join(path)));
    assert_eq!(publish(&out, &site()).unwrap(), Outcome { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(paths.map(|path| identity(&out.join(path))), before);
}

#[test]
fn writes_only_the_file_that_changed() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let kept = identity(&out.join("desa/index.html"));
    let mut next = site();
    // As long as the old text, so that the length alone does not tell.
    next[0].bytes = b"HOME".to_vec();
    assert_eq!(publish(&out, &next).unwrap(), Outcome { written: 1, unchanged: 2, removed: 0 });
    assert_eq!(contents(&out), sorted(next));
    assert_eq!(identity(&out.join("desa/index.html")), kept);
    assert_eq!(names(parent.path()), ["site"]);
}

#[test]
fn removes_and_counts_what_the_new_site_lacks() {
    let (_parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    fs::write(out.join("desa/note.txt"), "from somebody else").unwrap();
    symlink("/nowhere", out.join("link")).unwrap();
    let next = &site()[..1];
    assert_eq!(publish(&out, next).unwrap(), Outcome { written: 0, unchanged: 1, removed: 4 });
    assert_eq!(contents(&out), next);
    assert!(!out.join("desa").exists());
}

#[test]
fn turns_a_file_into_a_folder_and_back() {
    let (_parent, out) = somewhere();
    let (flat, deep) = ([file("data", "flat")], [file("data/index.html", "deep")]);
    for files in [&flat, &deep, &flat] {
        publish(&out, files).unwrap();
        assert_eq!(contents(&out), files);
    }
}

#[test]
fn writes_a_link_in_the_old_site_anew() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let elsewhere = parent.path().join("elsewhere");
    fs::write(&elsewhere, "home").unwrap();
    fs::remove_file(out.join("index.html")).unwrap();
    symlink(&elsewhere, out.join("index.html")).unwrap();
    assert_eq!(publish(&out, &site()).unwrap(), Outcome { written: 1, unchanged: 2, removed: 0 });
    assert!(fs::symlink_metadata(out.join("index.html")).unwrap().is_file());
}

#[test]
fn publishes_to_the_folder_behind_a_link() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let link = parent.path().join("current");
    symlink(&out, &link).unwrap();
    publish(&link, &site()[..1]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(contents(&out), &site()[..1]);
}

#[test]
fn refuses_a_folder_that_somebody_else_made() {
    let (_parent, out) = somewhere();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.txt"), "five years").unwrap();
    refuses(&out, &site(), "is no site made here");
    assert_eq!(names(&out), ["thesis.txt"]);
    // The marker counts only as a file of its own.
    fs::create_dir(out.join(MARKER)).unwrap();
    refuses(&out, &site(), "is no site made here");
    assert_eq!(fs::read_to_string(out.join("thesis.txt")).unwrap(), "five years");
}

#[test]
fn refuses_a_file_in_the_place_of_the_site() {
    let (parent, out) = somewhere();
    fs::write(&out, "text").unwrap();
    refuses(&out, &site(), "is a file");
    assert_eq!(fs::read_to_string(&out).unwrap(), "text");
    assert_eq!(names(parent.path()), ["site"]);
}

#[test]
fn names_the_path_when_the_folder_above_is_none() {
    let (parent, _) = somewhere();
    let above = parent.path().join("above");
    fs::write(&above, "text").unwrap();
    refuses(&above.join("site"), &site(), "above");
    refuses(&above.join("deeper/site"), &site(), "above");
    refuses(Path::new("/"), &site(), "cannot be replaced");
    refuses(Path::new(""), &site(), "does not name a folder");
}

#[test]
fn names_the_path_when_it_may_not_write() {
    let (parent, out) = somewhere();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Permissions do not bind the superuser, for whom there is nothing to claim here.
    if fs::write(parent.path().join("probe"), "").is_err() {
        refuses(&out, &site(), "must be writable");
    }
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn refuses_paths_that_are_not_plainly_within_the_site() {
    let (parent, out) = somewhere();
    for path in ["", "/", "/etc/passwd", "..", "../up", "desa/../../up", "./index.html", "a//b", "desa/"] {
        refuses(&out, &[file(path, "")], "path");
    }
    refuses(&out, &[file(MARKER, "")], "kept for the marker");
    assert!(names(parent.path()).is_empty());
}

#[test]
fn refuses_two_files_with_one_path() {
    let (_parent, out) = somewhere();
    refuses(
        &out,
        &[file("a", "1"), file("b", "2"), file("a", "3")],
        "two files of the site have the path \"a\"",
    );
    assert!(!out.exists());
}

#[test]
fn a_failure_half_way_leaves_the_old_site() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let before = identity(&out);
    let too_long = "n".repeat(300);
    let attempts = [
        [file("new.html", "new"), file("a", "file"), file("a/b", "below a file")],
        [file("new.html", "new"), file("index.html", "changed"), file(&too_long, "text")],
        [file("new.html", "new"), file("index.html", "changed"), file("nul\0", "text")],
    ];
    for next in attempts {
        refuses(&out, &next, "is as it was: cannot");
        assert_eq!(contents(&out), sorted(site()));
        assert_eq!(identity(&out), before);
        assert_eq!(names(parent.path()), ["site"]);
    }
}

#[test]
fn a_failure_of_the_first_publication_leaves_nothing() {
    let (parent, out) = somewhere();
    refuses(&out, &[file("a", "file"), file("a/b", "below a file")], "nothing was published");
    assert!(names(parent.path()).is_empty());
}

#[test]
fn clears_what_killed_builds_left() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    for leftover in [".site.staging-4", ".site.aside-5"] {
        publish(&parent.path().join(leftover), &site()).unwrap();
    }
    fs::write(parent.path().join(".site.lock"), "").unwrap();
    // Near in name, and none of ours.
    let foreign = [".other.staging-4", ".site.staging-", ".site.staging-4b", "site.staging-4"];
    for foreign in foreign {
        fs::create_dir(parent.path().join(foreign)).unwrap();
    }
    assert_eq!(publish(&out, &site()).unwrap().written, 0);
    assert_eq!(
        names(parent.path()),
        [".other.staging-4", ".site.spare", ".site.staging-", ".site.staging-4b", "site", "site.staging-4"]
    );
}

#[test]
fn brings_back_a_site_that_a_killed_build_had_moved_aside() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    fs::rename(&out, parent.path().join(".site.aside-5")).unwrap();
    assert_eq!(publish(&out, &site()).unwrap(), Outcome { written: 0, unchanged: 3, removed: 0 });
    assert_eq!(names(parent.path()), [".site.spare", "site"]);
}

#[test]
fn refuses_to_publish_while_another_build_does() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let other = Place::take(&out).unwrap();
    let staging = other.stage().unwrap();
    refuses(&out, &site(), "another build is publishing");
    assert!(staging.path().is_dir(), "the other build's folder is left alone");
    // A neighbour is no obstacle.
    publish(&parent.path().join("neighbour"), &site()).unwrap();
    drop((staging, other));
    assert_eq!(publish(&out, &site()).unwrap().unchanged, 3);
}

#[test]
fn builds_at_once_leave_one_whole_site() {
    let (parent, out) = somewhere();
    let versions: Vec<Vec<File>> = (0..4)
        .map(|version| (0..20).map(|page| file(&format!("{page:02}.html"), &format!("{version}"))).collect())
        .collect();
    let published = std::thread::scope(|scope| {
        let builds: Vec<_> = versions.iter().map(|files| scope.spawn(|| publish(&out, files))).collect();
        builds.into_iter().filter_map(|build| build.join().unwrap().ok()).count()
    });
    assert!(published >= 1);
    assert!(versions.contains(&contents(&out)));
    assert_eq!(names(parent.path()), ["site"]);
}

#[test]
fn replaces_in_two_steps_where_there_is_no_exchange() {
    let (_parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let place = Place::take(&out).unwrap();
    let staging = place.stage().unwrap();
    fs::write(staging.path().join("index.html"), "new").unwrap();
    let aside = place.swap_in_two(staging.path()).unwrap();
    assert_eq!(contents(&out), [file("index.html", "new")]);
    assert_eq!(contents(&aside), sorted(site()));
}

#[test]
fn brings_the_old_site_back_when_the_second_step_fails() {
    let (parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    let place = Place::take(&out).unwrap();
    let missing = parent.path().join("missing");
    let error = format!("{:#}", place.swap_in_two(&missing).unwrap_err());
    assert!(error.contains("cannot rename"), "{error}");
    assert_eq!(contents(&out), sorted(site()));
}

#[test]
fn it_stands_until_it_is_made_from_something_else_or_touched() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    assert_eq!(stands(&out, "version 1"), None, "there is none");
    publish(&out, &site()).unwrap();
    let pages = site()
        .iter()
        .filter(|file| Path::new(&file.path).extension().is_some_and(|end| end == "html"))
        .count();
    assert_eq!(stands(&out, "version 1"), Some((site().len(), pages)));
    assert_eq!(stands(&out, "version 2"), None);

    // The same files from something else need no writing, and are known the next time.
    let again = super::publish(&out, &site(), "version 2").unwrap();
    assert_eq!(again, Outcome { written: 0, unchanged: site().len(), removed: 0 });
    assert_eq!(stands(&out, "version 2"), Some((site().len(), pages)));
    assert_eq!(stands(&out, "version 1"), None);

    let path = out.join(&site()[0].path);
    let mut bytes = fs::read(&path).unwrap();
    bytes.reverse();
    fs::write(&path, bytes).unwrap();
    assert_eq!(stands(&out, "version 2"), None, "a file of the same length was written");
    super::publish(&out, &site(), "version 2").unwrap();
    assert!(stands(&out, "version 2").is_some());
    fs::write(out.join("more.html"), "").unwrap();
    assert_eq!(stands(&out, "version 2"), None, "a file was added");
    fs::remove_file(out.join("more.html")).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(stands(&out, "version 2"), None, "a file was removed");
}

#[test]
fn what_is_linked_ahead_is_no_part_of_the_site_until_it_is_kept() {
    let folders = vec![file("a/b/c.html", "c"), file("a/d.html", "d"), file("e", "e")];
    // Files in the place of folders, and folders in the place of files.
    let flat = vec![file("a", "a"), file("e/f.html", "f")];
    for (before, after) in [(&site(), &folders), (&folders, &flat), (&flat, &folders), (&folders, &site())] {
        for is_ahead in [false, true] {
            for is_kept in [false, true] {
                let (_parent, out) = somewhere();
                let (kept, put) = (file("kept/page.html", "kept"), file("gone/page.html", "gone"));
                publish(&out, &[before.as_slice(), &[kept.clone(), put]].concat()).unwrap();
                let identity_before = identity(&out.join(&kept.path));
                let draft = Site::open(&out).unwrap().draft().unwrap();
                if is_ahead {
                    draft.link_ahead();
                }
                for file in after {
                    draft.put(file).unwrap();
                }
                if is_kept {
                    draft.keep(&kept.path).unwrap();
                } else {
                    draft.put(&kept).unwrap();
                }
                let outcome = draft.publish("version 2", "notes").unwrap();
                assert_eq!((outcome.written, outcome.unchanged), (after.len(), 1));
                assert_eq!(contents(&out), sorted([after.as_slice(), std::slice::from_ref(&kept)].concat()));
                assert_eq!(identity(&out.join(&kept.path)), identity_before);
                assert!(!out.join("gone").exists(), "a folder without a file");
                let site = Site::open(&out).unwrap();
                assert_eq!(site.notes(), Some("notes"));
                assert!(site.stands("version 2").is_some());
            }
        }
    }
}

/// Files that never change, and these.
fn among_many(files: &[File]) -> Vec<File> {
    let many = (0..60).map(|at| file(&format!("many/{at}/page.html"), "always the same"));
    sorted(many.chain(files.iter().cloned()).collect())
}

#[test]
fn the_spare_holds_the_files_of_the_site_and_nothing_else() {
    let (parent, out) = somewhere();
    let spare = parent.path().join(".site.spare");
    publish(&out, &among_many(&[file("a", "1"), file("b/c", "secret")])).unwrap();
    assert_eq!(names(parent.path()), ["site"]);
    for (round, files) in [
        vec![file("a", "2")],
        vec![file("a", "3"), file("b/c/d", "below")],
        vec![file("a/e", "4"), file("b", "5")],
        vec![],
    ]
    .into_iter()
    .enumerate()
    {
        let files = among_many(&files);
        publish(&out, &files).unwrap();
        assert_eq!(contents(&out), files, "round {round}");
        assert_eq!(names(parent.path()), [".site.spare", "site"], "round {round}");
        let kept = contents(&spare);
        assert!(kept.len() >= 60, "round {round}");
        for file in kept {
            assert_eq!(identity(&spare.join(&file.path)), identity(&out.join(&file.path)), "{}", file.path);
        }
        assert!(!spare.join("b").exists() && !spare.join("a").exists(), "round {round}");
    }
}

#[test]
fn a_build_without_a_change_keeps_the_spare() {
    let (parent, out) = somewhere();
    for content in ["1", "2"] {
        publish(&out, &among_many(&[file("a", content)])).unwrap();
    }
    let kept = identity(&parent.path().join(".site.spare")).0;
    publish(&out, &among_many(&[file("a", "2")])).unwrap();
    publish(&out, &among_many(&[file("a", "3")])).unwrap();
    assert_eq!(identity(&out).0, kept, "it is the site now");
}

#[test]
fn a_spare_that_somebody_changed_does_no_harm() {
    let (parent, out) = somewhere();
    let spare = parent.path().join(".site.spare");
    publish(&out, &among_many(&[file("a", "1")])).unwrap();
    publish(&out, &among_many(&[file("a", "2")])).unwrap();
    fs::write(spare.join("foreign"), "foreign").unwrap();
    fs::remove_dir_all(spare.join("many/1")).unwrap();
    fs::remove_file(spare.join("many/2/page.html")).unwrap();
    fs::write(spare.join("many/2/page.html"), "always a lie!!!").unwrap();
    std::os::unix::fs::symlink("page.html", spare.join("many/3/link.html")).unwrap();
    let files = among_many(&[file("a", "3")]);
    publish(&out, &files).unwrap();
    assert_eq!(contents(&out), files);
    // One that is no folder is of no use.
    fs::remove_dir_all(&spare).unwrap();
    fs::write(&spare, "a file").unwrap();
    let files = among_many(&[file("a", "4")]);
    publish(&out, &files).unwrap();
    assert_eq!(contents(&out), files);
}

#[test]
fn a_site_that_is_made_from_something_else_keeps_no_spare() {
    let (parent, out) = somewhere();
    publish(&out, &among_many(&[file("a", "1")])).unwrap();
    publish(&out, &among_many(&[file("a", "2")])).unwrap();
    assert_eq!(names(parent.path()), [".site.spare", "site"]);
    publish(&out, &site()).unwrap();
    assert_eq!(names(parent.path()), ["site"]);
}

#[test]
fn what_is_not_there_cannot_be_kept() {
    let (_parent, out) = somewhere();
    publish(&out, &site()).unwrap();
    for is_ahead in [false, true] {
        let draft = Site::open(&out).unwrap().draft().unwrap();
        if is_ahead {
            draft.link_ahead();
        }
        let error = format!("{:#}", draft.keep("desa/3319/index.html").unwrap_err());
        assert!(error.contains("cannot keep") && error.contains("nothing was published"), "{error}");
    }
    assert_eq!(contents(&out), sorted(site()));
}
