//! `migrations/sqlite/schema.sql` is the dump of a fresh book.

use crate::support::*;
use std::path::Path;

#[test]
fn the_dump_is_current() {
    let folder = tempfile::tempdir().unwrap();
    let store = create(&folder.path().join("book"), 1);
    let reader = store.reader().unwrap();
    let mut select = reader
        .connection()
        .prepare("select sql from sqlite_schema where sql is not null order by type desc, name")
        .unwrap();
    let statements = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut dump = String::from("-- Generated: UPDATE_SCHEMA=1 cargo test -p store\n");
    for statement in statements {
        dump.extend(["\n", &statement.unwrap(), ";\n"]);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/sqlite/schema.sql");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &dump).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        dump,
        "run UPDATE_SCHEMA=1 cargo test -p store"
    );
}
