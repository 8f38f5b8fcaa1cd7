//! How large a document is, measured in time linear in its text, before anything that could take longer looks at it.
//!
//! A few fragments that each spread the next one twice stand for millions of fields. So a fragment is measured once and
//! its size is added where it is spread; sums saturate.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned};

use crate::graph::refusal::Refusal;
use crate::settings::DocumentSettings;

/// How deep brackets, and selections through fragments, may nest: whatever the operator allows, reading deeper ones
/// could exhaust the stack.
pub const NESTING: usize = 100;

/// How many fields a document may stand for, whatever the operator allows: the check of the document walks them all.
const FIELDS: usize = 50_000;

/// Fields of the schema's own types that list types or fields: each leads from one type to many others, so that the
/// answer grows with a power of how deep they nest.
const TYPE_LISTS: [&str; 5] = ["types", "fields", "inputFields", "interfaces", "possibleTypes"];

/// How deep [`TYPE_LISTS`] may nest; the query of the usual tools nests two.
const TYPE_LISTS_NESTING: usize = 2;

/// How large a document is. Where it has several operations, depth and root fields are those of the largest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Tokens of its text.
    pub tokens: usize,
    /// Fields below each other; those that ask about types do not count.
    pub depth: usize,
    /// Fields, each as often as fragments bring it in.
    pub fields: usize,
    /// Fields with an alias.
    pub aliases: usize,
    /// Directives.
    pub directives: usize,
    /// Fields of an operation.
    pub root_fields: usize,
}

impl Size {
    /// The limits that it exceeds: the name of each, and what to tell the client.
    pub fn beyond(&self, limits: &DocumentSettings) -> impl Iterator<Item = (&'static str, String)> {
        let way_out = "ask for less at once";
        [
            ("tokens", self.tokens, limits.max_tokens, "send values as variables, or ask in parts"),
            ("depth", self.depth, limits.max_depth, "ask for what lies deeper by its id"),
            ("fields", self.fields, limits.max_fields, way_out),
            ("aliases", self.aliases, limits.max_aliases, "use a filter with `in`, or `nodes(ids:)`"),
            ("directives", self.directives, limits.max_directives, way_out),
            ("root fields", self.root_fields, limits.max_root_fields, way_out),
        ]
        .into_iter()
        .filter(|(_, size, limit, _)| size > limit)
        .map(|(name, _, limit, way_out)| {
            let exceeded = match name {
                "depth" => format!("The document is deeper than {limit} fields"),
                name => format!("The document has more than {limit} {name}"),
            };
            (name, format!("{exceeded}; {way_out}."))
        })
    }
}

/// Counts the tokens of a text, no further than `limit` and one.
///
/// # Errors
/// Where brackets nest deeper than a reader can follow.
pub fn tokens(text: &str, limit: usize) -> Result<usize, Refusal> {
    let bytes = text.as_bytes();
    let (mut count, mut nesting, mut at) = (0_usize, 0_usize, 0);
    while at < bytes.len() && count <= limit {
        let end = match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => {
                at += 1;
                continue;
            }
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'"' => string_end(bytes, at),
            b'.' if bytes[at..].starts_with(b"...") => at + 3,
            byte if is_word(byte) => at + bytes[at..].iter().take_while(|byte| is_word(**byte)).count(),
            byte => {
                match byte {
                    b'{' | b'(' | b'[' => nesting += 1,
                    b'}' | b')' | b']' => nesting = nesting.saturating_sub(1),
                    _ => {}
                }
                at + 1
            }
        };
        if nesting > NESTING {
            return Err(too_nested());
        }
        count += 1;
        at = end;
    }
    Ok(count)
}

/// Letters and digits of names and numbers; with the signs that numbers hold.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.')
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count()
}

