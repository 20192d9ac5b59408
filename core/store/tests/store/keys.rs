//! Members, keys wrapped for them, and what this device keeps to itself.

use crate::support::*;
use domain::{KeyGenerationId, Member, MemberId, MemberRole};
use replica::Write;
use store::{Commit, Store, keep_generation};

fn member(n: u8, role: MemberRole) -> Member {
    Member {
        id: MemberId([n; 16]),
        name: format!("device {n}"),
        role,
        public_key: [n; 32],
        added_by: (n > 1).then_some(MemberId([1; 16])),
        handed: vec![KeyGenerationId([1; 12]), KeyGenerationId([2; 12])],
        account: (n == 2).then(|| "bob@example.org".to_owned()),
    }
}

fn write(store: &mut Store, writes: Vec<Write>) {
    let mut commit = Commit::new("keys", 1, "one", writes);
    commit.not_undoable = true;
    store.commit(commit).unwrap();
}

#[test]
fn members_and_their_keys_travel_with_the_book_and_survive_a_rebuild() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let members =
        [member(1, MemberRole::Editor), member(2, MemberRole::Reader), member(3, MemberRole::Recovery)];
    write(&mut one, members.iter().map(|member| Write::member(member).unwrap()).collect());
    let generation = KeyGenerationId([2; 12]);
    write(&mut one, vec![Write::wrap(generation, members[1].id, vec![1, 2, 3])]);
    write(&mut one, vec![Write::remove_member(members[2].id).unwrap()]);
    let mut two = Store::create_empty(&folder.path().join("two"), &KEY, [2; 16]).unwrap();
    two.apply_changes(&raw_changes(&one)).unwrap();
    two.rebuild_projection().unwrap();
    for store in [&one, &two] {
        let reader = store.reader().unwrap();
        let found = reader.members().unwrap();
        assert_eq!(found.iter().map(|(_, removed)| *removed).collect::<Vec<_>>(), [false, false, true]);
        assert!(found.iter().map(|(member, _)| member).eq(&members));
        assert_eq!(reader.wraps_for(members[1].id).unwrap(), [(generation, vec![1, 2, 3])]);
        assert_eq!(reader.wraps_for(members[0].id).unwrap(), []);
        assert!(reader.wraps().unwrap().contains(&(generation, members[1].id)));
        assert_sound(store);
    }
}

#[test]
fn a_change_tells_the_oldest_key_it_hands_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let (old, new) = (KeyGenerationId([2; 12]), KeyGenerationId([3; 12]));
    write(&mut one, vec![Write::member(&member(1, MemberRole::Editor)).unwrap()]);
    let both = [new, old].map(|generation| Write::wrap(generation, MemberId([1; 16]), vec![1]));
    write(&mut one, both.to_vec());
    let told: Vec<_> = raw_changes(&one).iter().map(replica::RawChange::oldest_key_handed_out).collect();
    assert_eq!(told.last(), Some(&Some(old)));
    assert!(told[..told.len() - 1].iter().all(Option::is_none));
}

#[test]
fn two_wraps_of_one_key_are_no_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = Store::create_empty(&folder.path().join("two"), &KEY, [2; 16]).unwrap();
    two.apply_changes(&raw_changes(&one)).unwrap();
    for (store, byte) in [(&mut one, 1), (&mut two, 2)] {
        write(store, vec![Write::wrap(KeyGenerationId([2; 12]), MemberId([1; 16]), vec![1, byte])]);
    }
    one.apply_changes(&raw_changes(&two)).unwrap();
    assert_eq!(count(&one, "select count(*) from key_wrap"), 1);
    assert_eq!(count(&one, "select count(*) from conflict"), 0);
    assert_sound(&one);
}

#[test]
fn secrets_and_keys_of_this_device_are_in_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let before = raw_changes(&one);
    one.keep_secret("exchange", &[5; 32]).unwrap();
    one.keep_secret("exchange", &[6; 32]).unwrap();
    one.local(|tx| keep_generation(tx, KeyGenerationId([2; 12]), &[7; 10])).unwrap();
    one.local(|tx| keep_generation(tx, KeyGenerationId([1; 12]), &[8; 10])).unwrap();
    let reader = one.reader().unwrap();
    assert_eq!(reader.local_secret("exchange").unwrap().unwrap().as_slice(), [6; 32]);
    let kept: Vec<u8> = reader.key_generations().unwrap().iter().map(|keys| keys[0]).collect();
    assert_eq!(kept, [8, 7]);
    one.forget_secret("exchange").unwrap();
    assert!(reader.local_secret("exchange").unwrap().is_none());
    assert_eq!(raw_changes(&one), before);
}
