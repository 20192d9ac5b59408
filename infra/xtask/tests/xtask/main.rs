//! What must hold for the repository as a whole: who may depend on whom, that it is tidy, and that it can be run where it is to run.

mod architecture;
mod capacity;
mod container;
mod documents;
mod observability;
mod repository;
mod rollout;
mod stack;
mod terraform;
mod tidy;
