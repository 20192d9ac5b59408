//! `balances.check`: does the book still come to the balances that imported statements state? Their owner is told of a difference once.

use super::daily::Daily;
use super::tell::Owner;
use super::{say_book, tag};
use crate::App;
use domain::Currency;
use jobs::notify::Kind;
use jobs::{Context, Job, JobError};
use replica::day_from_number;

/// Compares closing balances.
pub struct CheckBalances {
    pub(crate) hosted: App,
}

impl Job for CheckBalances {
    const NAME: &'static str = "balances.check";
    const VERSION: u32 = 1;
    type Payload = Daily;

    async fn run(&self, context: &mut Context, daily: Daily) -> Result<(), JobError> {
        let book = tag(&daily.book)?;
        self.hosted.catch_up(book).await?;
        let connection = context.connection().await?;
        say_book(connection, book).await?;
        let Some(owner) = Owner::of(connection, book).await? else { return Ok(()) };
        // Of each account the newest day a statement closes on: what is before that is in its balance too.
        let rows = sqlx::query!(
            r#"select a.name, a.currency, i.closing as "closing!", i.closing_day as "day!", i.id,
                 hosted_wrap(a.opening_balance + coalesce((select sum(t.amount) from hosted_transaction t
                   where t.book = $1 and t.account = a.id and t.visible and t.day <= i.closing_day
                     and (t.origin = 0 or t.clearing > 0)), 0)) as "balance!"
               from (select distinct on (target) target, closing, closing_day, id from hosted_import
                 where book = $1 and state = 'committed' and closing is not null
                 order by target, closing_day desc, number desc) i
               join hosted_account a on a.book = $1 and a.id = i.target and not a.deleted"#,
            book.as_ref()
        )
        .fetch_all(&mut *connection)
        .await?;
        for row in rows {
            let (difference, currency) =
                (row.closing.wrapping_sub(row.balance), Currency::from_code(&row.currency));
            let (Some(currency), Some(day)) = (currency, day_from_number(row.day)) else { continue };
            if difference == 0 {
                continue;
            }
            let (name, by) = (&row.name, owner.money(difference, currency));
            let title = owner.word(
                format!("{name} differs from its statement"),
                format!("{name} não confere com o extrato"),
            );
            let body = owner.word(
                format!("The statement of {day} says {by} more than the book comes to."),
                format!("O extrato de {day} diz {by} a mais do que o livro."),
            );
            let key = format!("{}/{difference}", sync_protocol::hex_of_bytes(&row.id));
            owner.tell(connection, Kind::BalanceDiffers, &key, title, body).await?;
        }
        Ok(())
    }
}
