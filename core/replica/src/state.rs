//! From an entity's facts and registers to the domain's types.
//!
//! A register that cannot be read (damaged, or of a newer version) counts as not set and is named in the result: nothing
//! is lost, since the register itself stays.

use crate::codec::{decode, decode_batch, decode_facts, decode_json};
use crate::{AutoCategory, CodecError, EntityState, Field, Opening, RateValue, day_from_number};
use domain::transaction::{Origin, Transaction};
use domain::{
    Account, AccountId, Book, BudgetCell, BudgetStyle, Category, CategoryGroup, CategoryId, CategoryKey,
    Clearing, Currency, ExchangeRate, Goal, ImportBatch, Member, MemberRole, Payee, PayeeId, RateKey,
    Reconciliation, Rule, SavedView, TransactionId,
};
use serde::de::DeserializeOwned;

/// A transaction with what hides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionState {
    /// The row.
    pub transaction: Transaction,
    /// How sure the machine is of `auto_category`, 0 to 1000.
    pub auto_confidence: Option<u16>,
    /// Deleted by hand.
    pub deleted: bool,
    /// Taken back by an undo.
    pub removed: bool,
    /// The row it repeats.
    pub duplicate_of: Option<TransactionId>,
    /// The other side, as this side says.
    pub transfer: Option<TransactionId>,
}

impl TransactionState {
    /// Counts and is shown.
    pub const fn visible(&self) -> bool {
        !self.deleted && !self.removed && self.duplicate_of.is_none()
    }
}

impl EntityState {
    fn register<T: DeserializeOwned>(&self, field: Field) -> Option<T> {
        decode(self.value(field)?).ok()
    }

    fn register_json<T: DeserializeOwned>(&self, field: Field) -> Option<T> {
        serde_json::from_str(&self.register::<String>(field)?).ok()
    }

    /// A `bool` register; `false` when not set.
    pub fn flag(&self, field: Field) -> bool {
        self.register(field).unwrap_or(false)
    }

    fn facts_json<T: DeserializeOwned>(&self) -> Result<Option<T>, CodecError> {
        self.facts.as_deref().map(decode_json).transpose()
    }

    /// As a transaction of `account`; `None` while its facts have not arrived.
    ///
    /// # Errors
    /// [`CodecError`] when the facts cannot be read.
    pub fn transaction(
        &self,
        account: AccountId,
        id: TransactionId,
    ) -> Result<Option<TransactionState>, CodecError> {
        let Some(facts) = self.facts.as_deref().map(decode_facts).transpose()? else {
            return Ok(None);
        };
        let auto: Option<AutoCategory> = self.register(Field::AutoCategory);
        // Bank rows keep the bank's amount whatever a register says.
        let amount = self
            .register(Field::Amount)
            .filter(|_| facts.origin == Origin::Manual)
            .unwrap_or(facts.amount.minor);
        let clearing = self.register(Field::Cleared).unwrap_or(match facts.origin {
            Origin::Statement => Clearing::Cleared,
            Origin::Pending | Origin::Manual => Clearing::Uncleared,
        });
        let transaction = Transaction {
            id,
            account,
            date: self.register(Field::Date).and_then(day_from_number).unwrap_or(facts.date),
            amount,
            payee: self.register(Field::Payee),
            category: self.register(Field::Category),
            auto_category: auto.map(|auto| auto.category),
            note: self.register(Field::Note),
            tags: self.register(Field::Tags).unwrap_or_default(),
            splits: self.register(Field::Splits).unwrap_or_default(),
            clearing,
            facts,
        };
        Ok(Some(TransactionState {
            transaction,
            auto_confidence: auto.map(|auto| auto.confidence),
            deleted: self.flag(Field::Deleted),
            removed: self.flag(Field::Removed),
            duplicate_of: self.register(Field::DuplicateOf),
            transfer: self.register(Field::Transfer),
        }))
    }

    /// As the book.
    ///
    /// # Errors
    /// [`CodecError`], for all of these, when the facts cannot be read.
    pub fn book(&self) -> Result<Option<Book>, CodecError> {
        Ok(self.facts_json::<Book>()?.map(|mut book| {
            book.name = self.register(Field::Name).unwrap_or(book.name);
            let language = self.register::<String>(Field::Language);
            book.language =
                language.and_then(|text| serde_json::from_value(text.into()).ok()).unwrap_or(book.language);
            let currency = self.register::<String>(Field::Currency);
            book.currency = currency.and_then(|code| Currency::from_code(&code)).unwrap_or(book.currency);
            book
        }))
    }

