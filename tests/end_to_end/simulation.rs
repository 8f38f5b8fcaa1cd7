//! The simulator: labelled, repeatable, within the rules of the data, and harmless to what is real.

use std::collections::{BTreeMap, BTreeSet};

use dampingan_tests::{Backend, World, project_folder};
use gateway::import::Loaded;
use gateway::simulate::SimulateError;
use sea_orm::{ConnectionTrait as _, Statement};

/// Rows of one simulation in a form that can be compared; ids are not part of it.
const TABLES: &[(&str, &str)] = &[
    ("accompaniment", "key, state, starts_on, region_id, agency_id"),
    ("need", "key, quantity, state, village_id"),
    ("ledger_transaction", "key, kind, amount, occurred_on, region_id"),
    ("registry_change", "key, state, record_hash, village_id"),
    ("sync_count", "village_rows, regency_rows, differing, village_id, cycle_id"),
    ("action_item", "key, state, due_on"),
];

/// Rows of an SQL question as whole numbers; absent ones are -1.
async fn numbers<const N: usize>(world: &World, sql: &str) -> Vec<[i64; N]> {
    let columns =
        (0..N).map(|at| format!("CAST(COALESCE(c{at}, -1) AS BIGINT)")).collect::<Vec<_>>().join(", ");
    let names = (0..N).map(|at| format!("c{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("WITH q({names}) AS ({sql}) SELECT {columns} FROM q");
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| std::array::from_fn(|at| row.try_get_by_index(at).unwrap())).collect()
}

async fn number(world: &World, sql: &str) -> i64 {
    numbers::<1>(world, sql).await[0][0]
}

/// All rows of a table as texts, in an order of their own.
async fn rows(world: &World, table: &str, columns: &str) -> BTreeSet<String> {
    let texts: Vec<String> =
        columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
    let sql = format!("SELECT {} FROM {table}", texts.join(" || '|' || "));
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let found = world.db.query_all_raw(statement).await.unwrap();
    found.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

const OURS: &str = "source_id IN (SELECT id FROM source WHERE kind = 'SIMULATED')";

#[tokio::test]
async fn the_same_seed_gives_the_same_rows_on_both_databases() {
    let sqlite = World::with_simulation(Backend::Sqlite).await;
    let postgres = World::with_simulation(Backend::Postgres).await;
    let other = World::with_facts(Backend::Sqlite).await;
    other.simulate(7).await.unwrap();
    for (table, columns) in TABLES {
        let expected = rows(&sqlite, table, columns).await;
        assert!(!expected.is_empty(), "{table}");
        assert_eq!(expected, rows(&postgres, table, columns).await, "{table}");
        assert_ne!(expected, rows(&other, table, columns).await, "{table}");
    }
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let again = world.simulate(2022).await.unwrap();
        assert_eq!(again.data_version, None);
        for (table, Loaded { added, changed, unchanged }) in again.tables {
            assert_eq!((added, changed), (0, 0), "{table}");
            assert!(unchanged > 0, "{table}");
        }
    }
}

#[tokio::test]
async fn it_adds_to_facts_and_to_nothing_else() {
    let empty = World::empty(Backend::Sqlite).await;
    let refusal = empty.simulate(2022).await.unwrap_err();
    assert!(matches!(refusal, SimulateError::NoFacts));
    assert!(refusal.to_string().contains("gateway import data/pati"));

    let world = World::with_simulation(Backend::Sqlite).await;
    assert!(matches!(world.simulate(7).await.unwrap_err(), SimulateError::OtherSeed));
}

#[tokio::test]
async fn real_rows_stay_as_they_are() {
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let again = world.import(&project_folder().join("data/pati")).await.unwrap();
        assert_eq!(again.data_version, None);
    }
}

