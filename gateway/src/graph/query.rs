//! The root fields: what each asks for, planned and then run.

use async_graphql::{Name, Value};
use futures_util::future::try_join_all;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, SelectStatement};
use sea_orm::{DatabaseBackend, DbErr};

use super::answer;
use super::catalog::{Catalog, Root};
use super::cost;
use super::json;
use super::noun::{Kind, Noun};
use super::page::parse_global_id;
use super::plan::{Connection, Level, Planner, Shape};
use super::refusal::Refusal;
use super::run::Session;
use super::selection::Selected;
use super::statement::{Writer, column};

/// How many ids `nodes` takes.
const MAX_NODES: usize = 100;

/// A root field, ready to run.
#[derive(Debug)]
pub struct RootPlan<'c> {
    /// Key under which the answer carries it.
    pub key: Name,
    /// Whether it may be null, so that its failure leaves the other fields standing.
    pub nullable: bool,
    what: What<'c>,
}

#[derive(Debug)]
enum What<'c> {
    Typename,
    DataVersion,
    One(Box<Rows<'c>>),
    Many(Box<Connection<'c>>),
    Node(Nodes<'c>),
    Nodes(Nodes<'c>),
}

/// Rows of one noun under a condition.
#[derive(Debug)]
struct Rows<'c> {
    level: Level<'c>,
    shape: Shape,
    condition: Expr,
    id: usize,
}

/// Rows of any nouns by their ids: a statement per noun.
#[derive(Debug)]
struct Nodes<'c> {
    asked: Vec<Option<(String, i64)>>,
    nouns: Vec<Rows<'c>>,
}

impl<'c> RootPlan<'c> {
    /// Plans a root field.
    ///
    /// # Errors
    /// Where its arguments cannot be met.
    pub fn new(catalog: &'c Catalog, backend: DatabaseBackend, field: &Selected) -> Result<Self, Refusal> {
        let mut planner = Planner { catalog, writer: Writer::new(backend) };
        let (nullable, what) = match (field.name.as_str(), catalog.root(&field.name)) {
            ("dataVersion", _) => (false, What::DataVersion),
            ("node", _) => {
                let id = field.arguments.get("id").into_iter().cloned().collect::<Vec<_>>();
                (true, What::Node(Nodes::plan(&mut planner, &id, field)?))
            }
            ("nodes", _) => {
                let ids = match field.arguments.get("ids") {
                    Some(Value::List(ids)) => ids.as_slice(),
                    Some(id) => std::slice::from_ref(id),
                    None => &[],
                };
                (false, What::Nodes(Nodes::plan(&mut planner, ids, field)?))
            }
            ("search", _) => {
                let hits = catalog.find("SearchHit");
                let hits = hits.ok_or_else(|| Refusal::new("This API has nothing to search."))?;
                (false, What::Many(Box::new(planner.search(hits, field)?)))
            }
            (_, Some(Root::One(noun))) => {
                (true, What::One(Box::new(Rows::by_key(&mut planner, noun, field)?)))
            }
            (_, Some(Root::Many(noun))) => {
                (false, What::Many(Box::new(planner.connection(noun, field, None)?)))
            }
            _ => (false, What::Typename),
        };
        Ok(Self { key: field.key.clone(), nullable, what })
    }

    /// What it may cost; see the module `cost`.
    #[must_use]
    pub fn cost(&self) -> u64 {
        let of_rows = |rows: &Rows<'_>, count| cost::of_rows(&rows.level, &rows.shape, count);
        match &self.what {
            What::Typename => 0,
            What::DataVersion => 1,
            What::One(rows) => of_rows(rows, 1),
            What::Many(plan) => cost::of_connection(plan),
            What::Node(nodes) | What::Nodes(nodes) => {
                let costs = nodes.nouns.iter().map(|rows| {
                    let asked = nodes.asked.iter().flatten().filter(|(name, _)| name == rows.shape.noun);
                    of_rows(rows, asked.count())
                });
                costs.fold(0, u64::saturating_add)
            }
        }
    }

    /// Runs it and writes its value.
    ///
    /// # Errors
    /// When a statement fails.
    pub async fn run(&self, session: &Session<'_>) -> Result<Vec<u8>, DbErr> {
        let mut out = Vec::new();
        match &self.what {
            What::Typename => json::plain(&mut out, super::types::QUERY),
            What::DataVersion => json::quoted(&mut out, session.data_version().await?),
            What::One(rows) => {
                let loaded = session.row(&rows.level, rows.condition.clone()).await?;
                match loaded.rows.rows().next() {
                    Some(row) => answer::object(&mut out, &rows.level, &loaded, &rows.shape, row),
                    None => json::null(&mut out),
                }
            }
            What::Many(plan) => {
                let lists = session.connection(plan).await?;
                answer::connection(&mut out, plan, &lists, 0);
            }
            What::Node(nodes) => match nodes.run(session).await?.pop() {
                Some(value) => out = value,
                None => json::null(&mut out),
            },
            What::Nodes(nodes) => {
                let found = nodes.run(session).await?;
                json::list(&mut out, found.iter(), |out, value| out.extend_from_slice(value));
            }
        }
        Ok(out)
    }
}

impl<'c> Rows<'c> {
    fn plan(
        planner: &mut Planner<'c>,
        noun: &'c Noun,
        field: &Selected,
        condition: impl FnOnce(&str) -> Result<Expr, Refusal>,
    ) -> Result<Self, Refusal> {
        let mut level = planner.level(noun);
        let alias = level.alias.clone();
        let id = level.id_slot(&alias);
        let shape = planner.shape(&mut level, &[], field)?;
        Ok(Self { level, shape, condition: condition(&alias)?, id })
    }

    fn by_key(planner: &mut Planner<'c>, noun: &'c Noun, field: &Selected) -> Result<Self, Refusal> {
        Self::plan(planner, noun, field, |alias| match noun.key() {
            Some(key) => by_key(noun, key.kind, alias, field.arguments.get(key.name)),
            None => by_id(noun, alias, field.arguments.get("id")),
        })
    }
}

impl<'c> Nodes<'c> {
    fn plan(planner: &mut Planner<'c>, ids: &[Value], field: &Selected) -> Result<Self, Refusal> {
        if ids.len() > MAX_NODES {
            let message = format!("`nodes` takes at most {MAX_NODES} ids at once; ask in parts.");
            return Err(Refusal::new(message));
        }
        let parsed = ids.iter().map(|id| match id {
            Value::String(id) => parse_global_id(id),
            _ => None,
        });
        let asked: Vec<_> = parsed.collect();
        let mut nouns = Vec::new();
        for noun in planner.catalog.shown() {
            let wanted = asked.iter().flatten().filter(|(name, _)| name == noun.name);
            let wanted: Vec<sea_orm::Value> = wanted.map(|(_, id)| (*id).into()).collect();
            if wanted.is_empty() {
                continue;
            }
            let backend = planner.writer.backend;
            let condition = |alias: &str| Ok(Writer::new(backend).any(column(alias, "id"), &wanted));
            nouns.push(Rows::plan(planner, noun, &field.asked_of(noun.name)?, condition)?);
        }
        Ok(Self { asked, nouns })
    }

    /// The objects in the order of the ids; null for one that is unknown.
    async fn run(&self, session: &Session<'_>) -> Result<Vec<Vec<u8>>, DbErr> {
        let loads = self.nouns.iter().map(|rows| session.rows(&rows.level, rows.condition.clone()));
        let loaded = try_join_all(loads).await?;
        let written = self.asked.iter().map(|asked| {
            let mut out = Vec::new();
            let found = asked.as_ref().and_then(|(name, id)| {
                let (rows, loaded) = self.nouns.iter().zip(&loaded).find(|(it, _)| it.shape.noun == name)?;
                let row = loaded.rows.rows().find(|row| row.get(rows.id).int() == Some(*id))?;
                answer::object(&mut out, &rows.level, loaded, &rows.shape, row);
                Some(())
            });
            if found.is_none() {
                json::null(&mut out);
            }
            out
        });
        Ok(written.collect())
    }
}

fn by_id(noun: &Noun, alias: &str, id: Option<&Value>) -> Result<Expr, Refusal> {
    let parsed = match id {
        Some(Value::String(id)) => parse_global_id(id).filter(|(name, _)| name == noun.name),
        _ => None,
    };
    let refuse = || Refusal::new(format!("This id is not that of a {}.", noun.name));
    parsed.map(|(_, id)| column(alias, "id").eq(id)).ok_or_else(refuse)
}

/// A region is found by its Kemendagri code, dotted or plain, and by its BPS code; the first wins, and the two
/// never mean different regions of one level, since a BPS code read as a Kemendagri one has no village part.
fn by_key(noun: &Noun, kind: Kind, alias: &str, key: Option<&Value>) -> Result<Expr, Refusal> {
    let name = noun.identity.first().copied().unwrap_or("id");
    let Some(Value::String(text)) = key else {
        return Err(Refusal::new(format!("`{name}` is missing.")));
    };
    if !matches!(kind, Kind::RegionCode) {
        return Ok(column(alias, name).eq(text.as_str()));
    }
    let by_bps = |code: &str| {
        let mut assigned = SelectStatement::new();
        let (region, assignment) = (Alias::new("assigned"), Alias::new("code_assignment"));
        assigned
            .column((region.clone(), Alias::new("code")))
            .from(assignment.clone())
            .join_as(
                JoinType::InnerJoin,
                Alias::new("region"),
                region.clone(),
                Expr::col((region, Alias::new("id"))).equals((assignment.clone(), Alias::new("region_id"))),
            )
            .and_where(Expr::col((assignment.clone(), Alias::new("system"))).eq("BPS"))
            .and_where(Expr::col((assignment.clone(), Alias::new("code"))).eq(code))
            .order_by((assignment, Alias::new("id")), Order::Asc)
            .limit(1);
        Expr::from(assigned)
    };
    // A list of values, not an OR with a subquery: that would keep SQLite from the unique index on the code.
    let code = column(alias, name);
    Ok(match kind.bind(&Value::String(text.clone())) {
        Ok(dotted) if text.contains('.') => code.eq(dotted),
        Ok(dotted) => code.is_in([Expr::val(dotted), by_bps(text)]),
        Err(refusal) if text.contains('.') => return Err(refusal),
        Err(_) => code.eq(by_bps(text)),
    })
}
