//! All nouns together: look-ups by name, and which of them the API shows.

use std::collections::HashMap;

use super::noun::{Noun, ToMany, ToOne};

/// The nouns, in the order of the schema; internal ones stand among them for data packages.
#[derive(Debug)]
pub struct Catalog {
    nouns: Vec<Noun>,
    by_name: HashMap<&'static str, usize>,
    by_singular: HashMap<String, usize>,
    by_plural: HashMap<&'static str, usize>,
}

/// What a root field of the query type asks for.
#[derive(Clone, Copy, Debug)]
pub enum Root<'c> {
    /// One row by its natural key or its id.
    One(&'c Noun),
    /// A connection.
    Many(&'c Noun),
}

impl Catalog {
    /// Gathers the nouns. The tests of the schema check that every relation's target is among them.
    #[must_use]
    pub fn new(nouns: Vec<Noun>) -> Self {
        let by_name = nouns.iter().enumerate().map(|(at, noun)| (noun.name, at)).collect();
        let asked = || nouns.iter().enumerate().filter(|(_, noun)| noun.has_root && !noun.internal);
        let by_singular = asked().map(|(at, noun)| (noun.singular(), at)).collect();
        let by_plural = asked().map(|(at, noun)| (noun.plural, at)).collect();
        Self { nouns, by_name, by_singular, by_plural }
    }

    /// The nouns of the API.
    pub fn shown(&self) -> impl Iterator<Item = &Noun> {
        self.nouns.iter().filter(|noun| !noun.internal)
    }

    /// Every noun, those that only data packages have among them.
    pub fn nouns(&self) -> impl Iterator<Item = &Noun> {
        self.nouns.iter()
    }

    /// The noun of that type name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Noun> {
        self.by_name.get(name).map(|&at| &self.nouns[at])
    }

    /// What the root field of that name asks for.
    #[must_use]
    pub fn root(&self, field: &str) -> Option<Root<'_>> {
        let one = self.by_singular.get(field).map(|&at| Root::One(&self.nouns[at]));
        one.or_else(|| self.by_plural.get(field).map(|&at| Root::Many(&self.nouns[at])))
    }

    /// The noun that a relation to one leads to.
    ///
    /// # Panics
    /// Where the catalogue names a noun that it does not hold: a mistake of the program, not of its input.
    #[must_use]
    pub fn target_of_one(&self, relation: &ToOne) -> &Noun {
        &self.nouns[self.by_name[relation.target]]
    }

    /// The noun that a relation to many leads to.
    ///
    /// # Panics
    /// As [`Catalog::target_of_one`].
    #[must_use]
    pub fn target_of_many(&self, relation: &ToMany) -> &Noun {
        &self.nouns[self.by_name[relation.target]]
    }
}