#[tokio::test]
async fn every_added_row_says_that_it_is_simulated() {
    let facts = World::with_facts(Backend::Sqlite).await;
    let world = World::with_simulation(Backend::Sqlite).await;
    for noun in [
        "stakeholders",
        "accompaniments",
        "programmes",
        "activities",
        "assessments",
        "needs",
        "potentials",
        "fundingSources",
        "transactions",
        "indicators",
        "observations",
        "registryCycles",
        "syncCounts",
        "meetings",
        "attendances",
        "decisions",
        "actionItems",
    ] {
        let count = async |world: &World, filter: &str| {
            let found = world.data(&format!("{{ {noun}{filter} {{ totalCount }} }}")).await;
            found[noun]["totalCount"].as_i64().unwrap()
        };
        let simulated = count(&world, "(filter: { simulated: { eq: true } })").await;
        assert!(simulated > 0, "{noun}");
        assert_eq!(count(&world, "").await - count(&facts, "").await, simulated, "{noun}");
    }
    for table in ["stakeholder", "funding_source", "programme", "meeting", "decision", "indicator"] {
        let name = match table {
            "meeting" => "title",
            "decision" => "text",
            _ => "name",
        };
        let sql = format!("SELECT count(*) FROM {table} WHERE {OURS} AND {name} NOT LIKE '%(simulasi)'");
        assert_eq!(number(&world, &sql).await, 0, "{table}");
        let sql = format!("SELECT count(*) FROM {table} WHERE {OURS} AND key NOT LIKE 'sim-%'");
        assert_eq!(number(&world, &sql).await, 0, "{table}");
    }
}

#[tokio::test]
async fn no_simulated_money_is_told_of_a_real_party() {
    let world = World::with_simulation(Backend::Sqlite).await;
    for (named, table) in
        [("funding_source_id", "funding_source"), ("receiver_stakeholder_id", "stakeholder")]
    {
        let sql = format!(
            "SELECT count(*) FROM ledger_transaction WHERE {OURS} AND {named} IN \
             (SELECT id FROM {table} WHERE NOT {OURS})"
        );
        assert_eq!(number(&world, &sql).await, 0, "{table}");
    }
}

#[tokio::test]
async fn forty_seven_villages_are_accompanied_by_twenty_eight_agencies() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let pairs = numbers::<3>(
        &world,
        "SELECT a.region_id, a.agency_id, r.district_id FROM accompaniment a JOIN region r ON r.id = a.region_id \
         JOIN scheme s ON s.id = a.scheme_id WHERE s.key = 'satu-opd-satu-desa'",
    )
    .await;
    let mut by_agency: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut by_district: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for [village, agency, district] in &pairs {
        by_agency.entry(*agency).or_default().insert(*village);
        by_district.entry(*district).or_default().insert(*village);
    }
    assert_eq!(pairs.iter().map(|pair| pair[0]).collect::<BTreeSet<_>>().len(), 47);
    assert_eq!(by_agency.len(), 28);
    assert!(by_agency.values().all(|villages| (1..=3).contains(&villages.len())));
    assert_eq!(by_district.len(), 21);
    assert!(by_district.values().all(|villages| (2..=3).contains(&villages.len())));
}

#[tokio::test]
async fn each_village_has_exactly_one_lead_per_scheme_and_period() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let leads = numbers::<1>(
        &world,
        "SELECT sum(CASE WHEN role = 'LEAD' THEN 1 ELSE 0 END) FROM accompaniment \
         GROUP BY region_id, scheme_id, starts_on",
    )
    .await;
    assert!(leads.iter().all(|[leads]| *leads == 1));
}

