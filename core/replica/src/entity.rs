//! Keys of a shard's root map: entities and the fields of each.

use crate::ShardKey;
use domain::{AccountId, CategoryId, GroupId, PayeeId, ReconciliationId, RuleId, TransactionId};

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
            Self::Batch => "batch".to_owned(),
        }
    }

    /// The entity with this key in `shard`; `None` for keys only a newer version knows.
    pub fn from_key(shard: &ShardKey, key: &str) -> Option<Self> {
        match shard {
            ShardKey::Transactions { .. } => key.parse().ok().map(Self::Transaction),
            ShardKey::Import(_) => (key == "batch").then_some(Self::Batch),
            ShardKey::Budget(_) => None,
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
                    _ => None,
                }
            }
        }
    }

    /// The field that takes the entity away when the action that made it is undone.
    pub const fn removal(&self) -> Field {
        match self {
            Self::Transaction(_) => Field::Removed,
            Self::Batch => Field::Undone,
            _ => Field::Deleted,
        }
    }
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
    /// Transaction: `String`.
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
    /// Any entity: `bool`, deleted by hand.
    Deleted = "deleted",
    /// Transaction: `bool`, taken back by the undo of what added it.
    Removed = "removed",
    /// Book, account, group, category, payee, rule: `String`.
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
    /// Group, category, rule: `u32`.
    Position = "position",
    /// Category: `GroupId`.
    Group = "group",
    /// Category: `CategoryKey` text (`String`).
    MeaningKey = "key",
    /// Category: `bool`.
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
    /// Payee: `PayeeId` this one was merged into.
    MergedInto = "merged_into",
}

impl Field {
    /// Its bit in a set of fields.
    pub const fn bit(self) -> u64 {
        1 << (self as u8)
    }
}
