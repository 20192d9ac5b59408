//! Tauri's build step. The commands named here fall under the access control of `capabilities/`.

fn main() {
    // The place of the interface's files must be there before they are, or a development build would never find them.
    if let Err(error) = std::fs::create_dir_all("../ui/dist") {
        println!("cargo::error=ui/dist cannot be made: {error}");
    }
    let commands = &[
        "call",
        "cancel",
        "choose_book",
        "choose_files",
        "choose_target",
        "open_link",
        "save_file",
        "take_files",
    ];
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(commands));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
