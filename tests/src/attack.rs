//! An attacker who knows everything that is public, and how closely such a one can find out what is not.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use crate::World;

/// What one count is about: what is counted, of which kind, when, where, and in which single row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// What is counted.
    pub measure: &'static str,
    /// Which of them.
    pub category: String,
    /// When; with the method, where several count the same.
    pub period: String,
    /// Code of the region.
    pub region: String,
    /// Key of the row; blank for all of a region.
    pub record: String,
}

impl About {
    fn at(&self, region: &str) -> Self {
        Self { region: region.to_owned(), record: String::new(), ..self.clone() }
    }

    fn of(&self, category: &str) -> Self {
        Self { category: category.to_owned(), ..self.clone() }
    }
}

/// Counts by what they are about: those of the world as it is, or those that are told, where `None` is kept back.
pub type Truth = BTreeMap<About, i64>;

/// What the API tells; `None` where it keeps a count back.
pub type Told = BTreeMap<About, Option<i64>>;

/// The region above a village or a kecamatan of the regency.
fn above(region: &str) -> Option<&str> {
    let (above, _) = region.rsplit_once('.')?;
    above.contains('.').then_some(above)
}

/// All parts of the world that can be summed up, with the sums.
pub async fn truth(world: &World) -> Truth {
    let mut truth = Truth::new();
    let mut add = |measure, parts: Vec<[String; 5]>, with_village: bool| {
        for [category, period, region, record, counted] in parts {
            let counted: i64 = counted.parse().expect("a count");
            let about = About { measure, category, period, region, record };
            let mut sums = Vec::new();
            if with_village {
                sums.push(about.clone());
            }
            if !about.record.is_empty() {
                sums.push(about.at(&about.region));
            }
            // The rows at the kecamatan are told village by village only.
            let mut region = if about.category == "DISTRICT_ROWS" { "" } else { about.region.as_str() };
            while let Some(above) = above(region) {
                sums.push(about.at(above));
                region = above;
            }
            for about in sums {
                *truth.entry(about).or_default() += counted;
            }
        }
    };
    let needs = "SELECT n.need_type, substr(CAST(COALESCE(a.held_on, a.planned_on) AS TEXT), 1, 4), r.code, n.key, n.quantity
        FROM need n JOIN assessment a ON a.id = n.assessment_id JOIN region r ON r.id = n.village_id";
    add("NEED_UNITS", world.texts(needs).await, true);
    let people = "SELECT i.key, o.period || '|' || o.method, r.code, '', o.value
        FROM observation o JOIN indicator i ON i.id = o.indicator_id JOIN region r ON r.id = o.region_id
        WHERE i.disclosure <> 'OPEN' AND r.level = 'VILLAGE' AND o.standing = 'PUBLISHED'";
    add("INDICATOR", world.texts(people).await, true);
    for column in ROWS {
        let rows = format!(
            "SELECT '{}', c.key, r.code, '', s.{column} FROM sync_count s
             JOIN registry_cycle c ON c.id = s.cycle_id JOIN region r ON r.id = s.village_id",
            column.to_uppercase()
        );
        add("REGISTRY_ROWS", world.texts(&rows).await, true);
    }
    let corrections = |state: &str| {
        format!(
            "SELECT {state}, c.key, r.code, '', count(*) FROM registry_change h
             JOIN registry_cycle c ON c.id = h.cycle_id JOIN region r ON r.id = h.village_id
             GROUP BY {state}, c.key, r.code"
        )
    };
    add("REGISTRY_CORRECTIONS", world.texts(&corrections("h.state")).await, false);
    add("REGISTRY_CORRECTIONS", world.texts(&corrections("'ALL'")).await, true);
    truth
}

/// Columns of the registry's counts.
pub const ROWS: [&str; 8] = [
    "village_rows",
    "district_rows",
    "regency_rows",
    "ministry_rows",
    "unmatched_rows",
    "only_village",
    "only_regency",
    "differing",
];

/// One look at everything that was public, at a time when the world was as `truth` says.
#[derive(Clone, Debug)]
pub struct Look {
    /// The world.
    pub truth: Truth,
    /// What was told of it.
    pub told: Told,
}

/// What an attacker makes of one or several looks. Who knows that a count has not changed between two looks has one
/// unknown less: the attacker knows it of all that have not.
#[derive(Debug, Default)]
pub struct Attack {
    /// Per unknown: its count, and what it is about at the last look.
    unknowns: Vec<(i64, About)>,
    /// Sums of unknowns with factors that the attacker knows.
    equations: BTreeSet<Vec<(usize, i64)>>,
}

