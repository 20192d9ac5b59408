//! Keys of a shard's root map: entities and the fields of each.

use crate::ShardKey;
use domain::{
    AccountId, BudgetKey, CategoryId, Currency, Day, GoalId, GroupId, KeyGenerationId, MemberId, PayeeId,
    RateKey, ReconciliationId, RuleId, TransactionId, ViewId,
};

/// A thing that owns facts and registers in a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The book itself.
    Book,
    /// An account.
    Account(AccountId),
    /// A category group.
    Group(GroupId),
    /// A category.
    Category(CategoryId),
    /// A payee.
    Payee(PayeeId),
    /// A rule.
    Rule(RuleId),
    /// A reconciliation.
    Reconciliation(ReconciliationId),
    /// A transaction.
    Transaction(TransactionId),
    /// An exchange rate.
    Rate(RateKey),
    /// A saved view.
    View(ViewId),
    /// A cell of the budget.
    Budget(BudgetKey),
    /// A goal.
    Goal(GoalId),
    /// A member: a device that syncs the book, or a recovery key.
    Member(MemberId),
    /// A generation of the book's keys, wrapped for a member.
    Wrap(KeyGenerationId, MemberId),
    /// The import the shard is about.
    Batch,
}

impl Entity {
    /// The key of its facts.
    pub fn key(&self) -> String {
        match self {
            Self::Book => "book".to_owned(),
            Self::Account(id) => format!("a{id}"),
            Self::Group(id) => format!("g{id}"),
            Self::Category(id) => format!("c{id}"),
            Self::Payee(id) => format!("p{id}"),
            Self::Rule(id) => format!("r{id}"),
            Self::Reconciliation(id) => format!("x{id}"),
            Self::Transaction(id) => id.to_string(),
            Self::Rate(RateKey { day, from, to }) => format!("{day}{}{}", from.code(), to.code()),
            Self::View(id) => format!("v{id}"),
            Self::Budget(BudgetKey { month, category: Some(category) }) => format!("{month}{category}"),
            Self::Budget(BudgetKey { month, category: None }) => month.to_string(),
            Self::Goal(id) => format!("o{id}"),
            Self::Member(id) => format!("d{id}"),
            Self::Wrap(generation, member) => format!("k{generation}{member}"),
            Self::Batch => "batch".to_owned(),
        }
    }

    /// The entity with this key in `shard`; `None` for keys only a newer version knows.
    pub fn from_key(shard: &ShardKey, key: &str) -> Option<Self> {
        match shard {
            ShardKey::Transactions { .. } => key.parse().ok().map(Self::Transaction),
            ShardKey::Import(_) => (key == "batch").then_some(Self::Batch),
            ShardKey::Budget(_) => budget_key(key).map(Self::Budget),
            ShardKey::Rates(_) => rate_key(key).map(Self::Rate),
            ShardKey::Keys => match key.split_at_checked(1)? {
                ("d", id) => id.parse().ok().map(Self::Member),
                ("k", id) => {
                    let (generation, member) = id.split_at_checked(16)?;
                    Some(Self::Wrap(generation.parse().ok()?, member.parse().ok()?))
                }
                _ => None,
            },
            ShardKey::Book if key == "book" => Some(Self::Book),
            ShardKey::Book => {
                let id = key.get(1..)?;
                match key.as_bytes().first()? {
                    b'a' => id.parse().ok().map(Self::Account),
                    b'g' => id.parse().ok().map(Self::Group),
                    b'c' => id.parse().ok().map(Self::Category),
                    b'p' => id.parse().ok().map(Self::Payee),
                    b'r' => id.parse().ok().map(Self::Rule),
                    b'x' => id.parse().ok().map(Self::Reconciliation),
                    b'v' => id.parse().ok().map(Self::View),
                    b'o' => id.parse().ok().map(Self::Goal),
                    _ => None,
                }
            }
        }
    }

    /// The field that takes the entity away when the action that made it is undone.
    pub const fn removal(&self) -> Field {
        match self {
            Self::Transaction(_) | Self::Rate(_) | Self::Budget(_) => Field::Removed,
            Self::Batch => Field::Undone,
            _ => Field::Deleted,
        }
    }
}

/// `2024-01-05USDBRL`; a day that is written otherwise would be a second key for the same rate.
fn rate_key(key: &str) -> Option<RateKey> {
    let (pair, day) = (key.get(key.len().checked_sub(6)?..)?, key.get(..key.len().checked_sub(6)?)?);
    let parsed: Day = day.parse().ok()?;
    let (from, to) = (Currency::from_code(pair.get(..3)?)?, Currency::from_code(pair.get(3..)?)?);
    (parsed.to_string() == day).then_some(RateKey { day: parsed, from, to })
}

