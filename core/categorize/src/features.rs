//! Descriptor -> numbers: hashed character n-grams and words, and the context (operation, sign, size of the amount).

use crate::normalize::Operation;

/// Size of the hashed feature space.
pub const HASHED: usize = 1 << 15;

/// Weight of each block before the text vector; each block has unit length times this.
const CHARS: f32 = 1.0;
const WORDS: f32 = 1.0;
const WHOLE: f32 = 0.5;
const CONTEXT: f32 = 0.5;

/// A sparse vector: sorted distinct indices below [`HASHED`].
pub type Sparse = Vec<(u32, f32)>;

/// What is known of a row besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Context {
    /// How money moved.
    pub operation: Operation,
    /// -1, 0 (unknown) or 1.
    pub sign: i8,
    /// Half-octaves of the magnitude in minor units.
    pub bucket: u8,
}

impl Context {
    /// The context of an amount.
    pub fn new(operation: Operation, amount_minor: i64) -> Self {
        let magnitude = amount_minor.unsigned_abs();
        let octave = u64::BITS - magnitude.leading_zeros();
        let half = octave >= 2 && magnitude >> (octave - 2) & 1 == 1;
        let bucket = u8::try_from(octave * 2 + u32::from(half)).unwrap_or(u8::MAX);
        Self { operation, sign: amount_minor.signum() as i8, bucket }
    }

    /// Its features.
    pub fn features(self) -> Sparse {
        let mut sparse = Vec::with_capacity(5);
        let operation = self.operation as u8;
        push(&mut sparse, &[b'o', operation], CONTEXT);
        push(&mut sparse, &[b's', self.sign.to_le_bytes()[0]], CONTEXT);
        if self.sign != 0 {
            push(&mut sparse, &[b'b', self.sign.to_le_bytes()[0], self.bucket], CONTEXT);
            push(&mut sparse, &[b'B', self.sign.to_le_bytes()[0], self.bucket / 4], CONTEXT);
        }
        merge(sparse)
    }
}

/// Features of a normalised key.
pub fn text_features(key: &str) -> Sparse {
    let mut chars = Vec::with_capacity(key.len() * 3);
    let mut words = Vec::with_capacity(8);
    let mut before: Option<&str> = None;
    let mut padded = Vec::with_capacity(24);
    for word in key.split(' ') {
        padded.clear();
        padded.push(b' ');
        padded.extend_from_slice(word.as_bytes());
        padded.push(b' ');
        for n in 2..=5 {
            for gram in padded.windows(n) {
                push(&mut chars, gram, 1.0);
            }
        }
        push_tagged(&mut words, b'w', word.as_bytes(), 1.0);
        if let Some(before) = before {
            push_tagged(&mut words, b'2', format!("{before} {word}").as_bytes(), 0.7);
        } else {
            push_tagged(&mut words, b'1', word.as_bytes(), 1.0);
        }
        before = Some(word);
    }
    let mut sparse = scaled(merge(chars), CHARS);
    sparse.extend(scaled(merge(words), WORDS));
    push_tagged(&mut sparse, b'k', key.as_bytes(), WHOLE);
    merge(sparse)
}

/// Cosine of two sparse vectors.
pub fn cosine(a: &Sparse, b: &Sparse) -> f32 {
    let (mut i, mut j, mut dot) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                dot += x.1 * y.1;
                i += 1;
                j += 1;
            }
        }
    }
    let norm = |v: &Sparse| v.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
    dot / (norm(a) * norm(b)).max(1e-9)
}

fn push_tagged(into: &mut Sparse, tag: u8, bytes: &[u8], weight: f32) {
    let hash = bytes.iter().fold(fnv(0xcbf2_9ce4_8422_2325, tag), |hash, byte| fnv(hash, *byte));
    into.push((index(hash), weight));
}

fn push(into: &mut Sparse, bytes: &[u8], weight: f32) {
    push_tagged(into, b'c', bytes, weight);
}

/// One step of FNV-1a: the same on every machine and in every version, as stored behaviour must be.
const fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

fn index(hash: u64) -> u32 {
    let mixed = hash ^ (hash >> 29) ^ (hash >> 47);
    (mixed % HASHED as u64) as u32
}

/// Sorted by index, equal indices added up.
fn merge(mut sparse: Sparse) -> Sparse {
    sparse.sort_unstable_by_key(|(index, _)| *index);
    sparse.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    sparse
}

/// Damped counts scaled to the given length.
fn scaled(mut sparse: Sparse, length: f32) -> Sparse {
    for (_, x) in &mut sparse {
        *x = x.sqrt();
    }
    let norm = sparse.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(1e-9);
    for (_, x) in &mut sparse {
        *x *= length / norm;
    }
    sparse
}
