//! Sums per account, month and category, changed by differences.

use sqlx::PgConnection;
use std::collections::BTreeMap;
use sync_protocol::BookTag;

/// What a sum is kept for: account, month, category (empty for none).
type Key = (Vec<u8>, i32, Vec<u8>);

/// Differences not yet written.
#[derive(Default)]
pub struct Totals(BTreeMap<Key, (i64, i64, i64)>);

impl Totals {
    /// Adds (`sign` 1) or takes away (`sign` -1) a line.
    pub fn line(
        &mut self,
        account: &[u8],
        month: i32,
        category: Option<&[u8]>,
        amount: i64,
        cleared: bool,
        sign: i64,
    ) {
        let key = (account.to_vec(), month, category.unwrap_or_default().to_vec());
        let sums = self.0.entry(key).or_default();
        let amount = amount.wrapping_mul(sign);
        sums.0 = sums.0.wrapping_add(amount);
        sums.1 = sums.1.wrapping_add(if cleared { amount } else { 0 });
        sums.2 += sign;
    }

    /// Writes the differences; a sum of nothing is no row.
    pub async fn flush(self, connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
        let changed: Vec<(Key, (i64, i64, i64))> =
            self.0.into_iter().filter(|(_, sums)| *sums != (0, 0, 0)).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let accounts: Vec<Vec<u8>> = changed.iter().map(|(key, _)| key.0.clone()).collect();
        let months: Vec<i32> = changed.iter().map(|(key, _)| key.1).collect();
        let categories: Vec<Vec<u8>> = changed.iter().map(|(key, _)| key.2.clone()).collect();
        let amounts: Vec<i64> = changed.iter().map(|(_, sums)| sums.0).collect();
        let cleared: Vec<i64> = changed.iter().map(|(_, sums)| sums.1).collect();
        let lines: Vec<i64> = changed.iter().map(|(_, sums)| sums.2).collect();
        sqlx::query!(
            "insert into hosted_total as t (book, account, month, category, amount, cleared, lines)
             select $1, * from unnest($2::bytea[], $3::int[], $4::bytea[], $5::bigint[], $6::bigint[], $7::bigint[])
             on conflict (book, account, month, category) do update set
               amount = hosted_wrap(t.amount::numeric + excluded.amount),
               cleared = hosted_wrap(t.cleared::numeric + excluded.cleared), lines = t.lines + excluded.lines",
            book.as_ref(),
            &accounts,
            &months,
            &categories,
            &amounts,
            &cleared,
            &lines
        )
        .execute(&mut *connection)
        .await?;
        if lines.iter().any(|lines| *lines < 0) {
            sqlx::query!(
                "delete from hosted_total where book = $1 and lines = 0 and amount = 0 and cleared = 0",
                book.as_ref()
            )
            .execute(connection)
            .await?;
        }
        Ok(())
    }
}

/// Makes a book's sums anew from its rows: after a merge, which is rare and may touch any of them.
pub async fn sum_anew(connection: &mut PgConnection, book: BookTag) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from hosted_total where book = $1", book.as_ref()).execute(&mut *connection).await?;
    sqlx::query!(
        "insert into hosted_total (book, account, month, category, amount, cleared, lines)
         select $1, account, month, coalesce(category, ''::bytea), hosted_wrap(sum(amount)),
           hosted_wrap(coalesce(sum(amount) filter (where clearing > 0), 0)), count(*)
         from (
           select account, month, category, amount, clearing from hosted_transaction
             where book = $1 and visible and splits = 0
           union all
           select t.account, t.month, s.category, s.amount, t.clearing
             from hosted_split s join hosted_transaction t on t.book = $1 and t.id = s.transaction_id
             where s.book = $1 and t.visible
         ) line group by account, month, category",
        book.as_ref()
    )
    .execute(connection)
    .await?;
    Ok(())
}
