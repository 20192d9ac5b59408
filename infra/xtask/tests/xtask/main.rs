//! What must hold for the repository as a whole: who may depend on whom, and that it is tidy.

mod architecture;
mod container;
mod documents;
mod repository;
mod terraform;
mod tidy;

