//! What a book says of a month, read under the book's lock so that its parts fit together.

use crate::Hosted;
use crate::project::{Place, lock};
use crate::work::{again, standing};
use domain::goal::{GoalStatus, project};
use domain::{Currency, Day, Language, Month};
use jobs::JobError;
use replica::{day_from_number, day_number};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};
use sync_protocol::BookTag;

/// Months of the chart, the reported one last.
const MONTHS: i32 = 6;
/// Largest transactions of each currency.
const LARGEST: i64 = 10;

/// A month of a book. Amounts are minor units; spending is how much went out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gathered {
    /// The book's name.
    pub book: String,
    /// Its months in each currency, oldest first; the last is the reported one.
    pub months: Vec<MonthOf>,
    pub accounts: Vec<AccountOf>,
    /// Largest first.
    pub categories: Vec<CategoryOf>,
    pub budgets: Vec<BudgetOf>,
    /// Largest first.
    pub largest: Vec<RowOf>,
    pub goals: Vec<GoalOf>,
}

/// What came in and went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthOf {
    pub month: Month,
    pub currency: Currency,
    pub income: i64,
    pub spending: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountOf {
    pub name: String,
    pub currency: Currency,
    pub opening: i64,
    pub closing: i64,
}

/// Spending of a category in the month and in the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryOf {
    /// None: rows without a category.
    pub name: Option<String>,
    pub currency: Currency,
    pub spent: i64,
    pub before: i64,
}

