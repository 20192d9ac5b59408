//! Operations of the host: the life of a book before it is open, and files on their way in. One file each.

mod catch_up;
mod close_book;
mod create_book;
mod discard_file;
mod forget_book;
mod load_sample;
mod open_book;
mod recent_books;
mod remove_sample;
mod stage_file;
mod stage_sample;
mod status;

pub use catch_up::CatchUp;
pub use close_book::CloseBook;
pub use create_book::CreateBook;
pub use discard_file::DiscardFile;
pub use forget_book::ForgetBook;
pub use load_sample::LoadSample;
pub use open_book::OpenBook;
pub use recent_books::RecentBooks;
pub use remove_sample::RemoveSample;
pub use stage_file::StageFile;
pub use stage_sample::StageSample;
pub use status::{BookStatus, HostStatus};
