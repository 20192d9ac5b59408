//! Bodies are padded, so that their length does not tell an edited note from a chosen category.

/// Smallest bucket, bytes.
const SMALLEST: usize = 128;
/// Up to here buckets double; above, they are whole steps of this size.
const STEP: usize = 4096;

/// Bytes a body of this length takes, its length field included.
fn bucket(length: usize) -> usize {
    let needed = length + 4;
    if needed <= STEP { needed.next_power_of_two().max(SMALLEST) } else { needed.div_ceil(STEP) * STEP }
}

/// Their length, the parts one after the other, zeros up to the bucket.
pub fn pad(parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut padded = Vec::with_capacity(bucket(length));
    // Bodies are limited to half a megabyte on the wire; the length fits.
    padded.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    for part in parts {
        padded.extend_from_slice(part);
    }
    padded.resize(bucket(length), 0);
    padded
}

/// The body; `None` when the padding is not ours.
pub fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (body, zeros) = rest.split_at_checked(length)?;
    (padded.len() == bucket(length) && zeros.iter().all(|byte| *byte == 0)).then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fall_into_few_buckets() {
        for length in [0, 1, 123, 124, 125, 300, 4092, 4093, 100_000] {
            let body = vec![7; length];
            let padded = pad(&[&body]);
            assert_eq!(unpad(&padded), Some(body.as_slice()));
            assert!(padded.len().is_power_of_two() || padded.len().is_multiple_of(STEP));
        }
        assert_eq!(pad(&[&[1; 10]]).len(), pad(&[&[1; 60], &[2; 60]]).len());
        assert_eq!(unpad(&[0; 3]), None);
        assert_eq!(unpad(&[255; 128]), None);
        assert_eq!(unpad(&[0; 200]), None, "no bucket of ours");
    }
}
