//! Makes the contract of the gateway known to the typed queries, so that a query which does not fit it does not
//! compile.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contract = "../gateway/schema.graphql";
    println!("cargo::rerun-if-changed={contract}");
    cynic_codegen::register_schema("gateway").from_sdl_file(contract)?.as_default()?;
    Ok(())
}