    /// As an account.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn account(&self) -> Result<Option<Account>, CodecError> {
        Ok(self.facts_json::<Account>()?.map(|mut account| {
            account.name = self.register(Field::Name).unwrap_or(account.name);
            account.kind = self.register(Field::Kind).unwrap_or(account.kind);
            account.bank = self.register(Field::Bank).or(account.bank);
            account.number = self.register(Field::Number).or(account.number);
            if let Some(opening) = self.register::<Opening>(Field::Opening) {
                account.opening_balance = opening.balance;
                account.opening_date = opening.day.and_then(day_from_number);
            }
            account.closed = self.register(Field::Closed).unwrap_or(account.closed);
            account
        }))
    }

    /// Where its owner put the account among the others.
    pub fn account_position(&self) -> Option<u32> {
        self.register(Field::Position)
    }

    /// As a category group.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn group(&self) -> Result<Option<CategoryGroup>, CodecError> {
        Ok(self.facts_json::<CategoryGroup>()?.map(|mut group| {
            group.name = self.register(Field::Name).unwrap_or(group.name);
            group.kind = self.register(Field::Kind).unwrap_or(group.kind);
            group.position = self.register(Field::Position).unwrap_or(group.position);
            group
        }))
    }

    /// As a category.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn category(&self) -> Result<Option<Category>, CodecError> {
        Ok(self.facts_json::<Category>()?.map(|mut category| {
            category.name = self.register(Field::Name).unwrap_or(category.name);
            category.group = self.register(Field::Group).unwrap_or(category.group);
            let key = self.register::<String>(Field::MeaningKey);
            category.key = key.and_then(|text| CategoryKey::from_text(&text)).or(category.key);
            category.position = self.register(Field::Position).unwrap_or(category.position);
            category.archived = self.register(Field::Archived).unwrap_or(category.archived);
            category
        }))
    }

    /// The category this one was merged into.
    pub fn merged_category(&self) -> Option<CategoryId> {
        self.register(Field::MergedInto)
    }

    /// As a payee, and the payee it was merged into.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn payee(&self) -> Result<Option<(Payee, Option<PayeeId>)>, CodecError> {
        Ok(self.facts_json::<Payee>()?.map(|mut payee| {
            payee.name = self.register(Field::Name).unwrap_or(payee.name);
            (payee, self.register(Field::MergedInto))
        }))
    }

    /// As a rule.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn rule(&self) -> Result<Option<Rule>, CodecError> {
        Ok(self.facts_json::<Rule>()?.map(|mut rule| {
            rule.name = self.register(Field::Name).unwrap_or(rule.name);
            rule.position = self.register(Field::Position).unwrap_or(rule.position);
            rule.enabled = self.register(Field::Enabled).unwrap_or(rule.enabled);
            rule.conditions = self.register_json(Field::Conditions).unwrap_or(rule.conditions);
            rule.effect = self.register_json(Field::Effect).unwrap_or(rule.effect);
            rule
        }))
    }

    /// As a reconciliation.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn reconciliation(&self) -> Result<Option<Reconciliation>, CodecError> {
        self.facts_json()
    }

    /// As an exchange rate; `None` when it is not set.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn rate(&self) -> Result<Option<ExchangeRate>, CodecError> {
        let Some(key) = self.facts_json::<RateKey>()? else { return Ok(None) };
        let value = self.register::<RateValue>(Field::Rate);
        Ok(value.map(|value| ExchangeRate { key, rate: value.rate, source: value.source }))
    }

    /// As a saved view.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn view(&self) -> Result<Option<SavedView>, CodecError> {
        Ok(self.facts_json::<SavedView>()?.map(|mut view| {
            view.name = self.register(Field::Name).unwrap_or(view.name);
            view.definition = self.register_json(Field::Definition).unwrap_or(view.definition);
            view
        }))
    }

    /// How the book budgets.
    pub fn budget_style(&self) -> BudgetStyle {
        let style = self.register::<String>(Field::BudgetStyle);
        style.and_then(|text| serde_json::from_value(text.into()).ok()).unwrap_or_default()
    }

    /// As a cell of the budget, with the month's note. It is what its registers say: there is nothing to take away.
    pub fn budget(&self) -> (BudgetCell, Option<String>) {
        let cell =
            BudgetCell { limit: self.register(Field::Limit), allocated: self.register(Field::Allocation) };
        (cell, self.register(Field::Note))
    }

    /// As a goal.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn goal(&self) -> Result<Option<Goal>, CodecError> {
        Ok(self.facts_json::<Goal>()?.map(|mut goal| {
            goal.name = self.register(Field::Name).unwrap_or(goal.name);
            goal.target = self.register(Field::Target).unwrap_or(goal.target);
            if let Some(due) = self.register::<Option<i32>>(Field::Due) {
                goal.due = due.and_then(day_from_number);
            }
            goal.link = self.register_json(Field::Link).unwrap_or(goal.link);
            goal.starting = self.register(Field::Starting).unwrap_or(goal.starting);
            goal.started = self.register(Field::Started).and_then(day_from_number).unwrap_or(goal.started);
            goal.archived = self.register(Field::Archived).unwrap_or(goal.archived);
            goal
        }))
    }

    /// As a member, as it was let in.
    ///
    /// # Errors
    /// As [`EntityState::member`].
    pub fn admitted(&self) -> Result<Option<Member>, CodecError> {
        self.facts_json()
    }

    /// As a member.
    ///
    /// # Errors
    /// [`CodecError`], also for a role only a newer version knows.
    pub fn member(&self) -> Result<Option<Member>, CodecError> {
        Ok(self.facts_json::<Member>()?.map(|mut member| {
            member.name = self.register(Field::Name).unwrap_or(member.name);
            let role = self.register::<String>(Field::Role);
            // One that only a newer version knows may be any: it reads.
            member.role =
                role.map_or(member.role, |text| MemberRole::from_text(&text).unwrap_or(MemberRole::Reader));
            member
        }))
    }

    /// As an import.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn batch(&self) -> Result<Option<ImportBatch>, CodecError> {
        self.facts.as_deref().map(decode_batch).transpose()
    }

    /// Registers whose bytes this version cannot read.
    pub fn needs_newer_version(&self) -> bool {
        let newer = |bytes: &[u8]| bytes.first().is_some_and(|version| *version > 1);
        !self.unknown.is_empty()
            || self.facts.as_deref().is_some_and(newer)
            || self.registers.iter().any(|register| register.value.as_deref().is_some_and(newer))
    }
}
