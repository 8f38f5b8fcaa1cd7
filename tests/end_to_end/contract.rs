//! The contract of the API as a file.

use std::fmt::Write as _;

use dampingan_tests::{Backend, World, project_folder};
use gateway::graph::noun::Stored;
use gateway::guide::examples;
use gateway::schema::catalog;

#[test]
fn the_schema_file_is_the_schema() {
    let path = project_folder().join("gateway/schema.graphql");
    let file = std::fs::read_to_string(&path).unwrap();
    let hint = "run `cargo run -p gateway -- schema > gateway/schema.graphql` and look at the difference";
    assert!(file == gateway::contract::sdl(), "{} is not current; {hint}", path.display());
}

#[test]
fn every_relation_leads_to_a_noun() {
    for noun in catalog().nouns() {
        let targets = noun.to_one.iter().map(|relation| relation.target);
        for target in targets.chain(noun.to_many.iter().map(|relation| relation.target)) {
            assert!(catalog().find(target).is_some(), "{} leads to {target}", noun.name);
        }
    }
}

#[test]
fn every_natural_key_is_made_of_columns() {
    for noun in catalog().nouns() {
        for part in noun.identity {
            let field = noun.find_field(part).is_some_and(|field| matches!(field.stored, Stored::Column(_)));
            let relation = noun.to_one.iter().any(|relation| relation.name == *part && relation.imported);
            assert!(field || relation, "{}.{part}", noun.name);
        }
    }
}

#[test]
fn the_reference_is_that_of_the_contract() {
    let path = project_folder().join("gateway/REFERENCE.md");
    let file = std::fs::read_to_string(&path).unwrap();
    let hint = "run `cargo run -p gateway -- reference > gateway/REFERENCE.md` and look at the difference";
    assert!(file == gateway::guide::reference(), "{} is not current; {hint}", path.display());
}

/// The section of the guide that shows each example with its answer.
async fn shown(world: &World) -> String {
    let mut section = String::new();
    for (at, example) in examples::all().enumerate() {
        let answer = world.data(example.document).await;
        let answer = serde_json::to_string_pretty(&answer).unwrap();
        let _ = write!(
            section,
            "### {}. {}\n\n{}.\n\n```graphql\n{}\n```\n\n```json\n{answer}\n```\n\n",
            at + 1,
            example.question,
            example.asker,
            example.document
        );
    }
    section
}

#[tokio::test]
async fn the_examples_stand_in_the_guide_with_their_answers_from_both_databases() {
    let (begin, end) = ("<!-- examples -->\n", "<!-- end of examples -->");
    let path = project_folder().join("gateway/README.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = guide.split_once(begin).unwrap();
    let (section, after) = rest.split_once(end).unwrap();
    assert_eq!(examples::all().count(), 10);
    for backend in Backend::ALL {
        let expected = shown(&World::with_facts(backend).await).await;
        if section.trim() != expected.trim() {
            let right = project_folder().join("target/api-guide.md");
            std::fs::write(&right, format!("{before}{begin}\n{expected}{end}{after}")).unwrap();
            panic!("the examples in {} are not current; {} has them right", path.display(), right.display());
        }
    }
}

#[tokio::test]
async fn the_page_of_the_guide_has_the_examples_and_every_noun() {
    let page = gateway::guide::page();
    for example in examples::all() {
        // What stands in quotes or between signs is written otherwise in HTML.
        let words = example.question.split([',', '?']).next().unwrap();
        assert!(page.contains(words), "{words}");
    }
    for noun in catalog().shown() {
        assert!(page.contains(&format!("<h3>{}</h3>", noun.name)), "{}", noun.name);
    }
}
