//! What is read of the data while something is made of it.
//!
//! A report is made again after a change, and most of its pages read nothing that changed. So the records note who looks at
//! them: a list of records when it is looked through, a record or the records of something when they are asked for by key.
//! What was made from the same reads with the same contents is the same, as pages are made from nothing else.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Debug;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// One that gives the same in every run of the same program.
fn hasher() -> impl Hasher {
    foldhash::quality::FixedState::default().build_hasher()
}

/// What can be read: all records of a kind, or those under a key. The same in every run of the same program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct Id(u64);

impl Id {
    /// What stands under a key; `shelf` tells keys of different kinds apart.
    #[must_use]
    pub fn of(shelf: &str, key: &str) -> Self {
        let mut hasher = hasher();
        (shelf, key).hash(&mut hasher);
        Self(hasher.finish())
    }
}

impl Hash for Id {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_u64(self.0);
    }
}

/// An id is a hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        // An id is one number.
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// What was read.
pub type Reads = HashSet<Id, BuildHasherDefault<AsItIs>>;

thread_local! {
    static READS: RefCell<Option<Reads>> = const { RefCell::new(None) };
}

/// Does something, and tells what it read on the way. It must read on this thread alone.
pub fn of<R>(run: impl FnOnce() -> R) -> (R, Reads) {
    // A thread that waits for others may begin another page within one: each has its own.
    let outer = READS.replace(Some(Reads::default()));
    let made = run();
    let reads = READS.replace(outer);
    (made, reads.unwrap_or_default())
}

/// Notes that something is read.
pub fn note(id: Id) {
    READS.with_borrow_mut(|reads| {
        if let Some(reads) = reads {
            reads.insert(id);
        }
    });
}

/// What was found under a key, which is read with that; and so is nothing, until somebody puts it there.
fn read<'f, T>(shelf: &str, key: &str, found: Option<&'f (Id, T)>) -> Option<&'f T> {
    note(found.map_or_else(|| Id::of(shelf, key), |(id, _)| *id));
    found.map(|(_, it)| it)
}

/// A short form of what is in something; of a record, of all of its fields.
pub(crate) fn content(of: &impl Hash) -> u64 {
    let mut hasher = hasher();
    of.hash(&mut hasher);
    hasher.finish()
}

fn joined(contents: impl Iterator<Item = u64>) -> u64 {
    let mut hasher = hasher();
    contents.for_each(|it| hasher.write_u64(it));
    hasher.finish()
}

/// What is in everything that can be read.
#[derive(Debug, Default)]
pub struct Contents {
    of: HashMap<Id, u64, BuildHasherDefault<AsItIs>>,
    /// Of each record, by its place in memory.
    records: foldhash::HashMap<usize, u64>,
}

impl Contents {
    /// What is in something; none where nothing is.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<u64> {
        self.of.get(&id).copied()
    }

    /// A short form of everything.
    #[must_use]
    pub fn whole(&self) -> u64 {
        let mut of: Vec<(Id, u64)> = self.of.iter().map(|(id, content)| (*id, *content)).collect();
        of.sort_unstable();
        joined(of.into_iter().flat_map(|(id, content)| [id.0, content]))
    }

    /// Takes the records of a kind in, which comes before what is looked up in them.
    pub(crate) fn take<T: Hash + Sync>(&mut self, records: &Records<T>) {
        let contents: Vec<u64> = records.rows.par_iter().map(content).collect();
        self.of.insert(records.id, joined(contents.iter().copied()));
        self.records.extend(records.rows.iter().map(|it| std::ptr::from_ref(it).addr()).zip(contents));
    }

    /// As [`Contents::take`].
    pub(crate) fn take_keyed<T: Hash>(&mut self, records: &Keyed<T>) {
        let contents = records.records.iter().map(|(_, (id, record))| (*id, content(record)));
        let contents: Vec<(Id, u64)> = contents.collect();
        self.of.insert(records.id, joined(contents.iter().map(|(id, content)| id.0 ^ content)));
        self.of.extend(contents);
    }

    /// Takes in a value that is worked out from records. Who reads it need not be made again when they change and it does
    /// not.
    pub(crate) fn settle<T: Debug>(&mut self, name: &str, value: T) -> Settled<T> {
        let id = Id::of(name, "");
        self.of.insert(id, content(&format!("{value:?}")));
        Settled { id, value }
    }

    fn of_record<T: Hash>(&self, record: &T) -> u64 {
        let known = self.records.get(&std::ptr::from_ref(record).addr()).copied();
        known.unwrap_or_else(|| content(record))
    }
}

/// The records of a kind.
#[derive(Clone, Debug)]
pub struct Records<T> {
    id: Id,
    rows: Vec<T>,
}

