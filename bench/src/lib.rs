//! Invented statements of any size, the samples of the repository, and measurements against the targets.

mod book;
pub mod corpus;
pub mod draw;
pub mod machine;
pub mod measure;
pub mod merchants;
pub mod report;
pub mod samples;
pub mod write;