/// Sums of a finished programme's cash by stage, without what was taken back.
const SUMS: &str = "SELECT \
    sum(CASE WHEN kind = 'PLEDGE' THEN amount ELSE 0 END), \
    sum(CASE WHEN kind = 'COMMITMENT' THEN amount ELSE 0 END), \
    sum(CASE WHEN kind = 'DISBURSEMENT' AND passes_on_id IS NULL THEN amount ELSE 0 END), \
    sum(CASE WHEN kind = 'DISBURSEMENT' AND NOT EXISTS \
        (SELECT 1 FROM ledger_transaction o WHERE o.passes_on_id = t.id) THEN amount ELSE 0 END), \
    sum(CASE WHEN kind = 'EXPENDITURE' THEN amount ELSE 0 END), \
    (SELECT budget FROM programme p WHERE p.id = t.programme_id) \
    FROM ledger_transaction t WHERE value_kind = 'CASH' AND kind <> 'REVERSAL' \
    AND NOT EXISTS (SELECT 1 FROM ledger_transaction r WHERE r.reverses_id = t.id) \
    AND programme_id IN (SELECT id FROM programme WHERE state = 'DONE') GROUP BY programme_id";

#[tokio::test]
async fn closed_chains_add_up_at_the_first_funder_and_at_the_last_mile() {
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let chains = numbers::<6>(&world, SUMS).await;
        assert!(chains.len() > 40);
        for sums in chains {
            assert!(sums[0] > 0 && sums.iter().all(|sum| *sum == sums[0]), "{sums:?}");
        }
        let passed_on = "SELECT count(*) FROM ledger_transaction WHERE passes_on_id IS NOT NULL";
        assert!(number(&world, passed_on).await > 5);
    }
}

#[tokio::test]
async fn about_a_third_of_the_needs_has_no_money() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let needs = number(&world, "SELECT count(*) FROM need").await;
    let without = number(
        &world,
        "SELECT count(*) FROM need n WHERE NOT EXISTS (SELECT 1 FROM ledger_transaction t WHERE t.need_id = n.id)",
    )
    .await;
    assert!((25..=42).contains(&(without * 100 / needs)), "{without} of {needs}");
}

#[tokio::test]
async fn villages_add_up_to_the_totals_that_are_public() {
    let world = World::with_simulation(Backend::Sqlite).await;
    for (indicator, period, total) in [
        ("penduduk", "2020", 1_324_188),
        ("penduduk", "2024", 1_385_904),
        ("dtks-orang", "2023", 713_369),
        ("keluarga-ekstrem-padan", "2023-07", 10_247),
        ("p3ke-dtks-desil-1", "2023-07", 147_399),
        ("dtsen-orang-miskin", "2025", 148_000),
    ] {
        let sql = format!(
            "SELECT sum(o.value), count(*) FROM observation o JOIN indicator i ON i.id = o.indicator_id \
             WHERE i.key = '{indicator}' AND o.period = '{period}' AND o.method = 'Simulasi'"
        );
        assert_eq!(numbers::<2>(&world, &sql).await, [[total, 406]], "{indicator} {period}");
    }
    // Bounds of the statuses in ten thousandths, and the real count of desa in 2022.
    for (least, most, count) in [(8_156, 10_000, 21), (7_073, 8_155, 185), (5_990, 7_072, 195)] {
        let sql = format!(
            "SELECT count(*) FROM observation o JOIN indicator i ON i.id = o.indicator_id \
             WHERE i.key = 'sim-idm' AND o.period = '2022' AND o.value BETWEEN {least} AND {most}"
        );
        assert_eq!(number(&world, &sql).await, count);
    }
    let districts = numbers::<2>(
        &world,
        "SELECT sum(o.value), (SELECT k.value FROM observation k WHERE k.region_id = r.district_id \
             AND k.indicator_id = o.indicator_id AND k.period = '2020') \
         FROM observation o JOIN region r ON r.id = o.region_id JOIN indicator i ON i.id = o.indicator_id \
         WHERE i.key = 'penduduk' AND o.period = '2020' AND o.method = 'Simulasi' \
         GROUP BY r.district_id, o.indicator_id",
    )
    .await;
    let known: Vec<_> = districts.iter().filter(|[_, census]| *census > 0).collect();
    assert!(known.len() >= 15);
    assert!(known.iter().all(|[villages, census]| villages == census), "{known:?}");
}
