//! Numbers that look random and are the same every time.

use std::sync::atomic::{AtomicU64, Ordering};

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// FNV-1a, 64 bits: every made value starts from it, because a test can compute it in a line.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// `SplitMix64`'s output function.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number in 0..1.
fn unit(bits: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "a double holds 53 bits exactly")]
    let unit = (bits >> 11) as f64 / (1u64 << 53) as f64;
    unit
}

/// `SplitMix64`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number in 0..1.
    pub(crate) fn unit(&mut self) -> f64 {
        unit(self.next())
    }

    /// An index into something that has `len` elements; 0 for an empty one.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.next() % (len.max(1) as u64)).unwrap_or(0)
    }

    pub(crate) fn choose<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        items[self.index(N)]
    }

    /// `length` characters of the base64 alphabet for addresses.
    pub(crate) fn token(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..length).map(|_| char::from(self.choose(ALPHABET))).collect()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.index(end + 1);
            items.swap(end, other);
        }
    }
}

/// The same generator for many threads: a counter, so it needs no lock.
pub(crate) struct SharedRandom(AtomicU64);

impl Default for SharedRandom {
    fn default() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl SharedRandom {
    pub(crate) fn reseed(&self, seed: u64) {
        self.0.store(seed, Ordering::Relaxed);
    }

    /// A number in 0..1.
    pub(crate) fn unit(&self) -> f64 {
        unit(mix(self.0.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn shuffle_keeps_every_element_and_repeats_for_a_seed() {
        let mut first: Vec<u32> = (0..50).collect();
        let mut second = first.clone();
        Random::new(7).shuffle(&mut first);
        Random::new(7).shuffle(&mut second);
        assert_eq!(first, second);
        assert_ne!(first, (0..50).collect::<Vec<_>>());
        first.sort_unstable();
        assert_eq!(first, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn shared_numbers_stay_in_range() {
        let random = SharedRandom::default();
        for _ in 0..1000 {
            assert!((0.0..1.0).contains(&random.unit()));
        }
    }
}
