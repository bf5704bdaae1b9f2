//! Named random streams.

use rand::SeedableRng;
use rand_pcg::Pcg64Dxsm;

/// A node in the tree of random streams: a seed, a purpose, a point and a sample each lead one step down.
///
/// Every step is a keyed hash, so that streams of different names are independent, a new purpose leaves all others as
/// they were, and nothing depends on the order in which streams are used or on the thread that uses them. The generator
/// at a node is PCG-DXSM (`Pcg64Dxsm`, NumPy's `PCG64DXSM`), seeded with the 32 bytes of the node.
///
/// ```
/// use piccole_core::StreamKey;
/// use rand::Rng;
/// let sample = StreamKey::from_seed(1).named("patterns").indexed(3);
/// assert_eq!(sample.rng().next_u64(), sample.rng().next_u64());
/// assert_ne!(sample.rng().next_u64(), sample.indexed(0).rng().next_u64());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey([u8; 32]);

/// First input to the hash. A change to it changes every random number in the workspace.
const FORMAT: &str = "piccole random streams, version 1";

impl StreamKey {
    /// The root of all streams of one seed.
    pub fn from_seed(seed: u64) -> Self {
        Self(blake3::derive_key(FORMAT, &seed.to_le_bytes()))
    }

    /// The child for a named purpose, such as `"patterns"` or `"dynamics"`.
    pub fn named(&self, name: &str) -> Self {
        self.child(b'n', name.as_bytes())
    }

    /// The child with a number: a point of a sweep, a sample, a replica.
    pub fn indexed(&self, index: u64) -> Self {
        self.child(b'i', &index.to_le_bytes())
    }

    /// A fresh generator at this node.
    pub fn rng(&self) -> Pcg64Dxsm {
        Pcg64Dxsm::from_seed(self.0)
    }

    /// One step down; the tag keeps a name and a number with the same bytes apart.
    fn child(&self, tag: u8, label: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&[tag]);
        hasher.update(label);
        Self(*hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    fn first(key: StreamKey) -> u64 {
        key.rng().next_u64()
    }

    #[test]
    fn the_first_outputs_are_pinned() {
        let root = StreamKey::from_seed(1);
        let outputs =
            [first(root), first(root.named("inputs")), first(root.indexed(0)), first(StreamKey::from_seed(2))];
        assert_eq!(
            outputs,
            [0xf8c9_8f62_3485_79fd, 0x04d3_fb38_5668_b0c4, 0x266b_a970_692d_321e, 0x4a3d_7abd_5b6a_f788]
        );
    }

    #[test]
    fn names_numbers_and_order_lead_to_different_streams() {
        let root = StreamKey::from_seed(7);
        let keys = [
            root,
            StreamKey::from_seed(8),
            root.named(""),
            root.named("a"),
            root.named("b"),
            root.named("ab"),
            root.named("a").named("b"),
            root.named("b").named("a"),
            root.indexed(0),
            root.indexed(1),
            root.indexed(0).indexed(1),
            root.indexed(1).indexed(0),
            // The bytes of a number as a name.
            root.named("\0\0\0\0\0\0\0\0"),
        ];
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[..i].iter().all(|b| a != b && first(*a) != first(*b)), "key {i}");
        }
    }
}
