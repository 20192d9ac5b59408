//! Who shares the book, and that its keys reach them and nobody else.
//!
//! Members and wrapped keys are entities of a document of the book itself, so they travel by every kind of log. A generation of keys is made when a
//! member is taken out ([`BookJournal::remove_members`]) and wrapped for those who stay. Devices do that without asking each other;
//! what they do apart comes together by rules that look at the book alone ([`BookJournal::settle_keys`]):
//!
//! - the greatest generation seals;
//! - if one who was taken out has it, any device that may write makes the next;
//! - if one who is a member lacks a generation, any device that has it hands it on.

use crate::book::{BookError, BookJournal, Sealing, generation_id};
use replica::{CodecError, Entity, KeyGenerationId, Member, MemberId, MemberRole, ShardKey, Write};
use store::{Commit, Reader, Store, StoreError};
use sync_protocol::pairing::Bundle;
use sync_protocol::seal::recovery::{RecoverySecret, envelope, in_envelope};
use sync_protocol::seal::{
    BookKeys, CannotWrite, Generation, GenerationId, NameKey, TooManyRotations, unwrap, wrap,
};
use sync_protocol::{BookTag, DeviceTag};
use zeroize::Zeroizing;

/// Why keys could not be dealt with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The book failed.
    #[error(transparent)]
    Book(#[from] BookError),
    /// This device may only read.
    #[error(transparent)]
    CannotWrite(#[from] CannotWrite),
    /// The keys were rotated as often as they can be.
    #[error(transparent)]
    TooManyRotations(#[from] TooManyRotations),
    /// This device is no member: it was never let in, or it was taken out.
    #[error("this device is no member of the book")]
    NoMember,
    /// Nobody of this name is a member.
    #[error("{0} is no member of the book")]
    NotFound(MemberId),
    /// A member's public key is none.
    #[error("the public key of {0} is damaged")]
    BadKey(MemberId),
    /// A value has no encoding.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl From<StoreError> for KeyError {
    fn from(error: StoreError) -> Self {
        Self::Book(error.into())
    }
}

/// When and on which device something is done, for the history.
#[derive(Debug, Clone)]
pub struct When {
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The device's name.
    pub device: String,
}

/// What was done to bring the keys to those who should have them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// A generation was made, because one who was taken out has the newest.
    pub rotated: bool,
    /// Keys handed to members who lacked them.
    pub handed_on: usize,
    /// Members that got none because their public key is damaged.
    pub unreachable: usize,
}

/// What the book says of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Nothing: nobody let it in yet.
    Unknown,
    /// It is one of those who have the keys.
    Member,
    /// It was taken out.
    Removed,
}

const fn tag(id: MemberId) -> DeviceTag {
    DeviceTag(id.0)
}

/// The book's name of a generation.
fn stored_id(id: GenerationId) -> KeyGenerationId {
    let [a, b, c, d] = id.number.to_be_bytes();
    let [e, f, g, h, i, j, k, l] = id.mark;
    KeyGenerationId([a, b, c, d, e, f, g, h, i, j, k, l])
}

/// Names of a reader's keys among the device's secrets.
const READER: &str = "reader";

/// The keys of a book that are on this device: those that follow from its secret, or a reader's, and every generation kept.
///
/// # Errors
/// When the book's file fails or what was kept is damaged.
pub fn book_keys(reader: &Reader) -> Result<BookKeys, StoreError> {
    let damaged = || StoreError::Damaged { detail: "the keys kept on this device".to_owned() };
    let kept = reader.key_generations()?;
    let generations: Option<Vec<Generation>> =
        kept.iter().map(|bytes| Generation::from_bytes(bytes)).collect();
    let generations = generations.ok_or_else(damaged)?;
    if let Some(bytes) = reader.local_secret(READER)? {
        let (book, names) = bytes.split_first_chunk::<16>().ok_or_else(damaged)?;
        let names = NameKey::new(names.try_into().map_err(|_| damaged())?);
        return BookKeys::for_reader(BookTag(*book), names, generations).ok_or_else(damaged);
    }
    let mut keys = BookKeys::from_secret(&*reader.secret()?);
    for generation in generations {
        keys.add(generation);
    }
    Ok(keys)
}

