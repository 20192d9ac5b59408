//! The place of the interface's files must be there before they are, or a development build would never find them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(error) = std::fs::create_dir_all("../../ui/dist") {
        println!("cargo::error=ui/dist cannot be made: {error}");
    }
}
