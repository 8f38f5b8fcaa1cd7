//! Trusted documents: those that the operator knows, by their ids.
//!
//! There is no standard for their list. Read are a folder of `.graphql` files, and JSON files as the usual tools write
//! them: `{"id": "text"}` (Relay, GraphQL Code Generator) or `{"operations": [{"id", "body"}]}` (Apollo).

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use super::sha256;

/// Texts of documents by their ids. A text is also known by the SHA-256 of its bytes, in hexadecimal digits.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    texts: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Apollo { operations: Vec<Listed> },
    Plain(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    body: String,
}

impl Manifest {
    /// Reads a folder of `.graphql` files, whose names without the ending are ids, or a JSON file.
    ///
    /// # Errors
    /// When it cannot be read, is of neither form, is empty, or gives one id to two documents.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let mut manifest = Self::default();
        if path.is_dir() {
            manifest.read_folder(path)?;
        } else {
            let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let file = serde_json::from_slice(&text).with_context(|| {
                format!(
                    "{} is no list of documents: expected {{\"id\": \"text\"}} or {{\"operations\": [{{\"id\", \"body\"}}]}}",
                    path.display()
                )
            })?;
            match file {
                File::Plain(texts) => texts.into_iter().try_for_each(|(id, text)| manifest.add(id, text))?,
                File::Apollo { operations } => {
                    operations.into_iter().try_for_each(|it| manifest.add(it.id, it.body))?;
                }
            }
        }
        ensure!(!manifest.texts.is_empty(), "{} holds no document", path.display());
        Ok(manifest)
    }

    fn read_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        let place = || format!("cannot read {}", folder.display());
        for entry in fs::read_dir(folder).with_context(place)? {
            let path = entry.with_context(place)?.path();
            if path.extension().is_none_or(|end| end != "graphql" && end != "gql") {
                continue;
            }
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let Some(id) = path.file_stem().and_then(|stem| stem.to_str()) else {
                bail!("the name of {} is not UTF-8", path.display());
            };
            self.add(id.to_owned(), text)?;
        }
        Ok(())
    }

    fn add(&mut self, id: String, text: String) -> anyhow::Result<()> {
        let known = self.texts.entry(id);
        let id = known.key().clone();
        let there = known.or_insert_with(|| text.clone());
        ensure!(*there == text, "two documents have the id {id}");
        self.texts.insert(sha256(&text), text);
        Ok(())
    }

    /// Ids with their texts; a text stands under its hash too.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Manifest> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents.json");
        fs::write(&path, text).unwrap();
        Manifest::read(&path)
    }

    fn ids(manifest: &Manifest) -> Vec<&str> {
        let mut ids: Vec<_> = manifest.iter().map(|(id, _)| id).filter(|id| id.len() != 64).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn lists_of_the_usual_tools_are_read() {
        let plain = read(r#"{"a": "{ x }", "b": "{ y }"}"#).unwrap();
        assert_eq!(ids(&plain), ["a", "b"]);
        let hash = sha256("{ x }");
        assert!(plain.iter().any(|(id, text)| id == hash && text == "{ x }"));
        let apollo = r#"{"format": "apollo-persisted-query-manifest", "version": 1,
            "operations": [{"id": "c", "name": "C", "type": "query", "body": "{ z }"}]}"#;
        assert_eq!(ids(&read(apollo).unwrap()), ["c"]);
    }

    #[test]
    fn a_folder_gives_each_document_the_name_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("villages.graphql"), "{ x }").unwrap();
        fs::write(folder.path().join("notes.txt"), "no document").unwrap();
        assert_eq!(ids(&Manifest::read(folder.path()).unwrap()), ["villages"]);
    }

    #[test]
    fn what_is_no_list_is_refused_with_the_forms_that_are_read() {
        for (text, said) in [
            ("[]", "is no list of documents"),
            ("{", "is no list of documents"),
            ("{}", "holds no document"),
            (r#"{"operations": [{"id": "a", "body": "{ x }"}, {"id": "a", "body": "{ y }"}]}"#, "the id a"),
        ] {
            let error = format!("{:#}", read(text).unwrap_err());
            assert!(error.contains(said), "{text}: {error}");
        }
        assert!(Manifest::read(Path::new("nowhere.json")).unwrap_err().to_string().contains("nowhere.json"));
    }
}
