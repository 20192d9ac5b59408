//! Rows of the projection as views: one column list, one mapping.

use crate::view::{AmountView, RowView, TransferView};
use domain::TransactionId;
use store::rusqlite::{self, Connection, OptionalExtension as _, Row};

/// Columns of a [`RowView`]; `t` is transactions. Category and payee names come by primary key.
pub const COLUMNS: &str = "t.id, t.day, t.account, a.name, a.currency, t.amount, t.description, \
  coalesce(p.name, t.statement_payee), t.category, c.name, t.user_category is null and t.category is not null, \
  t.note, t.clearing, t.splits, \
  (select group_concat(tag, char(31)) from tag where tag.transaction_id = t.id), \
  t.payee, t.origin = 2, t.deleted, t.transfer, \
  (select o.name from transactions s join account o on o.id = s.account where s.id = t.transfer)";

/// How many columns [`COLUMNS`] are: what a query selects after them starts here.
pub const WIDTH: usize = 20;

/// The joins [`COLUMNS`] needs. `cross join` keeps transactions the outer loop, so that its index gives the order.
pub const JOINS: &str = "cross join account a on a.id = t.account \
  left join category c on c.id = t.category left join payee p on p.id = t.payee";

/// Text of a stored day number.
pub fn day_text(day: i32) -> String {
    replica::day_from_number(day).map_or_else(|| day.to_string(), |day| day.to_string())
}

/// A stored 12-byte id as text.
pub fn id_text(bytes: [u8; 12]) -> String {
    TransactionId(bytes).to_string()
}

/// Text of a stored clearing.
pub const fn clearing_text(clearing: i64) -> &'static str {
    match clearing {
        2 => "reconciled",
        1 => "cleared",
        _ => "uncleared",
    }
}

/// Maps one row of [`COLUMNS`].
///
/// # Errors
/// When a column has another type than the schema says.
pub fn view(row: &Row<'_>) -> rusqlite::Result<RowView> {
    let category: Option<[u8; 12]> = row.get(8)?;
    let tags: Option<String> = row.get(14)?;
    let transfer: Option<[u8; 12]> = row.get(18)?;
    let other: Option<String> = row.get(19)?;
    Ok(RowView {
        id: id_text(row.get(0)?),
        date: day_text(row.get(1)?),
        account_id: id_text(row.get(2)?),
        account: row.get(3)?,
        amount: AmountView { minor: row.get(5)?, currency: row.get(4)? },
        description: row.get(6)?,
        payee: row.get(7)?,
        category_id: category.map(id_text),
        category: row.get(9)?,
        category_is_automatic: row.get(10)?,
        note: row.get(11)?,
        clearing: clearing_text(row.get(12)?).to_owned(),
        split: row.get::<_, i64>(13)? > 0,
        payee_id: row.get::<_, Option<[u8; 12]>>(15)?.map(id_text),
        manual: row.get(16)?,
        deleted: row.get(17)?,
        transfer: transfer.zip(other).map(|(id, account)| TransferView { id: id_text(id), account }),
        balance: None,
        tags: tags.map(|tags| tags.split('\u{1f}').map(str::to_owned).collect()).unwrap_or_default(),
    })
}

/// One row by id, visible or not.
///
/// # Errors
/// When the book cannot be read.
pub fn by_id(connection: &Connection, id: TransactionId) -> rusqlite::Result<Option<RowView>> {
    let sql = format!("select {COLUMNS} from transactions t {JOINS} where t.id = ?1");
    connection.prepare_cached(&sql)?.query_row([id.0], view).optional()
}
