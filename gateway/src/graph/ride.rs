//! Lists that ride along: where a level has one row, the rows of the lists below it come in the same statement, gathered
//! in JSON. For one row, the price of an answer is the number of its statements.

use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{DatabaseBackend, DbErr};

use super::plan::{Child, Connection, Level};
use super::run::{Loaded, Session, sort, storages};
use super::spent::Role;
use super::statement::column;
use super::table::Table;

impl Session<'_> {
    /// Loads the one row of a level that meets `condition`, with everything below.
    pub async fn row(&self, level: &Level<'_>, condition: Expr) -> Result<Loaded, DbErr> {
        let mut select = level.select();
        select.and_where(condition);
        for (at, child) in level.children.iter().enumerate().filter(|(_, child)| rides_along(child)) {
            let parent = level.slots[child.parent].sql.clone();
            select.expr_as(self.gathered(&child.connection, parent), Alias::new(format!("k{at}")));
        }
        let found = self.query(level.noun.name, Role::Rows, &select, None).await?;
        let rows = Table::read(&storages(level), &found)?;
        let mut column = level.slots.len().max(1);
        let mut riders = Vec::with_capacity(level.children.len());
        for child in &level.children {
            riders.push(match found.first() {
                Some(row) if rides_along(child) => {
                    let json: Option<String> = row.try_get_by_index(column)?;
                    column += 1;
                    Some(Table::gathered(
                        &storages(&child.connection.level),
                        json.as_deref().unwrap_or("[]"),
                    )?)
                }
                _ => None,
            });
        }
        let all = (0..rows.len()).collect();
        self.below(level, rows, all, riders).await
    }

    /// The rows of a list below one row, in its order, as the text of a JSON list of lists.
    fn gathered(&self, plan: &Connection<'_>, parent: Expr) -> Expr {
        let level = &plan.level;
        let mut rows = level.select();
        for condition in plan.filter.iter().chain(&plan.beyond) {
            rows.and_where(condition.clone());
        }
        if let Some(fk) = plan.parent_column {
            rows.and_where(column(&level.alias, fk).eq(parent));
        }
        sort(plan, &mut rows);
        let columns: Vec<_> = (0..level.slots.len()).map(|at| format!("\"listed\".\"c{at}\"")).collect();
        let (columns, limit) = (columns.join(", "), plan.page.size + 1);
        let (gathered, rows_here) = match self.db.backend() {
            DatabaseBackend::Postgres => {
                (format!("CAST(json_agg(json_build_array({columns})) AS text)"), "$1")
            }
            _ => (format!("json_group_array(json_array({columns}))"), "?"),
        };
        Expr::cust_with_exprs(
            format!(
                "(SELECT {gathered} FROM (SELECT * FROM {rows_here} AS \"all\" LIMIT {limit}) AS \"listed\")"
            ),
            [Expr::from(rows)],
        )
    }
}

/// Whether the rows of a list below one row come in the statement of that row. JSON lists of more columns would be
/// longer than a function of the databases may have arguments.
fn rides_along(child: &Child<'_>) -> bool {
    child.connection.needs_rows() && child.connection.level.slots.len() <= 90
}
