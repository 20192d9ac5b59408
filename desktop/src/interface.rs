//! The interface's files, carried in the program. A build for development reads them from `ui/dist` as they are now, so that a change
//! of the interface needs no build of the window.

use rust_embed::RustEmbed;
use std::borrow::Cow;
use tauri::Assets;
use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};

#[derive(RustEmbed)]
#[folder = "../ui/dist/"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
const NOT_BUILT: &[u8] = b"<!doctype html><meta charset=\"utf-8\"><title>Valorize</title>\
<p>The interface is not built. Run <code>make ui</code> in the sources, then start again.</p>";

/// Answers the window's requests for files.
pub struct Interface;

impl<R: tauri::Runtime> Assets<R> for Interface {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        let path = key.as_ref().trim_start_matches('/');
        let missing = || (path == PAGE).then_some(Cow::Borrowed(NOT_BUILT));
        Files::get(path).map(|file| file.data).or_else(missing)
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(Files::iter().filter_map(|path| {
            let file = Files::get(&path)?;
            Some((path, file.data))
        }))
    }

    /// The page has no inline scripts or styles.
    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}
