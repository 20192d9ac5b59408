//! The read model made anew.

use super::{Place, ProjectError, lock};
use crate::Hosted;
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// Tables that are made from the log; the read model's come first.
pub const TABLES: [&str; 15] = [
    "hosted_profile",
    "hosted_account",
    "hosted_group",
    "hosted_category",
    "hosted_payee",
    "hosted_budget",
    "hosted_goal",
    "hosted_member",
    "hosted_transaction",
    "hosted_split",
    "hosted_total",
    "hosted_shard",
    "hosted_tail",
    "hosted_waiting",
    "hosted_set_aside",
];

/// Empties them for a book.
pub async fn clear(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    for table in TABLES {
        let sql = format!("delete from {table} where book = $1");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(book.as_ref()).execute(&mut *connection).await?;
    }
    sqlx::query!("update hosted set projected = 0 where book = $1", book.as_ref())
        .execute(connection)
        .await?;
    Ok(())
}

impl Hosted {
    /// Throws a book's read model away and makes it again from the log, in one transaction: whoever reads meanwhile reads the old one.
    pub async fn rebuild(&self, book: BookTag) -> Result<(), ProjectError> {
        let turn = self.turn(book);
        let _mine = turn.lock().await;
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        clear(&mut transaction, book).await?;
        while self.advance(&mut transaction, book).await? == Place::More {}
        transaction.commit().await?;
        Ok(())
    }
}