/// May this device only read the book? It was let in as a reader, or became one.
///
/// # Errors
/// When the book's file fails.
pub fn may_only_read(reader: &Reader, own: DeviceTag) -> Result<bool, StoreError> {
    if reader.local_secret(READER)?.is_some() {
        return Ok(true);
    }
    let reads = |(member, removed): &(Member, bool)| {
        member.id.0 == own.0 && !removed && member.role == MemberRole::Reader
    };
    Ok(reader.members()?.iter().any(reads))
}

/// The role in which a member was let in, whatever it has now: one let in as a reader has no secret, and so no names for rows that the others
/// would give them too.
///
/// # Errors
/// When the book's file fails.
pub fn first_role(reader: &Reader, id: MemberId) -> Result<Option<MemberRole>, StoreError> {
    let state = reader.entity(ShardKey::Keys, Entity::Member(id))?;
    Ok(state.admitted()?.map(|member| member.role))
}

/// Keeps what a device was given when it was let in: every generation, and for a reader, who has no secret, the name key.
///
/// # Errors
/// When the book's file fails or the bundle holds no keys.
pub fn keep_invitation(store: &mut Store, bundle: &Bundle) -> Result<BookKeys, StoreError> {
    let keys = bundle
        .keys()
        .ok_or_else(|| StoreError::Damaged { detail: "the keys that came with the invitation".to_owned() })?;
    let reads = bundle.secret().is_none();
    let names = Zeroizing::new([keys.tag().0.as_slice(), keys.names().bytes()].concat());
    store.local(|tx| {
        for generation in keys.generations() {
            store::keep_generation(tx, stored_id(generation.id()), &generation.to_bytes())?;
        }
        if reads {
            tx.execute("insert or replace into local_secret values (?1, ?2)", (READER, names.as_slice()))?;
        }
        Ok(())
    })?;
    Ok(keys)
}

/// The book's members and what each has.
struct Members {
    all: Vec<(Member, bool)>,
    wraps: std::collections::BTreeSet<(KeyGenerationId, MemberId)>,
}

impl Members {
    fn read(reader: &Reader) -> Result<Self, StoreError> {
        Ok(Self { all: reader.members()?, wraps: reader.wraps()? })
    }

    /// One who was not taken out.
    fn find(&mut self, id: MemberId) -> Result<&mut (Member, bool), KeyError> {
        let found = self.all.iter_mut().find(|(member, removed)| member.id == id && !removed);
        found.ok_or(KeyError::NotFound(id))
    }

    fn present(&self) -> impl Iterator<Item = &Member> {
        self.all.iter().filter(|(_, removed)| !removed).map(|(member, _)| member)
    }

    /// Does it have the generation, as far as the book tells? The first follows from the secret, which all but readers have.
    fn has(&self, member: &Member, generation: GenerationId) -> bool {
        let id = stored_id(generation);
        (generation.number == 1 && member.role != MemberRole::Reader)
            || member.handed.contains(&id)
            || self.wraps.contains(&(id, member.id))
    }

    /// Has somebody who was taken out this generation?
    fn leaked(&self, generation: GenerationId) -> bool {
        self.all.iter().any(|(member, removed)| *removed && self.has(member, generation))
    }
}

impl Sealing {
    /// Generations among these wraps that are for this device and not among `known`.
    pub(crate) fn unwrapped(
        &self,
        known: &BookKeys,
        wraps: impl IntoIterator<Item = (KeyGenerationId, DeviceTag, Vec<u8>)>,
    ) -> Vec<Generation> {
        let mut came: Vec<Generation> = Vec::new();
        for (id, member, wrapped) in wraps {
            let id = generation_id(id);
            if known.has(id) || came.iter().any(|generation| generation.id() == id) {
                continue;
            }
            for (_, key) in self.recipients.iter().filter(|(tag, _)| *tag == member) {
                // One that does not open was made for another key or by a later version: the device is the same without it.
                came.extend(unwrap(self.book, id, member, key, &wrapped));
            }
        }
        came
    }
}

