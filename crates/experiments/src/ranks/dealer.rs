//! Which rank has which points in hand.

use std::collections::{BTreeMap, BTreeSet};

/// Deals points to ranks, in order, and knows who has what.
pub(super) struct Dealer<'a> {
    waiting: std::slice::Iter<'a, usize>,
    ranks: BTreeMap<i32, Hand>,
}

/// What one rank takes and has.
struct Hand {
    threads: usize,
    points: BTreeSet<usize>,
}

impl<'a> Dealer<'a> {
    pub(super) fn new(missing: &'a [usize]) -> Self {
        Self { waiting: missing.iter(), ranks: BTreeMap::new() }
    }

    /// A rank that takes so many points at a time.
    pub(super) fn add(&mut self, rank: i32, threads: usize) {
        self.ranks.insert(rank, Hand { threads, points: BTreeSet::new() });
    }

    /// The next point for a rank, while it takes one and one is left. No more than fit on its threads: a point that waits at
    /// one rank while another rank is idle would prolong the run.
    pub(super) fn deal(&mut self, rank: i32) -> Option<usize> {
        let hand = self.ranks.get_mut(&rank)?;
        if hand.points.len() == hand.threads {
            return None;
        }
        let &point = self.waiting.next()?;
        hand.points.insert(point);
        Some(point)
    }

    /// Takes a point back that a rank has computed; whether the rank had it.
    pub(super) fn take(&mut self, rank: i32, point: usize) -> bool {
        self.ranks.get_mut(&rank).is_some_and(|hand| hand.points.remove(&point))
    }

    /// Deals nothing more.
    pub(super) fn stop(&mut self) {
        self.waiting = [].iter();
    }

    /// Whether no point waits and none is in hand.
    pub(super) fn is_done(&self) -> bool {
        self.waiting.as_slice().is_empty() && self.ranks.values().all(|hand| hand.points.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_dealt_once_in_order_and_as_many_as_a_rank_has_threads() {
        let missing = [3, 4, 7, 9];
        let mut dealer = Dealer::new(&missing);
        assert_eq!(dealer.deal(1), None, "a rank that nobody knows");
        dealer.add(0, 1);
        dealer.add(1, 2);
        assert_eq!([dealer.deal(1), dealer.deal(0), dealer.deal(0)], [Some(3), Some(4), None]);
        assert_eq!([dealer.deal(1), dealer.deal(1)], [Some(7), None]);
        assert!(dealer.take(1, 3) && !dealer.take(1, 3) && !dealer.take(1, 4), "rank 1 has 3 once and 4 never");
        assert_eq!([dealer.deal(1), dealer.deal(1)], [Some(9), None]);
        assert!(dealer.take(0, 4) && dealer.take(1, 7) && !dealer.is_done());
        assert_eq!(dealer.deal(0), None);
        assert!(dealer.take(1, 9) && dealer.is_done());
    }

    #[test]
    fn after_a_stop_the_points_in_hand_are_still_taken() {
        let missing = [0, 1];
        let mut dealer = Dealer::new(&missing);
        dealer.add(0, 2);
        assert_eq!(dealer.deal(0), Some(0));
        dealer.stop();
        assert!(dealer.deal(0).is_none() && !dealer.is_done());
        assert!(dealer.take(0, 0) && dealer.is_done());
    }
}
