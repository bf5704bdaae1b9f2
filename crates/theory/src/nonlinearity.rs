//! Nonlinearities and their first Gaussian moments, from `piccole-core`; they are checked here, where integrals are.

pub use piccole_core::Nonlinearity;

#[cfg(test)]
mod tests {
    use super::Nonlinearity;
    use crate::averages::adaptive;

    #[test]
    fn the_moments_are_those_of_the_functions() {
        for nonlinearity in Nonlinearity::ALL {
            let sigma = |z: f64| nonlinearity.value(z);
            let kinks = [-4.0, -2.0, 0.0, 2.0, 4.0];
            let mean = |f: &dyn Fn(f64) -> f64| adaptive::mean(f, &kinks, 1e-13).unwrap().value;
            let (mu_0, mu_1) = (nonlinearity.mean(), nonlinearity.linear());
            assert!((mean(&sigma) - mu_0).abs() < 1e-13, "{nonlinearity:?}");
            assert!((mean(&|z| z * sigma(z)) - mu_1).abs() < 1e-13, "{nonlinearity:?}");
            // The residue itself is squared, so that nothing cancels.
            let residue = mean(&|z| (sigma(z) - mu_0 - mu_1 * z).powi(2));
            assert!((residue / nonlinearity.nonlinear_variance() - 1.0).abs() < 1e-12, "{nonlinearity:?}");
        }
        let relu = std::f64::consts::PI / (std::f64::consts::PI - 2.0);
        assert!((Nonlinearity::Relu.zeta_squared() / relu - 1.0).abs() < 1e-15);
    }
}
