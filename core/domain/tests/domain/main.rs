//! The rules of the book, tried from outside.

mod acceptance;
mod book;
mod budget;
mod categories;
mod goals;
mod identity;
mod matching;
mod money;
mod payees;
mod plan_edit;
mod proof;
mod properties;
mod query;
mod rates;
mod reconcile;
mod rules;