/// The place behind the string that begins at `at`; the end of its line, or of the text, where it is not closed.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let is_block = bytes[at..].starts_with(b"\"\"\"");
    let mut next = at + if is_block { 3 } else { 1 };
    while next < bytes.len() {
        match bytes[next] {
            b'\\' if !is_block => next += 1,
            b'\\' if bytes[next..].starts_with(b"\\\"\"\"") => next += 3,
            b'"' if !is_block => return next + 1,
            b'"' if bytes[next..].starts_with(b"\"\"\"") => return next + 3,
            b'\n' | b'\r' if !is_block => return next,
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}

/// Measures a document; the tokens are not counted here.
///
/// # Errors
/// Where a fragment spreads itself, selections nest deeper than a reader can follow, or questions about types lead from
/// type to type too often.
pub fn measure(document: &ExecutableDocument) -> Result<Size, Refusal> {
    let mut measuring = Measuring { fragments: &document.fragments, known: HashMap::new(), level: 0 };
    let mut size = Size::default();
    for name in document.fragments.keys() {
        // Also those that no operation spreads: the check of the document looks at them too.
        measuring.fragment(name)?;
    }
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        let part = measuring.set(&operation.selection_set.node)?;
        part.check()?;
        size.depth = size.depth.max(part.depth);
        size.root_fields = size.root_fields.max(part.width);
        size.fields = size.fields.saturating_add(part.fields);
        size.aliases = size.aliases.saturating_add(part.aliases);
        size.directives =
            size.directives.saturating_add(part.directives).saturating_add(operation.directives.len());
    }
    if size.fields > FIELDS {
        return Err(Refusal::limit(format!(
            "With its fragments the document has more than {FIELDS} fields."
        )));
    }
    Ok(size)
}

/// The size of a selection with everything below it.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    depth: usize,
    /// Fields at its top.
    width: usize,
    fields: usize,
    aliases: usize,
    directives: usize,
    /// How deep lists of types nest.
    type_lists: usize,
    /// Lists of all types.
    catalogs: usize,
    /// Whether it asks about types, and not the data.
    about_types: bool,
}

impl Part {
    /// Adds what stands beside it.
    fn beside(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            width: self.width.saturating_add(other.width),
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            type_lists: self.type_lists.max(other.type_lists),
            catalogs: self.catalogs.saturating_add(other.catalogs),
            about_types: self.about_types || other.about_types,
        }
    }

    fn check(self) -> Result<(), Refusal> {
        if !self.about_types {
            return Ok(());
        }
        if self.type_lists > TYPE_LISTS_NESTING {
            let message = format!(
                "Questions about types may lead from types to their fields and on {TYPE_LISTS_NESTING} times; ask \
                 `__type(name:)` for the rest."
            );
            return Err(Refusal::limit(message));
        }
        if self.catalogs > 1 {
            return Err(Refusal::limit("Ask for the list of all types once in a document."));
        }
        Ok(())
    }
}

struct Measuring<'d> {
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// Sizes of fragments; none while one is being measured.
    known: HashMap<&'d str, Option<Part>>,
    /// Selections that are being measured, each inside the one before.
    level: usize,
}

impl<'d> Measuring<'d> {
    fn set(&mut self, set: &'d SelectionSet) -> Result<Part, Refusal> {
        self.level += 1;
        if self.level > NESTING {
            return Err(too_nested());
        }
        let mut whole = Part::default();
        for item in &set.items {
            whole = whole.beside(match &item.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node)?,
            });
            whole.directives = whole.directives.saturating_add(item.node.directives().len());
        }
        self.level -= 1;
        Ok(whole)
    }

    fn field(&mut self, field: &'d Field) -> Result<Part, Refusal> {
        let name = field.name.node.as_str();
        let below = self.set(&field.selection_set.node)?;
        let asks_about_types = matches!(name, "__schema" | "__type");
        Ok(Part {
            depth: if asks_about_types { 1 } else { below.depth.saturating_add(1) },
            width: 1,
            fields: below.fields.saturating_add(1),
            aliases: below.aliases.saturating_add(usize::from(field.alias.is_some())),
            directives: below.directives,
            type_lists: below.type_lists + usize::from(TYPE_LISTS.contains(&name)),
            catalogs: below.catalogs.saturating_add(usize::from(name == "types")),
            about_types: asks_about_types || below.about_types,
        })
    }

    /// The size of a fragment; one that is not there has none, as the check of the document will say.
    fn fragment(&mut self, name: &str) -> Result<Part, Refusal> {
        let Some((name, fragment)) = self.fragments.get_key_value(name) else { return Ok(Part::default()) };
        match self.known.get(name.as_str()) {
            Some(Some(part)) => return Ok(*part),
            Some(None) => {
                let message = format!("Fragment {name} spreads itself, which would never end.");
                return Err(Refusal::new(message));
            }
            None => {}
        }
        self.known.insert(name, None);
        let mut part = self.set(&fragment.node.selection_set.node)?;
        part.directives = part.directives.saturating_add(fragment.node.directives.len());
        self.known.insert(name, Some(part));
        Ok(part)
    }
}

fn too_nested() -> Refusal {
    Refusal::limit(format!("The document nests deeper than {NESTING} levels."))
}