/// A budgeted category, in the book's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetOf {
    pub name: String,
    pub currency: Currency,
    /// With what came over from months before.
    pub given: i64,
    pub spent: i64,
    pub left: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowOf {
    pub day: Day,
    pub name: String,
    pub category: Option<String>,
    pub account: String,
    pub currency: Currency,
    pub amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalOf {
    pub name: String,
    pub currency: Currency,
    pub due: Option<Day>,
    pub target: i64,
    pub saved: i64,
    pub per_mille: u16,
    pub standing: Standing,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Reached,
    OnTrack,
    Behind,
    Overdue,
    Open,
}

impl Hosted {
    /// What the book says of a month, and its language.
    pub(super) async fn gather(&self, book: BookTag, month: Month) -> Result<(Gathered, Language), JobError> {
        let turn = self.turn(book);
        let _mine = turn.lock().await;
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        while self.advance(&mut transaction, book).await? == Place::More {}
        let profile = sqlx::query!(
            r#"select name, currency, language, (now() at time zone 'utc')::date - date '1970-01-01' as "today!"
               from hosted_profile where book = $1"#,
            book.as_ref()
        )
        .fetch_optional(&mut *transaction)
        .await?;
        let unknown = || JobError::Refused("the book says nothing of itself yet".to_owned());
        let profile = profile.ok_or_else(unknown)?;
        let currency = Currency::from_code(&profile.currency).ok_or_else(unknown)?;
        let language = if profile.language == "pt-BR" { Language::PtBr } else { Language::En };
        let today = day_from_number(profile.today).unwrap_or(Day::MAX);
        let mut gathered = Gathered { book: profile.name, ..Gathered::default() };
        flows(&mut transaction, book, month, &mut gathered).await?;
        gathered.accounts = accounts(&mut transaction, book, month).await?;
        gathered.largest = largest(&mut transaction, book, month).await?;
        plans(&mut transaction, (book, currency), (month, today), &mut gathered).await?;
        // What catching up wrote stays.
        transaction.commit().await?;
        Ok((gathered, language))
    }
}

/// Which way a row's money flows: as its category says, else by its sign. None: between own accounts.
fn income(kind: Option<&str>, out: bool) -> Option<bool> {
    match kind {
        Some("income") => Some(true),
        Some("transfer") => None,
        Some(_) => Some(false),
        None => Some(!out),
    }
}

fn add(sum: &mut i64, amount: i64) -> Result<(), JobError> {
    let too_large = || JobError::Refused("a sum of the month does not fit 64 bits".to_owned());
    *sum = sum.checked_add(amount).ok_or_else(too_large)?;
    Ok(())
}

/// Months and categories.
async fn flows(
    connection: &mut PgConnection,
    book: BookTag,
    month: Month,
    gathered: &mut Gathered,
) -> Result<(), JobError> {
    let first = month.plus(1 - MONTHS);
    let rows = sqlx::query!(
        r#"select l.month as "month!", a.currency, l.category, l.amount < 0 as "out!", c.name as "name?", g.kind as "kind?",
             hosted_wrap(sum(l.amount)) as "amount!"
           from (
             select account, month, category, amount from hosted_transaction
               where book = $1 and visible and splits = 0 and day between $2 and $3
             union all
             select t.account, t.month, s.category, s.amount from hosted_transaction t
               join hosted_split s on s.book = $1 and s.transaction_id = t.id
               where t.book = $1 and t.visible and t.splits > 0 and t.day between $2 and $3
           ) l
           join hosted_account a on a.book = $1 and a.id = l.account and not a.deleted
           left join hosted_category c on c.book = $1 and c.id = l.category
           left join hosted_group g on g.book = $1 and g.id = c.group_id
           group by 1, 2, 3, 4, 5, 6"#,
        book.as_ref(),
        day_number(first.first_day()),
        day_number(month.last_day())
    )
    .fetch_all(connection)
    .await?;
    let mut months: BTreeMap<(&'static str, i32), (i64, i64)> = BTreeMap::new();
    let mut spent: HashMap<(Option<Vec<u8>>, &'static str), CategoryOf> = HashMap::new();
    for row in rows {
        let Some(currency) = Currency::from_code(&row.currency) else { continue };
        let Some(income) = income(row.kind.as_deref(), row.out) else { continue };
        let sums = months.entry((currency.code(), row.month)).or_default();
        if income {
            add(&mut sums.0, row.amount)?;
            continue;
        }
        let out = row.amount.checked_neg().unwrap_or(i64::MAX);
        add(&mut sums.1, out)?;
        if row.month < month.number() - 1 {
            continue;
        }
        let new = || CategoryOf { name: row.name, currency, spent: 0, before: 0 };
        let category = spent.entry((row.category, currency.code())).or_insert_with(new);
        let sum = if row.month == month.number() { &mut category.spent } else { &mut category.before };
        add(sum, out)?;
    }
    let of = |((code, number), (income, spending)): ((&str, i32), (i64, i64))| {
        let (currency, month) = (Currency::from_code(code)?, Month::from_number(number)?);
        Some(MonthOf { month, currency, income, spending })
    };
    gathered.months = months.into_iter().filter_map(of).collect();
    gathered.categories = spent.into_values().filter(|one| one.spent != 0 || one.before != 0).collect();
    gathered.categories.sort_by(|one, other| {
        other
            .spent
            .cmp(&one.spent)
            .then(other.before.cmp(&one.before))
            .then_with(|| one.name.cmp(&other.name))
    });
    Ok(())
}

/// Open accounts, and closed ones as long as there is something to say of them.
async fn accounts(
    connection: &mut PgConnection,
    book: BookTag,
    month: Month,
) -> Result<Vec<AccountOf>, JobError> {
    let rows = sqlx::query!(
        r#"select a.name, a.currency, a.closed,
             hosted_wrap(a.opening_balance + coalesce(sum(t.amount) filter (where t.month < $2), 0)) as "opening!",
             hosted_wrap(a.opening_balance + coalesce(sum(t.amount), 0)) as "closing!",
             count(*) filter (where t.month = $2) as "lines!"
           from hosted_account a
           left join hosted_total t on t.book = $1 and t.account = a.id and t.month <= $2
           where a.book = $1 and not a.deleted
           group by a.id, a.name, a.currency, a.closed, a.opening_balance, a.position
           order by a.position nulls last, a.name, a.id"#,
        book.as_ref(),
        month.number()
    )
    .fetch_all(connection)
    .await?;
    let of =
        rows.into_iter().filter(|row| !row.closed || row.lines > 0 || row.closing != 0).filter_map(|row| {
            let currency = Currency::from_code(&row.currency)?;
            Some(AccountOf { name: row.name, currency, opening: row.opening, closing: row.closing })
        });
    Ok(of.collect())
}

async fn largest(connection: &mut PgConnection, book: BookTag, month: Month) -> Result<Vec<RowOf>, JobError> {
    let rows = sqlx::query!(
        r#"select r.day, r.amount, r.currency, r.name as "name!", c.name as "category?", r.account_name as "account!"
           from (
             select t.day, t.amount, t.currency, t.category, t.id, a.name as account_name,
               coalesce(p.name, t.statement_payee, t.description) as name,
               row_number() over (partition by t.currency order by abs(t.amount::numeric) desc, t.day, t.id) as place
             from hosted_transaction t
             join hosted_account a on a.book = $1 and a.id = t.account and not a.deleted
             left join hosted_payee p on p.book = $1 and p.id = t.payee
             left join hosted_category k on k.book = $1 and k.id = t.category
             left join hosted_group g on g.book = $1 and g.id = k.group_id
             where t.book = $1 and t.visible and t.day between $2 and $3 and t.transfer is null
               and g.kind is distinct from 'transfer'
           ) r left join hosted_category c on c.book = $1 and c.id = r.category
           where r.place <= $4 order by r.currency, r.place"#,
        book.as_ref(),
        day_number(month.first_day()),
        day_number(month.last_day()),
        LARGEST
    )
    .fetch_all(connection)
    .await?;
    let of = rows.into_iter().filter_map(|row| {
        let (day, currency) = (day_from_number(row.day)?, Currency::from_code(&row.currency)?);
        let (name, category, account) = (row.name, row.category, row.account);
        Some(RowOf { day, name, category, account, currency, amount: row.amount })
    });
    Ok(of.collect())
}

/// Budgets and goals, as they stand at the month's end, or today while it lasts.
async fn plans(
    connection: &mut PgConnection,
    (book, currency): (BookTag, Currency),
    (month, today): (Month, Day),
    gathered: &mut Gathered,
) -> Result<(), JobError> {
    let lines = standing::lines(connection, book, currency, month).await?;
    let mut budgeted: Vec<_> = lines.values().filter(|line| line.month.available.is_some()).collect();
    budgeted.sort_by(|one, other| one.position.cmp(&other.position).then_with(|| one.id.cmp(&other.id)));
    for line in budgeted {
        let left = line.month.available.unwrap_or(0);
        let mut given = left;
        add(&mut given, line.month.spent)?;
        if given != 0 || line.month.spent != 0 {
            let (name, spent) = (line.name.clone(), line.month.spent);
            gathered.budgets.push(BudgetOf { name, currency, given, spent, left });
        }
    }
    let upto = month.last_day().min(today);
    let mut goals = standing::goals(connection, (book, currency), upto, &lines).await?;
    goals.sort_by(|(one, _), (other, _)| {
        (one.due.is_none(), one.due, &one.name).cmp(&(other.due.is_none(), other.due, &other.name))
    });
    for (goal, saved) in goals {
        let stands = project(&goal, saved, upto);
        let standing = match stands.status {
            GoalStatus::Reached => Standing::Reached,
            GoalStatus::OnTrack => Standing::OnTrack,
            GoalStatus::Behind => Standing::Behind,
            GoalStatus::Overdue => Standing::Overdue,
            GoalStatus::Open => Standing::Open,
        };
        gathered.goals.push(GoalOf {
            name: goal.name,
            currency: goal.currency,
            due: goal.due,
            target: goal.target,
            saved,
            per_mille: stands.per_mille,
            standing,
        });
    }
    Ok(())
}

impl Gathered {
    /// As it is kept until the files are made.
    pub fn to_bytes(&self) -> Result<Vec<u8>, JobError> {
        serde_json::to_vec(self).map_err(|error| again(&error))
    }

    /// As it was kept.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, JobError> {
        let older = |error| JobError::Refused(format!("what was gathered is of another version: {error}"));
        serde_json::from_slice(bytes).map_err(older)
    }
}
