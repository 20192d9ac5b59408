//! The search index lags behind and is still never wrong.

use crate::support::*;
use replica::Write;
use store::{CANDIDATES, Candidates, Commit, Store, candidates, fold};

const TEXTS: [&str; 9] =
    ["padaria", "São João 7", "memo 12", "joao 1", "not there", "xy", "nao esquecer", "quote \" here", "ção"];

/// Ids found through the index are those found by comparing every row. Gives back how many texts used the index.
fn assert_right(store: &Store) -> usize {
    let reader = store.reader().unwrap();
    let conn = reader.connection();
    let ids = |sql: &str, parameters: &[&str]| {
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement
            .query_map(store::rusqlite::params_from_iter(parameters), |row| row.get::<_, [u8; 12]>(0))
            .unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let mut by_index = 0;
    for text in TEXTS {
        let folded = fold(text);
        let all = ids("select id from transactions where instr(search, ?1) > 0 order by id", &[&folded]);
        if let Candidates::Query(query) = candidates(conn, &folded).unwrap() {
            by_index += 1;
            let sql = format!(
                "select id from transactions where rowid in ({CANDIDATES}) and instr(search, ?2) > 0 order by id"
            );
            assert_eq!(ids(&sql, &[&query, &folded]), all, "{text}");
        }
    }
    by_index
}

fn note(store: &mut Store, n: u32, text: &str) {
    let writes: Vec<Write> = vec![shard(n).set_note(id(n), Some(text)).unwrap()];
    store.commit(Commit::new("transaction.edit", 3, "test", writes)).unwrap();
}

#[test]
fn a_search_is_right_before_while_and_after_the_index_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    let batch = import(&mut store, 0..120);
    assert_eq!(assert_right(&store), TEXTS.len() - 1, "all but the text of two letters ask the index");
    assert_eq!(store.index_search(50).unwrap(), 50);
    assert_right(&store);
    note(&mut store, 3, "Não esquecer");
    note(&mut store, 110, "quote \" here");
    assert_right(&store);
    while store.index_search(50).unwrap() == 50 {
        assert_right(&store);
    }
    assert_eq!(count(&store, "select count(*) from search_dirty"), 0);
    assert_right(&store);
    note(&mut store, 3, "something else");
    assert_right(&store);
    import(&mut store, 100..150);
    store.undo_import(batch, 9, "test").unwrap();
    assert_right(&store);
    assert_eq!(store.index_search(1_000).unwrap(), 31);
    assert_right(&store);
    store.rebuild_projection().unwrap();
    assert_right(&store);
    assert_eq!(store.index_search(1_000).unwrap(), 150);
    assert_right(&store);
    assert_sound(&store);
}
