//! How many bytes owners may still fill. Adding up all of an owner's books for every commit would cost more than the commit, so the sum is
//! remembered for some seconds where there is plenty, and asked for each time where there is not.

use super::unsigned;
use sqlx::PgConnection;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// From here on a room is plenty: more than instances together write for one owner while it is remembered.
const PLENTY: u64 = 256 << 20;
const REMEMBERED: Duration = Duration::from_secs(15);
/// Owners remembered before all are forgotten.
const OWNERS: usize = 50_000;

/// The rooms known on this instance.
pub struct Rooms {
    /// Bytes an account may fill, unless its row says otherwise.
    quota: i64,
    known: Mutex<HashMap<i64, (Instant, u64)>>,
}

impl Rooms {
    pub fn new(quota: i64) -> Self {
        Self { quota, known: Mutex::default() }
    }

    /// The rooms of these owners.
    pub async fn of(
        &self,
        connection: &mut PgConnection,
        owners: BTreeSet<i64>,
    ) -> Result<HashMap<i64, u64>, sqlx::Error> {
        let mut rooms = self.plenty(&owners);
        let asked: Vec<i64> = owners.into_iter().filter(|owner| !rooms.contains_key(owner)).collect();
        if asked.is_empty() {
            return Ok(rooms);
        }
        let rows = sqlx::query!(
            r#"select a.id,
                 (coalesce(a.quota, $2) - (select coalesce(sum(o.bytes), 0) from book o where o.owner = a.id)
                   - (select coalesce(sum(s.size), 0) from snapshot s join book o on o.id = s.book where o.owner = a.id)
                 )::bigint as "room!"
               from account a where a.id = any($1)"#,
            &asked,
            self.quota
        )
        .fetch_all(connection)
        .await?;
        let now = Instant::now();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > OWNERS {
            known.clear();
        }
        for row in rows {
            let room = unsigned(row.room.max(0));
            known.insert(row.id, (now, room));
            rooms.insert(row.id, room);
        }
        Ok(rooms)
    }

    /// Those of which it is known that there is plenty.
    fn plenty(&self, owners: &BTreeSet<i64>) -> HashMap<i64, u64> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = owners.iter().filter_map(|owner| {
            let (asked, room) = known.get(owner)?;
            (*room >= PLENTY && asked.elapsed() < REMEMBERED).then_some((*owner, *room))
        });
        fresh.collect()
    }

    /// The room of one owner, if it is known to be plenty.
    pub fn recalled(&self, owner: i64) -> Option<u64> {
        self.plenty(&BTreeSet::from([owner])).remove(&owner)
    }

    /// So much was written.
    pub fn take(&self, written: impl Iterator<Item = (i64, u64)>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (owner, bytes) in written {
            if let Some((_, room)) = known.get_mut(&owner) {
                *room = room.saturating_sub(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plenty_is_remembered_and_writing_uses_it_up() {
        let rooms = Rooms::new(0);
        let now = Instant::now();
        let known = [(1, (now, PLENTY + 10)), (2, (now, PLENTY - 1)), (3, (now, PLENTY))];
        rooms.known.lock().unwrap_or_else(PoisonError::into_inner).extend(known);
        let all = BTreeSet::from([1, 2, 3, 4]);
        assert_eq!(rooms.plenty(&all), HashMap::from([(1, PLENTY + 10), (3, PLENTY)]));
        rooms.take([(3, 1), (9, 1)].into_iter());
        assert_eq!(rooms.plenty(&all), HashMap::from([(1, PLENTY + 10)]), "the third is asked for again");
    }
}
