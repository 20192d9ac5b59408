//! Trained knowledge kept in a file beside the model: embedding and training some 2,000 texts is paid once per machine,
//! not once per book. The file is a cache: anything odd about it means it is made again.

use crate::features::HASHED;
use crate::knowledge::KEYS;
use crate::linear::{Linear, Written};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Goes up when training or the form of the file changes.
const VERSION: u32 = 1;

/// What the knowledge depends on: the lists, the text rules, the model, and this version. Lower-case hexadecimal.
pub fn stamp(model: Option<&str>) -> String {
    let mut hash = Sha256::new();
    hash.update(VERSION.to_le_bytes());
    hash.update(crate::TEXT_VERSION.to_le_bytes());
    hash.update(model.unwrap_or("none"));
    for list in [include_str!("../data/keywords.tsv"), include_str!("../data/brands.tsv")] {
        hash.update(Sha256::digest(list));
    }
    hex(&hash.finalize())
}

/// Where the knowledge of this stamp lies.
pub fn path(folder: &Path, stamp: &str) -> PathBuf {
    folder.join("knowledge").join(format!("{}.bin", &stamp[..16]))
}

/// The head, when the file is whole and of this stamp.
pub fn read(path: &Path, stamp: &str) -> Option<Linear> {
    let bytes = std::fs::read(path).ok()?;
    let (header, body) = bytes.split_at_checked(stamp.len() + 64)?;
    let (of, sum) = header.split_at(stamp.len());
    if of != stamp.as_bytes() || sum != hex(&Sha256::digest(body)).as_bytes() {
        return None;
    }
    Linear::from_written(postcard::from_bytes::<Written>(body).ok()?, KEYS, HASHED)
}

/// Writes the file in one step: a reader sees a whole one or none.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(path: &Path, stamp: &str, head: &Linear) -> std::io::Result<()> {
    let body = postcard::to_stdvec(&head.to_written()).map_err(std::io::Error::other)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let mut file = std::fs::File::create(&part)?;
    let whole = file
        .write_all(stamp.as_bytes())
        .and_then(|()| file.write_all(hex(&Sha256::digest(&body)).as_bytes()))
        .and_then(|()| file.write_all(&body))
        .and_then(|()| std::fs::rename(&part, path));
    if whole.is_err() {
        std::fs::remove_file(&part)?;
    }
    whole
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test says where")]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;

    #[test]
    fn kept_knowledge_answers_as_trained_knowledge() {
        let folder = std::env::temp_dir().join(format!("valorize-knowledge-{}", std::process::id()));
        let trained = Knowledge::kept(Some(&folder), None).unwrap();
        let file = path(&folder, &stamp(None));
        assert!(file.is_file(), "it is kept");
        let read = Knowledge::kept(Some(&folder), None).unwrap();
        let sparse = crate::features::text_features("supermercado");
        assert_eq!(
            trained.text_logits("supermercado", &sparse, &[]),
            read.text_logits("supermercado", &sparse, &[])
        );

        let mut bytes = std::fs::read(&file).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        assert!(super::read(&file, &stamp(None)).is_none(), "a damaged file is not believed");
        std::fs::write(&file, &bytes[..20]).unwrap();
        assert!(super::read(&file, &stamp(None)).is_none(), "a short file is not believed");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
