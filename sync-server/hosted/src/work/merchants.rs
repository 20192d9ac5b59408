//! Merchants that are unlike those a book knows, by the distance of their names' embeddings. Model and normalisation are the devices'.

use super::again;
use categorize::novelty::{ENOUGH, FAR, nearest};
use categorize::{
    EmbedError, Embedder, EmbedderChoice, ModelId, Vector, VectorCache, normalize, open_embedder, vectors_for,
};
use jobs::JobError;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Known merchants that are compared with: the latest.
const COMPARED: usize = 2_000;
/// Vectors kept in memory, for all books: some 30 MiB.
const KEPT: usize = 20_000;

/// The model, opened when it is first needed.
pub struct Merchants {
    choice: EmbedderChoice,
    open: Mutex<Option<Open>>,
}

struct Open {
    embedder: Box<dyn Embedder>,
    vectors: Kept,
}

/// A payment to a merchant.
#[derive(Debug, Clone)]
pub struct Payment {
    pub day: i32,
    pub name: String,
}

/// A payment, by its place, to a merchant that is far from all known ones; the nearest of them.
#[derive(Debug, PartialEq, Eq)]
pub struct Strange {
    pub place: usize,
    pub nearest: String,
}

impl Merchants {
    /// With the model in a folder as set-up fills it; none where there is no model, which is said.
    pub fn open(folder: Option<&Path>) -> Option<Arc<Self>> {
        let Some(folder) = folder else {
            tracing::info!("no model is set (VALORIZE_MODEL): merchants are not compared");
            return None;
        };
        // One session: a worker's time is its jobs', and each session costs some 60 MiB.
        let choice = EmbedderChoice { sessions: 1, ..EmbedderChoice::in_cache(folder) };
        if !choice.model_dir.join("model.onnx").is_file() || !choice.library.is_file() {
            let folder = folder.display();
            tracing::warn!(%folder, "there is no model in the folder: merchants are not compared; infra/model/setup.py fills it");
            return None;
        }
        Some(Arc::new(Self { choice, open: Mutex::default() }))
    }

    /// The first payments since a day to merchants that were not paid before and are unlike all that were. In the order of days.
    pub async fn strange(
        self: &Arc<Self>,
        payments: Vec<Payment>,
        since: i32,
    ) -> Result<Vec<Strange>, JobError> {
        let merchants = self.clone();
        let found = tokio::task::spawn_blocking(move || merchants.compare(&payments, since)).await;
        found.map_err(|error| again(&error))?.map_err(|error| again(&error))
    }

    fn compare(&self, payments: &[Payment], since: i32) -> Result<Vec<Strange>, EmbedError> {
        let (known, fresh) = parted(payments, since);
        if known.len() < ENOUGH || fresh.is_empty() {
            return Ok(Vec::new());
        }
        let mut slot = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match slot.as_mut() {
            Some(open) => open,
            None => slot.insert(Open { embedder: open_embedder(&self.choice)?, vectors: Kept::default() }),
        };
        let names: Vec<&str> = known.iter().map(|(key, _)| key.as_str()).collect();
        let vectors = vectors_for(&mut *open.embedder, &mut open.vectors, &names)?;
        let keys: Vec<&str> = fresh.iter().map(|(key, _)| key.as_str()).collect();
        let of_fresh = vectors_for(&mut *open.embedder, &mut open.vectors, &keys)?;
        let far = fresh.iter().zip(of_fresh).filter_map(|((_, place), vector)| {
            let (nearest, distance) = nearest(&vectors, &vector)?;
            let nearest = payments[known[nearest].1].name.clone();
            (distance > FAR).then_some(Strange { place: *place, nearest })
        });
        Ok(far.collect())
    }
}

/// Keys with the place of a payment.
type Keyed = Vec<(String, usize)>;

/// Merchants that were paid before a day, the latest of them; and those paid first since then.
fn parted(payments: &[Payment], since: i32) -> (Keyed, Keyed) {
    let (mut known, mut fresh): (Keyed, Keyed) = Default::default();
    let mut seen = HashSet::new();
    let keyed = || payments.iter().enumerate().map(|(place, payment)| (normalize(&payment.name).key, place));
    let (before, after): (Keyed, Keyed) =
        keyed().filter(|(key, _)| !key.is_empty()).partition(|(_, place)| payments[*place].day < since);
    for (key, place) in before.into_iter().rev() {
        if seen.insert(key.clone()) && known.len() < COMPARED {
            known.push((key, place));
        }
    }
    for (key, place) in after {
        if seen.insert(key.clone()) {
            fresh.push((key, place));
        }
    }
    (known, fresh)
}

/// Vectors in memory; all are dropped when there are too many.
#[derive(Default)]
struct Kept(HashMap<String, Vector>);

impl VectorCache for Kept {
    fn get_many(&mut self, _: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError> {
        Ok(keys.iter().map(|key| self.0.get(*key).cloned()).collect())
    }

    fn put_many(&mut self, _: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError> {
        if self.0.len() + entries.len() > KEPT {
            self.0.clear();
        }
        self.0.extend(entries.iter().map(|(key, vector)| ((*key).to_owned(), vector.to_vec())));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merchant_is_fresh_the_first_time_it_is_paid() {
        let payment = |day, name: &str| Payment { day, name: name.to_owned() };
        let payments = [
            payment(1, "PADARIA SOL 0012"),
            payment(2, "Padaria Sol 77"),
            payment(3, "Livraria Cultura"),
            payment(10, "PADARIA SOL 99"),
            payment(11, "Marina Azul"),
            payment(12, "MARINA AZUL 03/04"),
        ];
        let (known, fresh) = parted(&payments, 10);
        let places = |keyed: &Keyed| keyed.iter().map(|(_, place)| *place).collect::<Vec<_>>();
        assert_eq!((places(&known), places(&fresh)), (vec![2, 1], vec![4]));
    }

    #[test]
    fn a_folder_without_a_model_is_none() {
        assert!(Merchants::open(None).is_none());
        assert!(Merchants::open(Some(Path::new("/nowhere"))).is_none());
    }
}
