//! Boundaries that an operator brings become maps of rates.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use dampingan_tests::{Backend, Site, World, plan, program, refused, said};
use serde_json::{Value, json};
use sitegen::client::Client;
use tempfile::TempDir;

/// Half the side of a square around a place, in degrees.
const HALF: f64 = 0.01;

/// A known place.
struct Place {
    code: String,
    name: String,
    longitude: f64,
    latitude: f64,
}

/// The kecamatan of the bundled facts, and the villages of one.
async fn places(world: &World) -> (Vec<Place>, Vec<Place>) {
    let wanted = "nodes { code name longitude latitude }";
    let query = format!(
        "{{ districts(first: 100) {{ {wanted} }}
            villages(first: 100, filter: {{ district: {{ code: {{ eq: \"33.18.16\" }} }} }}) {{ {wanted} }} }}"
    );
    let data = world.data(&query).await;
    let read = |list: &str| -> Vec<Place> {
        let nodes = data[list]["nodes"].as_array().unwrap();
        let text = |node: &Value, name: &str| node[name].as_str().unwrap().to_owned();
        let number = |node: &Value, name: &str| node[name].as_f64().unwrap();
        nodes
            .iter()
            .map(|node| Place {
                code: text(node, "code"),
                name: text(node, "name"),
                longitude: number(node, "longitude"),
                latitude: number(node, "latitude"),
            })
            .collect()
    };
    (read("districts"), read("villages"))
}

/// A square around each place, named by its plain code, and one in the sea.
fn squares(places: &[Place]) -> Value {
    let square = |code: &str, name: &str, (x, y): (f64, f64)| {
        let corners = [(-HALF, HALF), (-HALF, -HALF), (HALF, -HALF), (HALF, HALF), (-HALF, HALF)];
        let ring: Vec<_> = corners.iter().map(|(east, north)| [x + east, y + north]).collect();
        json!({
            "type": "Feature",
            "properties": { "WADM": name, "KODE": code.replace('.', ""), "LUAS": 1.5 },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    };
    let mut features: Vec<Value> =
        places.iter().map(|it| square(&it.code, &it.name, (it.longitude, it.latitude))).collect();
    features.push(square("33.99.01", "Laut", (111.5, -6.0)));
    json!({ "type": "FeatureCollection", "features": features })
}

fn import(world: &World, file: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(program("gateway"));
    command.arg("import-boundaries").arg(file).args(["--database", &world.url, "--source", "simulasi"]);
    command.args(more);
    command
}

fn written(folder: &TempDir, name: &str, geojson: &Value) -> std::path::PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, geojson.to_string()).unwrap();
    path
}

async fn rendered(world: &World) -> Site {
    let url = world.url.clone();
    let render = move || Site::rendered(&Client::local(&url).unwrap(), &plan());
    tokio::task::spawn_blocking(render).await.unwrap()
}

/// What each area of a map says and where it begins: its tooltip, its class, and the first point of its line.
fn areas(drawing: &str) -> Vec<(String, String, f64, f64)> {
    let area = |piece: &str| {
        let (title, rest) = piece.split_once("</title>")?;
        let (_, class) = rest.split_once("class=\"tile ")?;
        let (class, rest) = class.split_once('"')?;
        let (_, from) = rest.split_once("d=\"M")?;
        let from = from.replace('-', " -");
        let mut numbers =
            from.split(|sign: char| sign == ' ' || sign.is_ascii_alphabetic()).filter(|it| !it.is_empty());
        let mut number = || numbers.next()?.parse().ok();
        Some((title.to_owned(), class.to_owned(), number()?, number()?))
    };
    drawing.split("<title>").filter_map(area).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn boundaries_become_maps_whose_areas_lie_where_they_lie_and_say_what_the_table_says() {
    for backend in Backend::ALL {
        let (world, folder) = (World::with_simulation(backend).await, TempDir::new().unwrap());
        let (districts, villages) = places(&world).await;
        let of_districts = written(&folder, "kecamatan.geojson", &squares(&districts));
        let told = said(&mut import(&world, &of_districts, &[]));
        assert!(told.starts_with("21 regions by the property KODE; 84 points became 84."), "{told}");
        assert!(told.contains("No known region: 22 (Laut, 339901)."), "{told}");
        assert!(!told.contains("No boundary"), "{told}");
        let again = said(&mut import(&world, &of_districts, &[]));
        assert!(again.contains("Nothing changed"), "{again}");
        let of_villages = written(&folder, "desa.geojson", &squares(&villages[1..]));
        let told = said(&mut import(&world, &of_villages, &[]));
        let named = format!("{} ({})", villages[0].name, villages[0].code);
        assert!(told.contains(&named), "{told}");

        let answer = world
            .data("{ boundaries(filter: { district: { code: { eq: \"33.18.16\" } } }) { nodes { geometry simulated } } }")
            .await;
        let geometry = &answer["boundaries"]["nodes"][0]["geometry"];
        assert_eq!(geometry["type"], "Polygon", "{answer}");
        assert_eq!(geometry["coordinates"][0].as_array().unwrap().len(), 5, "{answer}");

        let site = rendered(&world).await;
        let page = &site["kecamatan/index.html"];
        let figure = page.split("id=\"peta-wilayah\"").nth(1).expect("a map");
        let (drawing, table) = figure.split_once("</svg>").unwrap();
        let found = areas(drawing);
        assert_eq!(found.len(), 21);
        // The table as it is downloaded: kecamatan, villages, accompanied, share.
        let csv = &site["gambar/kecamatan/peta-wilayah/data.csv"];
        let mut shares: BTreeMap<String, f64> = BTreeMap::new();
        for row in csv.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            if let (true, Some(Ok(share))) = (cells.len() > 3, cells.get(3).map(|it| it.parse())) {
                shares.insert(cells[0].to_owned(), share);
            }
        }
        assert_eq!(shares.len(), 21, "{csv}");
        let north = districts.iter().map(|it| it.latitude).fold(f64::MIN, f64::max) + HALF;
        let south = districts.iter().map(|it| it.latitude).fold(f64::MAX, f64::min) - HALF;
        let west = districts.iter().map(|it| it.longitude).fold(f64::MAX, f64::min) - HALF;
        let shrink = f64::midpoint(north, south).to_radians().cos();
        let mut at: Vec<(f64, f64, f64, f64)> = Vec::new();
        for (title, class, x, y) in found {
            let (name, value) = title.split_once(": ").unwrap();
            let share = shares[name];
            let step = [5.0, 10.0, 15.0, 20.0].iter().filter(|bound| share >= **bound).count() + 1;
            let expected = if share > 0.0 { format!("step{step}") } else { "nodata".to_owned() };
            assert_eq!(class.split(' ').next(), Some(&*expected), "{title}");
            assert_eq!(value, format!("{share:.1}").replace('.', ","), "{title}");
            assert!(table.contains(name), "{name} is in the table beside the map");
            let place = districts.iter().find(|it| name == format!("Kecamatan {}", it.name)).unwrap();
            at.push((x, (place.longitude - HALF - west) * shrink, y, north - place.latitude - HALF));
        }
        // One scale for both directions, and nothing but it, takes each area to where it is drawn.
        at.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (first, last) = (at[0], at[20]);
        let scale = (last.0 - first.0) / (last.1 - first.1);
        let top = at.iter().map(|it| it.2 - it.3 * scale).sum::<f64>() / 21.0;
        for (x, east, y, south) in at {
            assert!((x - first.0 - (east - first.1) * scale).abs() < 0.2, "{x} {east}");
            assert!((y - top - south * scale).abs() < 0.2, "{y} {south}");
        }
        assert!(site["kecamatan/33.18.16/index.html"].contains("id=\"peta-angka\""));
        assert!(site["kecamatan/33.18.16/index.html"].contains("1 wilayah tidak tergambar"));
        assert!(!site["kecamatan/33.18.01/index.html"].contains("id=\"peta-angka\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_fit_is_refused_by_name_and_nothing_is_changed() {
    let (world, folder) = (World::with_simulation(Backend::Sqlite).await, TempDir::new().unwrap());
    let (districts, villages) = places(&world).await;
    let version = world.data("{ dataVersion }").await;
    let file = written(&folder, "kecamatan.geojson", &squares(&districts));

    let told = refused(import(&world, &file, &[]).args(["--source", "nobody"]));
    assert!(told.contains("cannot be used multiple times"), "{told}");
    let mut command = Command::new(program("gateway"));
    command.arg("import-boundaries").arg(&file).args(["--database", &world.url, "--source", "nobody"]);
    let told = refused(&mut command);
    assert!(told.contains("--source, value `nobody`: there is no source of that key"), "{told}");
    assert!(told.contains("1 problem(s), nothing was changed"), "{told}");

    let told = refused(&mut import(&world, &file, &["--property", "WADM"]));
    assert!(
        told.contains(
            "the property WADM holds no code of a known region; its properties are: KODE, LUAS, WADM."
        ),
        "{told}"
    );

    // Plain digits of Kemendagri read as those of BPS, which gives them to other villages.
    let of_villages = written(&folder, "desa.geojson", &squares(&villages));
    let told = refused(&mut import(&world, &of_villages, &["--codes", "bps"]));
    assert!(told.contains("none of its properties holds codes") || told.contains("see --codes"), "{told}");

    // Two kecamatan that stand in each other's place.
    let mut swapped = squares(&districts);
    let (first, last) =
        (swapped["features"][0]["geometry"].take(), swapped["features"][10]["geometry"].take());
    swapped["features"][0]["geometry"] = last;
    swapped["features"][10]["geometry"] = first;
    let told = refused(&mut import(&world, &written(&folder, "swapped.geojson", &swapped), &[]));
    assert!(told.contains("2 problem(s)") && told.contains("lies at"), "{told}");
    assert!(told.contains(&format!("feature 1 ({}, ", districts[0].name)), "{told}");

    let mut metres = squares(&districts);
    metres["features"][3]["geometry"]["coordinates"][0][0] = json!([483_000.5, 9_250_000.0]);
    let told = refused(&mut import(&world, &written(&folder, "metres.geojson", &metres), &[]));
    assert!(told.contains("feature 4 (") && told.contains("EPSG:4326"), "{told}");

    for (name, text, reason) in [
        ("broken", "{\"type\": \"FeatureCollection\", \"features\": [", "it is not GeoJSON"),
        ("empty", "{\"type\": \"FeatureCollection\", \"features\": []}", "it holds no feature"),
        ("point", "{\"type\": \"Point\", \"coordinates\": [111, -6]}", "it holds no feature"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let told = refused(&mut import(&world, &path, &[]));
        assert!(told.contains(reason) && told.contains(name), "{told}");
    }
    let told = refused(&mut import(&world, &folder.path().join("nowhere"), &[]));
    assert!(told.contains("nowhere"), "{told}");
    assert_eq!(world.data("{ dataVersion }").await, version);
    assert_eq!(world.data("{ boundaries { totalCount } }").await["boundaries"]["totalCount"], 0);
}