impl<T> From<Vec<T>> for Records<T> {
    fn from(rows: Vec<T>) -> Self {
        Self { id: Id::of(type_name::<T>(), ""), rows }
    }
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> Deref for Records<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        note(self.id);
        &self.rows
    }
}

impl<T> DerefMut for Records<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        note(self.id);
        &mut self.rows
    }
}

impl<'r, T> IntoIterator for &'r Records<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The records of a kind by their keys, which are asked for before anything is linked.
#[derive(Clone, Debug)]
pub struct Keyed<T> {
    id: Id,
    records: BTreeMap<String, (Id, T)>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self::from_iter([])
    }
}

impl<T> FromIterator<(String, T)> for Keyed<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(records: I) -> Self {
        let shelf = type_name::<T>();
        let entry = |(key, record): (String, T)| {
            let id = Id::of(shelf, &key);
            (key, (id, record))
        };
        Self { id: Id::of(shelf, ""), records: records.into_iter().map(entry).collect() }
    }
}

impl<T> Keyed<T> {
    /// The record of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        read(type_name::<T>(), key, self.records.get(key))
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        note(self.id);
        self.records.keys().map(String::as_str)
    }

    /// All records, by their keys.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        note(self.id);
        self.records.values().map(|(_, record)| record)
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.records.retain(|_, (_, record)| keep(record));
    }
}

/// Records by what tells each from all others.
#[derive(Debug)]
pub struct One<'d, T> {
    shelf: &'static str,
    records: foldhash::HashMap<&'d str, (Id, &'d T)>,
}

impl<'d, T: Hash> One<'d, T> {
    pub(crate) fn new(contents: &mut Contents, records: &'d [T], key: impl Fn(&'d T) -> &'d str) -> Self {
        let shelf = type_name::<T>();
        let entry = |record: &'d T| {
            let key = key(record);
            let id = Id::of(shelf, key);
            contents.of.insert(id, contents.of_record(record));
            (key, (id, record))
        };
        Self { shelf, records: records.iter().map(entry).collect() }
    }

    /// The record of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'d T> {
        read(self.shelf, key, self.records.get(key)).copied()
    }
}

/// Records by what they belong to, in the order of the data.
#[derive(Debug)]
pub struct Many<'d, T> {
    shelf: &'static str,
    groups: foldhash::HashMap<&'d str, (Id, Vec<&'d T>)>,
}

impl<'d, T: Hash> Many<'d, T> {
    pub(crate) fn new(
        contents: &mut Contents,
        shelf: &'static str,
        records: &'d [T],
        of: impl Fn(&'d T) -> Option<&'d str>,
    ) -> Self {
        let mut groups: foldhash::HashMap<&'d str, (Id, Vec<&'d T>)> = foldhash::HashMap::default();
        for record in records {
            if let Some(key) = of(record) {
                groups.entry(key).or_insert_with(|| (Id::of(shelf, key), Vec::new())).1.push(record);
            }
        }
        for (id, group) in groups.values() {
            contents.of.insert(*id, joined(group.iter().map(|record| contents.of_record(*record))));
        }
        Self { shelf, groups }
    }

    /// The records that belong to a key.
    #[must_use]
    pub fn get(&self, key: &str) -> &[&'d T] {
        read(self.shelf, key, self.groups.get(key)).map_or(&[], Vec::as_slice)
    }
}

/// A value that was worked out from records once.
#[derive(Debug)]
pub struct Settled<T> {
    id: Id,
    value: T,
}

impl<T> Settled<T> {
    /// The value.
    pub fn get(&self) -> &T {
        note(self.id);
        &self.value
    }
}

/// Values that several pages show, by what they are about. Each is made once, and whoever takes it has read what it was made
/// from.
#[derive(Debug)]
pub struct Shared<V> {
    made: Mutex<foldhash::HashMap<String, Arc<(V, Reads)>>>,
}

impl<V> Default for Shared<V> {
    fn default() -> Self {
        Self { made: Mutex::default() }
    }
}

