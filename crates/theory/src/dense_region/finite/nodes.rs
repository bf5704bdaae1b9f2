//! Averages of responses, with the differences that replica overlaps are made of.

/// The averages at one point of the outer fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Response {
    /// Weight of the point.
    pub(super) weight: f64,
    /// Inner average of the replicas' quantity, `⟨a⟩` or `⟨t⟩`.
    pub(super) mean: f64,
    /// Its inner variance.
    pub(super) variance: f64,
    /// Inner average of the centre's quantity, `⟨C⟩` or `⟨W̃⟩`.
    pub(super) centre: f64,
}

/// Second moments of the responses of replicas and centre over the outer fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Centred {
    /// `E⟨a⟩²`
    pub(super) squared: f64,
    /// `E(⟨a²⟩ − ⟨a⟩²)`
    pub(super) variance: f64,
    /// `E⟨a⟩⟨C⟩ / E⟨a⟩²`
    pub(super) ratio: f64,
    /// `E⟨C⟩² − (E⟨a⟩⟨C⟩)²/E⟨a⟩² = E(⟨C⟩ − ratio ⟨a⟩)²`, which does not cancel.
    pub(super) rest: f64,
}

impl Centred {
    pub(super) fn of(responses: &[Response]) -> Self {
        let (mut squared, mut variance, mut mixed) = (0.0, 0.0, 0.0);
        for Response { weight, mean, variance: inner, centre } in responses {
            squared += weight * mean * mean;
            variance += weight * inner;
            mixed += weight * mean * centre;
        }
        let ratio = mixed / squared;
        let left = |r: &Response| r.weight * (r.centre - ratio * r.mean) * (r.centre - ratio * r.mean);
        let rest = responses.iter().map(left).sum();
        Self { squared, variance, ratio, rest }
    }
}