impl Attack {
    /// The attack on these looks, the oldest first.
    #[must_use]
    pub fn on(looks: &[Look]) -> Self {
        let mut attack = Self::default();
        // A count that stays the same is one place: its number in the list of all places.
        let mut places: Vec<(i64, About)> = Vec::new();
        let mut latest: BTreeMap<&About, usize> = BTreeMap::new();
        let mut known = BTreeSet::new();
        let mut of_looks = Vec::new();
        for Look { truth, told } in looks {
            let mut there: BTreeMap<&About, usize> = BTreeMap::new();
            for (about, &count) in truth {
                let at = match latest.get(about) {
                    Some(&at) if places[at].0 == count => at,
                    _ => {
                        places.push((count, about.clone()));
                        places.len() - 1
                    }
                };
                latest.insert(about, at);
                there.insert(about, at);
                match told.get(about) {
                    Some(Some(value)) => {
                        assert_eq!(*value, count, "{about:?} is told wrongly");
                        known.insert(at);
                    }
                    // Where there is no cell, there is nothing: that is known as well.
                    Some(None) => {}
                    None => assert_eq!(count, 0, "{about:?} is not told at all"),
                }
                if count == 0 {
                    known.insert(at);
                }
            }
            of_looks.push(there);
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for there in &of_looks {
            for equation in equations(there, &places) {
                let unknown: Vec<_> = equation.into_iter().filter(|(at, _)| !known.contains(at)).collect();
                let terms = unknown.into_iter().map(|(at, factor)| {
                    let next = numbers.len();
                    let number = *numbers.entry(at).or_insert(next);
                    if number == next {
                        attack.unknowns.push(places[at].clone());
                    }
                    (number, factor)
                });
                let mut terms: Vec<_> = terms.collect();
                terms.sort_unstable();
                if !terms.is_empty() {
                    attack.equations.insert(terms);
                }
            }
        }
        attack
    }

    /// How many counts are not told.
    #[must_use]
    pub fn unknowns(&self) -> usize {
        self.unknowns.len()
    }

    /// The unknowns that can be found out more closely than to a range of `least(about)`, with that range.
    #[must_use]
    pub fn found_out(&self, least: impl Fn(&About) -> i64) -> Vec<(&About, f64, f64)> {
        let mut of_unknown: Vec<Vec<&[(usize, i64)]>> = vec![Vec::new(); self.unknowns.len()];
        for equation in &self.equations {
            for (at, _) in equation {
                of_unknown[*at].push(equation);
            }
        }
        let mut ranges: Vec<(f64, f64)> =
            self.unknowns.iter().map(|(count, _)| (*count as f64, *count as f64)).collect();
        let mut found = Vec::new();
        for at in 0..self.unknowns.len() {
            let least = least(&self.unknowns[at].1) as f64;
            let is_narrow = |(low, high): (f64, f64)| high - low < least - 1e-6;
            for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
                if is_narrow(ranges[at]) {
                    for (other, value) in self.extreme(at, direction, &of_unknown) {
                        ranges[other] = (ranges[other].0.min(value), ranges[other].1.max(value));
                    }
                }
            }
            if is_narrow(ranges[at]) {
                found.push((&self.unknowns[at].1, ranges[at].0, ranges[at].1));
            }
        }
        found
    }

    /// The possible world in which one unknown is largest or smallest.
    fn extreme(
        &self,
        at: usize,
        direction: OptimizationDirection,
        of_unknown: &[Vec<&[(usize, i64)]>],
    ) -> Vec<(usize, f64)> {
        let mut tied = vec![at];
        let mut seen = BTreeSet::from([at]);
        let mut equations: BTreeSet<&[(usize, i64)]> = BTreeSet::new();
        let mut next = 0;
        while next < tied.len() {
            for equation in &of_unknown[tied[next]] {
                if equations.insert(equation) {
                    tied.extend(equation.iter().map(|(other, _)| *other).filter(|other| seen.insert(*other)));
                }
            }
            next += 1;
        }
        let mut problem = Problem::new(direction);
        // No count of this world is larger than a million.
        let variables: BTreeMap<usize, _> = tied
            .iter()
            .map(|&other| (other, problem.add_var(f64::from(u8::from(other == at)), (1.0, 1e6))))
            .collect();
        for equation in equations {
            let sum: i64 = equation.iter().map(|(other, factor)| self.unknowns[*other].0 * factor).sum();
            let terms: Vec<_> =
                equation.iter().map(|(other, factor)| (variables[other], *factor as f64)).collect();
            problem.add_constraint(&terms[..], ComparisonOp::Eq, sum as f64);
        }
        let Ok(SolveOutcome::Solution(solution)) = problem.solve() else {
            panic!("the attack has no solution")
        };
        tied.iter().map(|other| (*other, solution.var_value(variables[other]))).collect()
    }
}

/// What adds up, as anybody knows who reads what the counts mean; and what else happens to.
fn equations(there: &BTreeMap<&About, usize>, places: &[(i64, About)]) -> Vec<Vec<(usize, i64)>> {
    let mut sums: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    let mut found: Vec<Vec<(usize, i64)>> = Vec::new();
    for (about, &at) in there {
        let whole = if about.record.is_empty() { above(&about.region) } else { Some(about.region.as_str()) };
        if let Some(&whole) = whole.and_then(|region| there.get(&about.at(region))) {
            sums.entry(whole).or_insert_with(|| vec![(whole, -1)]).push((at, 1));
        }
        if about.measure == "REGISTRY_CORRECTIONS"
            && about.category != "ALL"
            && let Some(&all) = there.get(&about.of("ALL"))
        {
            // A second kind of sum to the same whole: told apart by its sign.
            sums.entry(usize::MAX - all).or_insert_with(|| vec![(all, -1)]).push((at, 1));
        }
        if about.category == "VILLAGE_ROWS" {
            let of = |category: &str| there.get(&about.of(category)).copied();
            // Whether the kecamatan has the rows of the village or those of the regency is told by its own alone.
            let tied: [&[(&str, i64)]; 2] = [
                &[("VILLAGE_ROWS", 1), ("ONLY_VILLAGE", -1), ("REGENCY_ROWS", -1), ("ONLY_REGENCY", 1)],
                &[("REGENCY_ROWS", 1), ("UNMATCHED_ROWS", -1), ("MINISTRY_ROWS", -1)],
            ];
            found.extend(tied.into_iter().filter_map(|terms| {
                terms.iter().map(|(category, factor)| Some((of(category)?, *factor))).collect()
            }));
        }
    }
    found.extend(sums.into_values());
    found.retain(|terms| terms.iter().map(|(at, factor)| places[*at].0 * factor).sum::<i64>() == 0);
    found
}
