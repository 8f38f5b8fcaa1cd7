//! The contract of the API as a file.

use dampingan_tests::project_folder;
use gateway::graph::noun::Stored;
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
