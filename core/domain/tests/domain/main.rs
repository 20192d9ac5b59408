//! The rules of the book, tried from outside.

mod acceptance;
mod book;
mod categories;
mod identity;
mod matching;
mod money;
mod plan_edit;
mod proof;
mod properties;
mod reconcile;
mod rules;
