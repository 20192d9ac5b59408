//! What an action wants changed, before it is a change.

use crate::codec::{CodecError, encode, encode_batch, encode_facts, encode_json};
use crate::{Entity, Field, ShardKey, day_number};
use domain::{
    Account, AccountId, Book, BudgetKey, Category, CategoryGroup, CategoryId, Clearing, Day, Facts, Goal,
    ImportBatch, KeyGenerationId, Member, MemberId, MemberRole, Payee, PayeeId, Rate, RateKey,
    Reconciliation, Rule, SavedView, Split, TransactionId,
};
use serde::{Deserialize, Serialize};

/// An encoded register value; `None` empties the register.
pub type Value = Option<Vec<u8>>;

/// The machine's category and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AutoCategory {
    /// The category.
    pub category: CategoryId,
    /// Calibrated confidence, 0 to 1000.
    pub confidence: u16,
}

/// An account's opening balance: one register, so that amount and day cannot be torn by a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Minor units.
    pub balance: i64,
    /// Day number the balance stands for.
    pub day: Option<i32>,
}

/// A rate and where it comes from: one register, so that they cannot be torn by a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateValue {
    /// The rate.
    pub rate: Rate,
    /// `manual`, or the file.
    pub source: String,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Makes an entity. Facts are immutable: where the entity exists, nothing happens.
    Facts {
        /// Where.
        shard: ShardKey,
        /// What.
        entity: Entity,
        /// Encoded facts.
        bytes: Vec<u8>,
    },
    /// Sets or empties a register.
    Set {
        /// Where.
        shard: ShardKey,
        /// Of what.
        entity: Entity,
        /// Which field.
        field: Field,
        /// To what.
        value: Value,
    },
}

impl Write {
    /// The shard it goes to.
    pub const fn shard(&self) -> ShardKey {
        match self {
            Self::Facts { shard, .. } | Self::Set { shard, .. } => *shard,
        }
    }

    /// The entity it is about.
    pub const fn entity(&self) -> Entity {
        match self {
            Self::Facts { entity, .. } | Self::Set { entity, .. } => *entity,
        }
    }

    fn json<T: Serialize>(entity: Entity, value: &T) -> Result<Self, CodecError> {
        Ok(Self::Facts { shard: ShardKey::Book, entity, bytes: encode_json(value)? })
    }

    /// Makes the book entity itself.
    ///
    /// # Errors
    /// [`CodecError`], for all constructors, only when a value has no encoding.
    pub fn book(book: &Book) -> Result<Self, CodecError> {
        Self::json(Entity::Book, book)
    }

