//! Operations of the host: the life of a book before it is open, and files on their way in. One file each.

mod close_book;
mod create_book;
mod discard_file;
mod forget_book;
mod load_sample;
mod open_book;
mod recent_books;
mod stage_file;
mod status;

pub use close_book::CloseBook;
pub use create_book::CreateBook;
pub use discard_file::DiscardFile;
pub use forget_book::ForgetBook;
pub use load_sample::LoadSample;
pub use open_book::OpenBook;
pub use recent_books::RecentBooks;
pub use stage_file::StageFile;
pub use status::{BookStatus, HostStatus};
