//! Members and keys over real books: taking a device out, rotating apart, keys that come late or with what they open, recovery words,
//! readers.

mod apart;
mod forge;
mod log;
mod packs;
mod readers;
mod recovery;
mod roles;
mod rotation;
