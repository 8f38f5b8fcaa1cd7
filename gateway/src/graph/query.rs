//! The query type: dispatches root fields to plans over the catalogue.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use async_graphql::parser::types::Field as FieldNode;
use async_graphql::registry::Registry;
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ErrorExtensions as _, ObjectType, OutputType, Positioned,
    ServerError, ServerResult, Value,
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, SelectStatement};
use sea_orm::{DatabaseConnection, DbErr};

use super::catalog::{Catalog, Root};
use super::noun::{Kind, Noun};
use super::page::parse_global_id;
use super::plan::Planner;
use super::refusal::Refusal;
use super::run::{Session, object};
use super::selection::{Reader, Selected};
use super::statement::{Writer, column};
use super::types::{QUERY, register};

/// How many ids `nodes` takes.
const MAX_NODES: usize = 100;

/// Counts the SQL statements of one request; put one into the request's data to read it afterwards.
#[derive(Clone, Debug, Default)]
pub struct StatementCount(Arc<AtomicUsize>);

impl StatementCount {
    /// Statements run so far.
    #[must_use]
    pub fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// The query type over the nouns of the product.
#[derive(Clone, Debug)]
pub struct Query {
    db: DatabaseConnection,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(crate::schema::nouns()));

/// The nouns of the product.
#[must_use]
pub fn catalog() -> &'static Catalog {
    &CATALOG
}

impl Query {
    /// A query type that reads from `db`.
    #[must_use]
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    async fn answer(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let node: &Positioned<FieldNode> = ctx.item;
        let count = ctx.data_opt::<StatementCount>().cloned().unwrap_or_default();
        let asked = Asked {
            session: Session { db: &self.db, statements: &count.0 },
            reader: Reader::new(ctx.query_env),
            node,
        };
        let value = match (node.node.name.node.as_str(), catalog().root(&node.node.name.node)) {
            ("dataVersion", _) => asked.data_version().await?,
            ("node", _) => asked.node().await?,
            ("nodes", _) => asked.nodes().await?,
            (_, Some(Root::One(noun))) => asked.one(noun).await?,
            (_, Some(Root::Many(noun))) => asked.many(noun).await?,
            _ => return Ok(None),
        };
        Ok(Some(value))
    }
}

/// One root field on its way to an answer.
struct Asked<'a> {
    session: Session<'a>,
    reader: Reader<'a>,
    node: &'a Positioned<FieldNode>,
}

impl Asked<'_> {
    fn refused(&self, refusal: Refusal) -> ServerError {
        refusal.at(self.node.pos)
    }

    /// Our own failures: the chain goes to the log, the client gets a fixed sentence.
    fn failed(&self, error: &DbErr) -> ServerError {
        tracing::error!(error = %error, field = %self.node.node.name.node, "statement failed");
        async_graphql::Error::new(
            "The data could not be read. Try again; if it stays, report the request id.",
        )
        .extend_with(|_, it| it.set("code", "INTERNAL"))
        .into_server_error(self.node.pos)
    }

    fn planner(&self) -> Planner<'static> {
        Planner { catalog: catalog(), writer: Writer::new(self.session.db.get_database_backend()) }
    }

    async fn data_version(&self) -> ServerResult<Value> {
        self.session.statements.fetch_add(1, Ordering::Relaxed);
        let version = crate::db::data_version(self.session.db).await.map_err(|error| self.failed(&error))?;
        Ok(Value::String(version.to_string()))
    }

    async fn many(&self, noun: &'static Noun) -> ServerResult<Value> {
        let selected = self.reader.field(self.node, None)?;
        let plan =
            self.planner().connection(noun, &selected, None).map_err(|refusal| self.refused(refusal))?;
        self.session.connection(&plan).await.map_err(|error| self.failed(&error))
    }

    async fn one(&self, noun: &'static Noun) -> ServerResult<Value> {
        let selected = self.reader.field(self.node, None)?;
        let found = self
            .found(noun, &selected, |alias| match noun.key() {
                Some(key) => by_key(noun, key.kind, alias, selected.arguments.get(key.name)),
                None => by_id(noun, alias, selected.arguments.get("id")),
            })
            .await?;
        Ok(found.into_iter().next().map_or(Value::Null, |(_, value)| value))
    }

    /// The rows of `noun` under a condition, dressed, with their ids.
    async fn found(
        &self,
        noun: &'static Noun,
        selected: &Selected,
        condition: impl FnOnce(&str) -> Result<Expr, Refusal>,
    ) -> ServerResult<Vec<(i64, Value)>> {
        let mut planner = self.planner();
        let mut level = planner.level(noun);
        let alias = level.alias.clone();
        let id = level.id_slot(&alias);
        let shape = planner.shape(&mut level, &[], selected).map_err(|refusal| self.refused(refusal))?;
        let condition = condition(&alias).map_err(|refusal| self.refused(refusal))?;
        let loaded = self.session.rows(&level, condition).await.map_err(|error| self.failed(&error))?;
        let dressed = loaded.rows.iter().map(|row| {
            let id = match row[id] {
                super::value::Raw::Int(id) => id,
                _ => 0,
            };
            (id, object(&level, &loaded, &shape, row))
        });
        Ok(dressed.collect())
    }

    async fn node(&self) -> ServerResult<Value> {
        let arguments = self.reader.field(self.node, None)?.arguments;
        let ids = arguments.get("id").cloned().into_iter().collect::<Vec<_>>();
        Ok(self.by_global_ids(&ids).await?.pop().unwrap_or(Value::Null))
    }

    async fn nodes(&self) -> ServerResult<Value> {
        let arguments = self.reader.field(self.node, None)?.arguments;
        let ids = match arguments.get("ids") {
            Some(Value::List(ids)) => ids.clone(),
            Some(id) => vec![id.clone()],
            None => Vec::new(),
        };
        if ids.len() > MAX_NODES {
            let message = format!("`nodes` takes at most {MAX_NODES} ids at once; ask in parts.");
            return Err(self.refused(Refusal::new(message)));
        }
        Ok(Value::List(self.by_global_ids(&ids).await?))
    }

    /// One statement per noun among the ids.
    async fn by_global_ids(&self, ids: &[Value]) -> ServerResult<Vec<Value>> {
        let parsed: Vec<_> = ids
            .iter()
            .map(|id| match id {
                Value::String(id) => parse_global_id(id),
                _ => None,
            })
            .collect();
        let mut answers = vec![Value::Null; ids.len()];
        for noun in catalog().nouns() {
            let wanted = parsed.iter().flatten().filter(|(name, _)| name == noun.name);
            let wanted: Vec<sea_orm::Value> = wanted.map(|(_, id)| (*id).into()).collect();
            if wanted.is_empty() {
                continue;
            }
            let selected = self.reader.field(self.node, Some(noun.name))?;
            let writer = Writer::new(self.session.db.get_database_backend());
            let found =
                self.found(noun, &selected, |alias| Ok(writer.any(column(alias, "id"), &wanted))).await?;
            for (answer, parsed) in answers.iter_mut().zip(&parsed) {
                let Some((name, id)) = parsed else { continue };
                if name == noun.name
                    && let Some((_, value)) = found.iter().find(|(found, _)| found == id)
                {
                    *answer = value.clone();
                }
            }
        }
        Ok(answers)
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

impl OutputType for Query {
    fn type_name() -> Cow<'static, str> {
        QUERY.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        register(catalog(), registry);
        Self::qualified_type_name()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<FieldNode>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for Query {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.answer(ctx).await
    }
}

impl ObjectType for Query {}
