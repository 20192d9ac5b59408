//! Golden bytes: what was written once must be read for ever, and be written the same.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

use domain::transaction::Origin;
use domain::{
    AccountId, BalanceProof, BatchId, Clearing, Currency, Day, Facts, ImportBatch, Money, Split,
    TransactionId,
};
use replica::{
    AutoCategory, Entity, Field, IdentityKey, RawChange, ShardDocument, ShardKey, Write, codec, mint,
};

const ACCOUNT: AccountId = AccountId([1; 12]);
const ID: TransactionId = TransactionId([2; 12]);

fn facts() -> Facts {
    Facts {
        date: Day::constant(2026, 3, 31),
        amount: Money::new(-12_345, Currency::BRL),
        description: "Café São José".into(),
        payee: Some("José".into()),
        memo: None,
        bank_id: Some("F1".into()),
        check_number: Some("7".into()),
        original: Some(Money::new(-2_000, Currency::USD)),
        instalment: Some((2, 10)),
        origin: Origin::Pending,
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn facts_are_written_and_read_as_ever() {
    let golden = include_str!("golden/facts.hex").trim();
    assert_eq!(hex(&codec::encode_facts(&facts()).unwrap()), golden);
    assert_eq!(codec::decode_facts(&unhex(golden)).unwrap(), facts());
}

#[test]
fn batches_are_written_and_read_as_ever() {
    let batch = ImportBatch {
        id: BatchId([3; 12]),
        account: ACCOUNT,
        file_name: "extrato.ofx".into(),
        file_sha256: [4; 32],
        format: "ofx".into(),
        added: vec![ID],
        merged: vec![(ID, TransactionId([5; 12]))],
        filled: vec![domain::FilledField {
            transaction: ID,
            field: "note".into(),
            before: None,
            after: vec![1, 0],
        }],
        same: 3,
        ignored: 4,
        proof: BalanceProof::Disproved { difference: 5, from: Some(Day::constant(2026, 1, 2)) },
    };
    let golden = include_str!("golden/batch.hex").trim();
    assert_eq!(hex(&codec::encode_batch(&batch).unwrap()), golden);
    assert_eq!(codec::decode_batch(&unhex(golden)).unwrap(), batch);
}

#[test]
fn registers_are_written_and_read_as_ever() {
    let auto = AutoCategory { category: domain::CategoryId([6; 12]), confidence: 900 };
    assert_eq!(hex(&replica::encode(&auto).unwrap()), "010606060606060606060606068407");
    assert_eq!(hex(&replica::encode(&Clearing::Reconciled).unwrap()), "0102");
    let splits = [Split { amount: -5, category: None, note: Some("x".into()) }];
    assert_eq!(hex(&replica::encode(splits.as_slice()).unwrap()), "01010900010178");
    let auto_again: AutoCategory = replica::decode(&unhex("010606060606060606060606068407")).unwrap();
    assert_eq!(auto_again, auto);
    assert!(replica::decode::<bool>(&[2, 1]).is_err() && replica::decode::<bool>(&[]).is_err());
}

#[test]
fn minted_changes_have_the_same_bytes_as_ever() {
    let shard = ShardKey::for_transaction(ACCOUNT, facts().date);
    let write = Write::transaction(ACCOUNT, ID, &facts()).unwrap();
    let (raw, header) = mint(shard, &[&write], &IdentityKey::new(&[9; 32])).unwrap().remove(0);
    let golden = include_str!("golden/change.hex").trim();
    assert_eq!(hex(&raw.bytes), golden);
    assert_eq!((header.seq, header.deps.len(), header.hash), (1, 0, raw.hash));
    let mut document = ShardDocument::new(shard);
    let stored = RawChange { shard, hash: raw.hash, bytes: unhex(golden) };
    assert_eq!(document.apply(&[stored]).applied, [raw.hash]);
    let row = document.read(Entity::Transaction(ID)).transaction(ACCOUNT, ID).unwrap().unwrap();
    assert_eq!(row.transaction.facts, facts());
}

#[test]
fn minting_does_not_depend_on_order_or_repetition() {
    let shard = ShardKey::for_transaction(ACCOUNT, facts().date);
    let key = IdentityKey::new(&[9; 32]);
    let writes: Vec<Write> =
        (0..20_u8).map(|n| Write::transaction(ACCOUNT, TransactionId([n; 12]), &facts()).unwrap()).collect();
    let forward: Vec<&Write> = writes.iter().collect();
    let backward: Vec<&Write> = writes.iter().rev().chain(writes.iter().take(3)).collect();
    assert_eq!(mint(shard, &forward, &key), mint(shard, &backward, &key));
    assert!(mint(ShardKey::Book, &forward, &key).is_err());
}

#[test]
fn what_a_newer_version_wrote_stays_and_is_named() {
    let shard = ShardKey::for_transaction(ACCOUNT, facts().date);
    let entity = Entity::Transaction(ID);
    let mut document = ShardDocument::new(shard);
    let made = Write::transaction(ACCOUNT, ID, &facts()).unwrap();
    let newer = Write::Set { shard, entity, field: Field::Note, value: Some(vec![9, 1, 2, 3]) };
    document.write(&[1; 16], &[&made, &newer]).unwrap();
    let state = document.read(entity);
    assert!(state.needs_newer_version());
    let row = state.transaction(ACCOUNT, ID).unwrap().unwrap();
    assert_eq!(row.transaction.note, None);
    let other = shard.set_category(ID, Some(domain::CategoryId([1; 12]))).unwrap();
    document.write(&[1; 16], &[&other]).unwrap();
    let again = ShardDocument::load(shard, &document.save()).unwrap();
    assert_eq!(again.read(entity).value(Field::Note), Some(&[9, 1, 2, 3][..]));
}

#[test]
fn writing_what_is_there_already_makes_no_change() {
    let shard = ShardKey::for_transaction(ACCOUNT, facts().date);
    let mut document = ShardDocument::new(shard);
    let made = Write::transaction(ACCOUNT, ID, &facts()).unwrap();
    assert_eq!(document.write(&[1; 16], &[&made]).unwrap().len(), 1);
    let empty = shard.set_note(ID, None).unwrap();
    assert!(document.write(&[1; 16], &[&made, &empty]).unwrap().is_empty());
}