impl BookJournal<'_> {
    /// Learns the generations that somebody else who works with the book's file has kept meanwhile.
    ///
    /// # Errors
    /// When the book's file fails or what was kept is damaged.
    pub fn learn_keys(&mut self) -> Result<(), StoreError> {
        let kept = self.reader.key_generations()?;
        // Parsing costs a multiplication on the curve each, and this is asked with every frame.
        if kept.len() == self.sealing.learned {
            return Ok(());
        }
        for bytes in &kept {
            let damaged = || StoreError::Damaged { detail: "the keys kept on this device".to_owned() };
            self.sealing.keys.add(Generation::from_bytes(bytes).ok_or_else(damaged)?);
        }
        self.sealing.learned = kept.len();
        Ok(())
    }

    /// What the book says of this device: in it, taken out, or nothing.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn membership(&self) -> Result<Membership, StoreError> {
        let Some(me) = self.myself() else { return Ok(Membership::Unknown) };
        let members = self.reader.members()?;
        Ok(match members.iter().find(|(member, _)| member.id.0 == me.0) {
            None => Membership::Unknown,
            Some((_, true)) => Membership::Removed,
            Some((_, false)) => Membership::Member,
        })
    }

    /// Takes the generations of keys that were wrapped for this device, and opens with them what had not opened, until that brings no
    /// more keys. Answers how many entries opened.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn take_keys(&mut self) -> Result<usize, BookError> {
        let mut opened = 0;
        while self.adopt_keys()? {
            opened += self.open_sealed()?;
        }
        Ok(opened)
    }

    /// Takes the generations of keys that were wrapped for this device, as far as the book shows them now. Did any come?
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn adopt_keys(&mut self) -> Result<bool, BookError> {
        let mut wraps = Vec::new();
        for (member, _) in &self.sealing.recipients {
            let of_member = self.reader.wraps_for(MemberId(member.0))?;
            wraps.extend(of_member.into_iter().map(|(id, wrapped)| (id, *member, wrapped)));
        }
        let came = self.sealing.unwrapped(&self.sealing.keys, wraps);
        if came.is_empty() {
            return Ok(false);
        }
        self.store.local(|tx| {
            came.iter().try_for_each(|generation| {
                store::keep_generation(tx, stored_id(generation.id()), &generation.to_bytes())
            })
        })?;
        for generation in came {
            self.sealing.keys.add(generation);
        }
        Ok(true)
    }

    /// Lets a member in that was given every generation of keys that is here: another device, after pairing, or this one, when the
    /// book is first synced or was brought back by words.
    ///
    /// # Errors
    /// [`KeyError`]; nothing is written then.
    pub fn admit(&mut self, mut member: Member, when: &When) -> Result<(), KeyError> {
        self.may_write()?;
        member.handed =
            self.sealing.keys.generations().map(|generation| stored_id(generation.id())).collect();
        let writes = vec![Write::member(&member)?];
        self.commit("device.admit", when, writes, None)
    }

    /// Takes members out and makes a generation of keys that they do not get. They keep what they have, and open nothing that is
    /// sealed from now on.
    ///
    /// # Errors
    /// [`KeyError`]; nothing is written then.
    pub fn remove_members(&mut self, ids: &[MemberId], when: &When) -> Result<Settled, KeyError> {
        self.may_write()?;
        let mut members = Members::read(self.reader)?;
        let mut writes = Vec::with_capacity(ids.len());
        for id in ids {
            members.find(*id)?.1 = true;
            writes.push(Write::remove_member(*id)?);
        }
        self.rotate(&members, writes, "device.remove", when)
    }

    /// Gives members another role, and makes a generation of keys that each gets as that role has it: one who may only read gets no
    /// key to write.
    ///
    /// # Errors
    /// [`KeyError`]; nothing is written then.
    pub fn give_role(
        &mut self,
        ids: &[MemberId],
        role: MemberRole,
        when: &When,
    ) -> Result<Settled, KeyError> {
        self.may_write()?;
        let mut members = Members::read(self.reader)?;
        let mut writes = Vec::with_capacity(ids.len());
        for id in ids {
            members.find(*id)?.0.role = role;
            writes.push(Write::member_role(*id, role)?);
        }
        self.rotate(&members, writes, "member.role", when)
    }

    /// Makes new recovery words the only ones: names their key as a member, takes the keys of all others out, and makes a generation
    /// that those do not get. Answers the envelope, to be put where the log is. The words themselves stay with the caller.
    ///
    /// # Errors
    /// [`KeyError`]; nothing is written then.
    pub fn renew_recovery(
        &mut self,
        words: &RecoverySecret,
        name: &str,
        when: &When,
    ) -> Result<Vec<u8>, KeyError> {
        self.may_write()?;
        let mut members = Members::read(self.reader)?;
        let mut writes = Vec::new();
        let old = |member: &Member, removed: bool| member.role == MemberRole::Recovery && !removed;
        for (member, removed) in members.all.iter_mut().filter(|(member, removed)| old(member, *removed)) {
            *removed = true;
            writes.push(Write::remove_member(member.id)?);
        }
        let member = Member {
            id: MemberId(words.member().0),
            name: name.to_owned(),
            role: MemberRole::Recovery,
            public_key: words.public(),
            added_by: self.myself().map(|tag| MemberId(tag.0)),
            handed: in_envelope(&self.sealing.keys).map(|generation| stored_id(generation.id())).collect(),
            account: None,
        };
        let sealed = envelope(&*self.reader.secret()?, &self.sealing.keys, &member.public_key, self.seed())
            .map_err(|_| KeyError::BadKey(member.id))?;
        let rotate = !writes.is_empty();
        writes.push(Write::member(&member)?);
        members.all.push((member, false));
        if rotate {
            let (generation, wraps, _) = self.rotation(&members)?;
            writes.extend(wraps);
            self.commit("recovery.renew", when, writes, Some(generation))?;
        } else {
            self.commit("recovery.renew", when, writes, None)?;
        }
        Ok(sealed)
    }

    /// Makes recovery words that were made before the only ones again: takes the keys of all others out, as two devices that made words
    /// at the same time leave two, and makes a generation that those do not get. Answers the envelope for where the log is; nothing but
    /// that happens when they are the only ones already.
    ///
    /// # Errors
    /// [`KeyError`]; nothing is written then.
    pub fn keep_recovery(&mut self, words: &RecoverySecret, when: &When) -> Result<Vec<u8>, KeyError> {
        self.may_write()?;
        let mut members = Members::read(self.reader)?;
        let kept = MemberId(words.member().0);
        members.find(kept)?;
        let mut writes = Vec::new();
        let other = |member: &Member| member.role == MemberRole::Recovery && member.id != kept;
        for (member, removed) in members.all.iter_mut().filter(|(member, removed)| other(member) && !removed)
        {
            *removed = true;
            writes.push(Write::remove_member(member.id)?);
        }
        if !writes.is_empty() {
            self.rotate(&members, writes, "recovery.keep", when)?;
        }
        envelope(&*self.reader.secret()?, &self.sealing.keys, &words.public(), self.seed())
            .map_err(|_| KeyError::BadKey(kept))
    }

    /// Does what the book asks for: hands keys on to members who lack some, and makes the next generation if one who was taken out
    /// has the newest. To be called when a page was applied; nothing happens when all is well.
    ///
    /// # Errors
    /// [`KeyError::NoMember`] when this device was taken out.
    pub fn settle_keys(&mut self, when: &When) -> Result<Settled, KeyError> {
        self.take_keys()?;
        let mut settled = Settled::default();
        match self.membership()? {
            Membership::Removed => return Err(KeyError::NoMember),
            // Not let in yet, or here only to read.
            Membership::Member if self.sealing.keys.newest().writes() => {}
            Membership::Unknown | Membership::Member => return Ok(settled),
        }
        let mut members = Members::read(self.reader)?;
        if members.leaked(self.sealing.keys.newest().id()) {
            let (generation, writes, unreachable) = self.rotation(&members)?;
            self.commit("keys.rotate", when, writes, Some(generation))?;
            settled.rotated = true;
            settled.unreachable = unreachable;
            members = Members::read(self.reader)?;
        }
        let generations: Vec<Generation> = self.sealing.keys.generations().cloned().collect();
        // One commit each: a change is sealed with a generation older than any it hands out.
        for generation in generations.iter().filter(|generation| generation.id().number != 1) {
            let lacking: Vec<Member> =
                members.present().filter(|member| !members.has(member, generation.id())).cloned().collect();
            let (writes, _) = self.wraps(generation, &lacking);
            if !writes.is_empty() {
                settled.handed_on += writes.len();
                self.commit("keys.share", when, writes, None)?;
            }
        }
        Ok(settled)
    }

    fn myself(&self) -> Option<DeviceTag> {
        self.sealing.recipients.first().map(|(tag, _)| *tag)
    }

    fn may_write(&self) -> Result<(), CannotWrite> {
        if self.sealing.keys.newest().writes() { Ok(()) } else { Err(CannotWrite) }
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.chance.fill(&mut seed);
        seed
    }

    /// The next generation, wrapped for all who are members; how many could not get it.
    fn rotation(&self, members: &Members) -> Result<(Generation, Vec<Write>, usize), KeyError> {
        let mut random = Zeroizing::new([0; 64]);
        self.chance.fill(random.as_mut());
        let generation = self.sealing.keys.next(&random)?;
        let present: Vec<Member> = members.present().cloned().collect();
        let (writes, unreachable) = self.wraps(&generation, &present);
        Ok((generation, writes, unreachable))
    }

    /// Writes these together with the next generation.
    fn rotate(
        &mut self,
        members: &Members,
        mut writes: Vec<Write>,
        name: &str,
        when: &When,
    ) -> Result<Settled, KeyError> {
        let (generation, wraps, unreachable) = self.rotation(members)?;
        writes.extend(wraps);
        self.commit(name, when, writes, Some(generation))?;
        Ok(Settled { rotated: true, handed_on: 0, unreachable })
    }

    /// A generation wrapped for each of these; how many of them have no key it could be wrapped for.
    fn wraps(&self, generation: &Generation, members: &[Member]) -> (Vec<Write>, usize) {
        let (mut writes, mut unreachable) = (Vec::new(), 0);
        for member in members {
            let reads = member.role == MemberRole::Reader;
            let given = if reads { generation.for_reader() } else { generation.clone() };
            match wrap(self.sealing.book, &given, tag(member.id), &member.public_key, self.seed()) {
                Ok(wrapped) => writes.push(Write::wrap(stored_id(generation.id()), member.id, wrapped)),
                Err(_) => unreachable += 1,
            }
        }
        (writes, unreachable)
    }

    /// Commits writes about keys, and keeps and begins to use a generation made with them.
    fn commit(
        &mut self,
        name: &str,
        when: &When,
        writes: Vec<Write>,
        generation: Option<Generation>,
    ) -> Result<(), KeyError> {
        let mut commit = Commit::new(name, when.at, &when.device, writes);
        commit.not_undoable = true;
        self.store.commit_with(commit, |tx| {
            generation.iter().try_for_each(|generation| {
                store::keep_generation(tx, stored_id(generation.id()), &generation.to_bytes())
            })
        })?;
        if let Some(generation) = generation {
            self.sealing.keys.add(generation);
        }
        Ok(())
    }
}