    /// Adds an account.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn account(account: &Account) -> Result<Self, CodecError> {
        Self::json(Entity::Account(account.id), account)
    }

    /// Adds a category group.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn group(group: &CategoryGroup) -> Result<Self, CodecError> {
        Self::json(Entity::Group(group.id), group)
    }

    /// Adds a category.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn category(category: &Category) -> Result<Self, CodecError> {
        Self::json(Entity::Category(category.id), category)
    }

    /// Adds a payee.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn payee(payee: &Payee) -> Result<Self, CodecError> {
        Self::json(Entity::Payee(payee.id), payee)
    }

    /// Adds a rule.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn rule(rule: &Rule) -> Result<Self, CodecError> {
        Self::json(Entity::Rule(rule.id), rule)
    }

    /// Adds a reconciliation. The rows are locked by setting their clearing in the same commit.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn reconciliation(reconciliation: &Reconciliation) -> Result<Self, CodecError> {
        Self::json(Entity::Reconciliation(reconciliation.id), reconciliation)
    }

    /// Adds the place of an exchange rate; [`Write::set_rate`] says what it is.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn rate(key: RateKey) -> Result<Self, CodecError> {
        let bytes = encode_json(&key)?;
        Ok(Self::Facts { shard: ShardKey::Rates(key.day.year()), entity: Entity::Rate(key), bytes })
    }

    /// Sets or empties an exchange rate.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_rate(key: RateKey, value: Option<&RateValue>) -> Result<Self, CodecError> {
        Self::set(ShardKey::Rates(key.day.year()), Entity::Rate(key), Field::Rate, value)
    }

    /// Adds a saved view.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn view(view: &SavedView) -> Result<Self, CodecError> {
        Self::json(Entity::View(view.id), view)
    }

    /// Adds a cell of the budget, which says nothing yet.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn budget(key: BudgetKey) -> Result<Self, CodecError> {
        let shard = ShardKey::Budget(key.month.year());
        Ok(Self::Facts { shard, entity: Entity::Budget(key), bytes: encode_json(&key)? })
    }

    /// Sets or empties a field of a cell of the budget.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_budget<T: Serialize + ?Sized>(
        key: BudgetKey,
        field: Field,
        value: Option<&T>,
    ) -> Result<Self, CodecError> {
        Self::set(ShardKey::Budget(key.month.year()), Entity::Budget(key), field, value)
    }

    /// Adds a goal.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn goal(goal: &Goal) -> Result<Self, CodecError> {
        Self::json(Entity::Goal(goal.id), goal)
    }

    /// Lets a member in.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn member(member: &Member) -> Result<Self, CodecError> {
        let bytes = encode_json(member)?;
        Ok(Self::Facts { shard: ShardKey::Keys, entity: Entity::Member(member.id), bytes })
    }

    /// Takes a member out. What it has it keeps; the next generation of keys is not for it.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn remove_member(member: MemberId) -> Result<Self, CodecError> {
        Self::set(ShardKey::Keys, Entity::Member(member), Field::Deleted, Some(&true))
    }

    /// Gives a member another role. It does so for generations of keys made from then on.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn member_role(member: MemberId, role: MemberRole) -> Result<Self, CodecError> {
        Self::set(ShardKey::Keys, Entity::Member(member), Field::Role, Some(&role.as_str().to_owned()))
    }

    /// Hands a generation of the book's keys to a member. `wrapped` begins with its version.
    pub fn wrap(generation: KeyGenerationId, member: MemberId, wrapped: Vec<u8>) -> Self {
        Self::Facts { shard: ShardKey::Keys, entity: Entity::Wrap(generation, member), bytes: wrapped }
    }

    /// Records an import.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn batch(batch: &ImportBatch) -> Result<Self, CodecError> {
        Ok(Self::Facts {
            shard: ShardKey::Import(batch.id),
            entity: Entity::Batch,
            bytes: encode_batch(batch)?,
        })
    }

    /// Adds a transaction; its shard follows from its facts.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn transaction(account: AccountId, id: TransactionId, facts: &Facts) -> Result<Self, CodecError> {
        let shard = ShardKey::for_transaction(account, facts.date);
        Ok(Self::Facts { shard, entity: Entity::Transaction(id), bytes: encode_facts(facts)? })
    }

    /// Sets (`Some`) or empties (`None`) any field with a value of the type the field names.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set<T: Serialize + ?Sized>(
        shard: ShardKey,
        entity: Entity,
        field: Field,
        value: Option<&T>,
    ) -> Result<Self, CodecError> {
        let value = value.map(encode).transpose()?;
        Ok(Self::Set { shard, entity, field, value })
    }
}

/// A transaction's address: its shard and id.
impl ShardKey {
    /// Sets the category a person chose.
    ///
    /// # Errors
    /// [`CodecError`], for all of these, only when a value has no encoding.
    pub fn set_category(self, id: TransactionId, category: Option<CategoryId>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Category, category.as_ref())
    }

    /// Sets the machine's category.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_auto_category(
        self,
        id: TransactionId,
        auto: Option<AutoCategory>,
    ) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::AutoCategory, auto.as_ref())
    }

    /// Sets the payee.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_payee(self, id: TransactionId, payee: Option<PayeeId>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Payee, payee.as_ref())
    }

    /// Sets the note.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_note(self, id: TransactionId, note: Option<&str>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Note, note)
    }

    /// Sets the tags; they are sorted and made unique. None empties the register.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_tags(self, id: TransactionId, tags: &[String]) -> Result<Write, CodecError> {
        let mut sorted = tags.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        Write::set(self, Entity::Transaction(id), Field::Tags, (!sorted.is_empty()).then_some(&sorted))
    }

    /// Overrides the date shown; the row stays in its shard.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_date(self, id: TransactionId, date: Option<Day>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Date, date.map(day_number).as_ref())
    }

    /// Overrides the amount of a manual row, minor units.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_amount(self, id: TransactionId, amount: Option<i64>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Amount, amount.as_ref())
    }

    /// Sets the splits, the whole set; none empties the register.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_splits(self, id: TransactionId, splits: &[Split]) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Splits, (!splits.is_empty()).then_some(splits))
    }

    /// Links the other side of a transfer.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_transfer(self, id: TransactionId, peer: Option<TransactionId>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Transfer, peer.as_ref())
    }

    /// Says that this row repeats another one; it is hidden then.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_duplicate_of(
        self,
        id: TransactionId,
        kept: Option<TransactionId>,
    ) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::DuplicateOf, kept.as_ref())
    }

    /// Sets how far the row is settled.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_clearing(self, id: TransactionId, clearing: Option<Clearing>) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Cleared, clearing.as_ref())
    }

    /// Deletes the row by hand (`true`) or brings it back.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn set_deleted(self, id: TransactionId, deleted: bool) -> Result<Write, CodecError> {
        Write::set(self, Entity::Transaction(id), Field::Deleted, deleted.then_some(&true))
    }
}
