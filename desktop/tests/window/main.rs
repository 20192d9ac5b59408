//! The real window, driven from outside: the program as it is built, the web view's own driver, a display that nobody sees.

#![cfg(target_os = "linux")]

mod desk;
mod flows;
mod keychain;
mod page;