/// `2024-01<category>`, or `2024-01` for the month itself.
fn budget_key(key: &str) -> Option<BudgetKey> {
    let (month, category) = (key.get(..7)?.parse().ok()?, key.get(7..)?);
    let category = if category.is_empty() { None } else { Some(category.parse().ok()?) };
    Some(BudgetKey { month, category })
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// An editable field: one register. The doc of each names the type its value encodes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Field { $($(#[$doc])* $name),+ }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Register name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The field with this register name.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

// The journal stores fields by name and undo records by position: append only.
fields! {
    /// Transaction: `CategoryId` a person chose.
    Category = "category",
    /// Transaction: [`crate::AutoCategory`]; written by the machine alone.
    AutoCategory = "auto_category",
    /// Transaction: `PayeeId`.
    Payee = "payee",
    /// Transaction, budget month: `String`.
    Note = "note",
    /// Transaction: `Vec<String>`, sorted.
    Tags = "tags",
    /// Transaction: day number (`i32`) that overrides the facts' date.
    Date = "date",
    /// Transaction: `i64` minor units that override the facts' amount (manual rows only).
    Amount = "amount",
    /// Transaction: `Vec<Split>`, the whole set.
    Splits = "splits",
    /// Transaction: `TransactionId` of the other side.
    Transfer = "transfer",
    /// Transaction: `TransactionId` of the row this one repeats.
    DuplicateOf = "dup_of",
    /// Transaction: `Clearing`.
    Cleared = "cleared",
    /// Any entity: `bool`, deleted by hand; of a member: no longer one.
    Deleted = "deleted",
    /// Transaction, rate: `bool`, taken back by the undo of what added it.
    Removed = "removed",
    /// Book, account, group, category, payee, rule, goal: `String`.
    Name = "name",
    /// Account: `AccountKind`; group: `CategoryKind`.
    Kind = "kind",
    /// Account: `String`.
    Bank = "bank",
    /// Account: `String`.
    Number = "number",
    /// Account: [`crate::Opening`].
    Opening = "opening",
    /// Account: `bool`.
    Closed = "closed",
    /// Account, group, category, rule: `u32`.
    Position = "position",
    /// Category: `GroupId`.
    Group = "group",
    /// Category: `CategoryKey` text (`String`).
    MeaningKey = "key",
    /// Category, goal: `bool`.
    Archived = "archived",
    /// Rule: `bool`.
    Enabled = "enabled",
    /// Rule: JSON of `Vec<Condition>` (`String`).
    Conditions = "conditions",
    /// Rule: JSON of `RuleEffect` (`String`).
    Effect = "effect",
    /// Import batch: `bool`, taken back.
    Undone = "undone",
    /// Book: `Language` text (`String`).
    Language = "language",
    /// Book: ISO 4217 code (`String`).
    Currency = "currency",
    /// Payee: `PayeeId`, category: `CategoryId` this one was merged into.
    MergedInto = "merged_into",
    /// Rate: [`crate::RateValue`].
    Rate = "rate",
    /// View: JSON of `ViewDefinition` (`String`).
    Definition = "definition",
    /// Budget cell: `i64`, the most that may be spent.
    Limit = "limit",
    /// Budget cell: `i64`, set aside.
    Allocation = "allocation",
    /// Category: `bool`, its budget's balance goes on to the next month.
    CarryOver = "carry_over",
    /// Book: `BudgetStyle` text (`String`).
    BudgetStyle = "budget_style",
    /// Goal: `i64` to reach.
    Target = "target",
    /// Goal: `Option<i32>`, day number until when.
    Due = "due",
    /// Goal: JSON of `GoalLink` (`String`).
    Link = "link",
    /// Goal: `i64` there was when it started.
    Starting = "starting",
    /// Goal: `i32`, day number the pace counts from.
    Started = "started",
    /// Member: `MemberRole` text (`String`).
    Role = "role",
}

impl Field {
    /// Its bit in a set of fields.
    pub const fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_wrapped_keys_have_one_key_each() {
        let (member, generation) = (MemberId([0xab; 16]), KeyGenerationId(*b"abcdefghijkl"));
        for entity in [Entity::Member(member), Entity::Wrap(generation, member)] {
            assert_eq!(Entity::from_key(&ShardKey::Keys, &entity.key()), Some(entity));
            assert_eq!(Entity::from_key(&ShardKey::Book, &entity.key()), None);
        }
        let key = Entity::Wrap(generation, member).key();
        for bad in [&key[..40], &format!("{key}0"), &key.to_uppercase(), "d", "k", "ké"] {
            assert_eq!(Entity::from_key(&ShardKey::Keys, bad), None, "{bad}");
        }
    }
}
