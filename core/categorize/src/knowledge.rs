//! Shipped knowledge: from a descriptor to the odds of every [`CategoryKey`], before any person has said anything.

use crate::embed::{EmbedError, Embedder, MemoryCache, VectorCache, vectors_for};
use crate::features::{Context, HASHED, Sparse, text_features};
use crate::knowledge_file;
use crate::lexicon::{lexicon, seeds};
use crate::linear::{Linear, Sample, Training};
use crate::normalize::Operation;
use domain::CategoryKey;
use std::path::Path;

/// Number of keys.
pub const KEYS: usize = CategoryKey::ALL.len();

/// Trained on the keyword and brand lists; the same for every book that uses the same model.
#[derive(Debug, Clone)]
pub struct Knowledge {
    head: Linear,
}

/// How much the embedding counts against characters and words (each of unit length).
const DENSE: f32 = 2.0;

impl Knowledge {
    /// Reads what was trained for this model before, or trains it and keeps it in `folder` for the next time.
    ///
    /// A folder that cannot be written costs the training at the next start and nothing else, so that is no error.
    ///
    /// # Errors
    /// Those of the embedder.
    pub fn kept(
        folder: Option<&Path>,
        mut embedder: Option<&mut (dyn Embedder + 'static)>,
    ) -> Result<Self, EmbedError> {
        let model = embedder.as_deref_mut().map(|embedder| embedder.model_id().cache_key());
        let stamp = knowledge_file::stamp(model.as_deref());
        let path = folder.map(|folder| knowledge_file::path(folder, &stamp));
        if let Some(head) = path.as_deref().and_then(|path| knowledge_file::read(path, &stamp)) {
            return Ok(Self { head });
        }
        let knowledge = Self::new(embedder, &mut MemoryCache::default())?;
        if let Some(path) = path {
            let _not_kept = knowledge_file::write(&path, &stamp, &knowledge.head);
        }
        Ok(knowledge)
    }

    /// Trains on the lists, with embeddings when there is an embedder.
    ///
    /// # Errors
    /// Those of the embedder and the cache.
    pub fn new(
        embedder: Option<&mut (dyn Embedder + 'static)>,
        cache: &mut dyn VectorCache,
    ) -> Result<Self, EmbedError> {
        let seeds = seeds();
        let keys: Vec<&str> = seeds.iter().map(|(_, text)| text.as_str()).collect();
        let vectors = match embedder {
            Some(embedder) => vectors_for(embedder, cache, &keys)?,
            None => vec![Vec::new(); keys.len()],
        };
        let mut counts = [0_u32; KEYS];
        for (key, _) in seeds {
            counts[*key] += 1;
        }
        let features: Vec<Sparse> = keys.iter().map(|key| text_features(key)).collect();
        let mean = seeds.len() as f32 / KEYS as f32;
        let samples: Vec<Sample> = seeds
            .iter()
            .zip(&features)
            .zip(&vectors)
            .map(|(((class, _), sparse), dense)| Sample {
                sparse: [sparse, &[]],
                dense,
                offset: &[],
                class: *class,
                weight: (mean / counts[*class] as f32).sqrt(),
            })
            .collect();
        let mut head = Linear::new(KEYS, HASHED, vectors.first().map_or(0, Vec::len), DENSE);
        head.train(&samples, Training { epochs: 12, rate: 0.15, decay: 1e-4 });
        Ok(Self { head })
    }

    /// Log-odds of every key for a normalised descriptor, context aside.
    pub fn text_logits(&self, key: &str, sparse: &Sparse, dense: &[f32]) -> Vec<f32> {
        let mut logits = self.head.text_logits(sparse, dense);
        lexicon().add(key, &mut logits);
        logits
    }
}

/// Adds what the way the money moved says.
pub fn add_operation(context: Context, logits: &mut [f32]) {
    use CategoryKey as K;
    let evidence: &[(K, f32)] = match context.operation {
        Operation::None => &[],
        Operation::PixOut | Operation::PixIn => &[(K::Transfer, 3.0), (K::SupplierPayment, 0.5)],
        Operation::Wire | Operation::P2p => &[(K::Transfer, 2.5), (K::InvestmentSavings, 0.5)],
        Operation::Card => {
            &[(K::Transfer, -3.0), (K::Income, -3.0), (K::InvestmentSavings, -2.0), (K::CardPayment, -1.0)]
        }
        Operation::DebitOrder => {
            &[(K::Insurance, 0.7), (K::Utilities, 0.7), (K::PhoneInternet, 0.7), (K::Loan, 0.7)]
        }
        Operation::Bill => &[(K::Utilities, 0.5), (K::SupplierPayment, 0.5), (K::CardPayment, 0.5)],
        Operation::Credit => &[(K::Income, 1.5)],
        Operation::Cash => &[(K::Cash, 4.0)],
        Operation::Fee => &[(K::FeesInterest, 4.0)],
    };
    for (key, strength) in evidence {
        logits[CategoryKey::ALL.iter().position(|k| k == key).unwrap_or(0)] += strength;
    }
}