impl<V: Clone> Shared<V> {
    /// The value about something; `make` is called where nobody has asked for it before.
    pub fn get(&self, about: String, make: impl FnOnce() -> V) -> V {
        let known = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = known().get(&about).map(Arc::clone);
        // Two threads may make the same at once, which is less bad than one that waits for the other.
        let shared = shared.unwrap_or_else(|| {
            let new = Arc::new(of(make));
            Arc::clone(known().entry(about).or_insert(new))
        });
        let (value, reads) = &*shared;
        READS.with_borrow_mut(|all| all.iter_mut().for_each(|all| all.extend(reads)));
        value.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Hash)]
    struct Village {
        code: &'static str,
        of: &'static str,
        name: &'static str,
    }

    struct Data {
        records: Records<Village>,
    }

    fn data(names: [&'static str; 3]) -> Data {
        let [first, second, third] = names;
        let village = |code, of, name| Village { code, of, name };
        Data {
            records: vec![village("1", "a", first), village("2", "a", second), village("3", "b", third)]
                .into(),
        }
    }

    /// What is not as it was for something that read the data, once they have other names.
    fn changed(
        read: impl Fn(&Data, &One<'_, Village>, &Many<'_, Village>),
        names: [&'static str; 3],
    ) -> usize {
        let linked = |data: &Data, look: &dyn Fn(&One<'_, Village>, &Many<'_, Village>)| {
            let mut contents = Contents::default();
            contents.take(&data.records);
            let rows = &data.records.rows;
            let one = One::new(&mut contents, rows, |it| it.code);
            let many = Many::new(&mut contents, "villages of", rows, |it| Some(it.of));
            look(&one, &many);
            contents
        };
        let (before, after) = (data(["A", "B", "C"]), data(names));
        let reads = RefCell::new(Reads::default());
        let old = linked(&before, &|one, many| {
            reads.replace(of(|| read(&before, one, many)).1);
        });
        let new = linked(&after, &|_, _| ());
        let reads = reads.into_inner();
        reads.iter().filter(|id| old.get(**id) != new.get(**id)).count()
    }

    #[test]
    fn only_what_was_read_counts() {
        let other = ["A", "B", "X"];
        let one = |key: &'static str| {
            move |_: &Data, one: &One<'_, Village>, _: &Many<'_, Village>| {
                let _ = one.get(key);
            }
        };
        assert_eq!(changed(one("1"), other), 0);
        assert_eq!(changed(one("3"), other), 1);
        let of_key = |key: &'static str| {
            move |_: &Data, _: &One<'_, Village>, many: &Many<'_, Village>| {
                let _ = many.get(key);
            }
        };
        assert_eq!(changed(of_key("a"), other), 0);
        assert_eq!(changed(of_key("b"), other), 1);
        assert_eq!(changed(|data, _, _| assert_eq!(data.records.iter().count(), 3), other), 1);
        assert_eq!(changed(|data, _, _| assert_eq!(data.records.len(), 3), ["A", "B", "C"]), 0);
    }

    #[test]
    fn what_is_not_there_is_read_too() {
        let mut contents = Contents::default();
        let data = data(["A", "B", "C"]);
        contents.take(&data.records);
        let one = One::new(&mut contents, &data.records.rows, |it| it.code);
        let (found, reads) = of(|| one.get("4").is_some());
        assert!(!found);
        assert_eq!(reads.len(), 1);
        assert!(
            reads.iter().all(|id| contents.get(*id).is_none() && *id == Id::of(type_name::<Village>(), "4"))
        );
    }

    #[test]
    fn a_settled_value_stands_for_the_records_behind_it() {
        let settled = |names| {
            let mut contents = Contents::default();
            let data = data(names);
            contents.take(&data.records);
            let longest = data.records.rows.iter().map(|it| it.name.len()).max();
            let (read, reads) = {
                let settled = contents.settle("longest name", longest);
                of(|| *settled.get())
            };
            let mut of_reads: Vec<Option<u64>> = reads.iter().map(|id| contents.get(*id)).collect();
            of_reads.sort_unstable();
            (read, of_reads)
        };
        assert_eq!(settled(["A", "B", "C"]), settled(["B", "C", "A"]));
        assert_ne!(settled(["A", "B", "C"]), settled(["A", "B", "CC"]));
    }

    #[test]
    fn who_takes_a_shared_value_has_read_what_it_was_made_from() {
        let mut contents = Contents::default();
        let data = data(["A", "B", "C"]);
        contents.take(&data.records);
        let one = One::new(&mut contents, &data.records.rows, |it| it.code);
        let (shared, times) = (Shared::default(), RefCell::new(0));
        let take = || {
            let make = || {
                *times.borrow_mut() += 1;
                one.get("1").map(|village| village.name)
            };
            of(|| shared.get("first".to_owned(), make))
        };
        let read = Reads::from_iter([Id::of(type_name::<Village>(), "1")]);
        assert_eq!([take(), take()], [(Some("A"), read.clone()), (Some("A"), read)]);
        assert_eq!(times.into_inner(), 1);
        assert_eq!(shared.get("second".to_owned(), || None), None);
    }

    #[test]
    fn what_is_read_within_something_is_not_read_by_what_is_around_it() {
        let mut contents = Contents::default();
        let data = data(["A", "B", "C"]);
        contents.take(&data.records);
        let one = One::new(&mut contents, &data.records.rows, |it| it.code);
        let ((_, inner), outer) = of(|| {
            let _ = one.get("1");
            of(|| one.get("2").is_some())
        });
        assert_eq!(inner, Reads::from_iter([Id::of(type_name::<Village>(), "2")]));
        assert_eq!(outer, Reads::from_iter([Id::of(type_name::<Village>(), "1")]));
    }
}
