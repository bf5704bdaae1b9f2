//! What belongs to a figure besides itself: figures that look at the same thing from another side, and the commands that
//! give its curves and its measurements alone.

/// The surroundings of a figure.
pub(super) struct Surroundings {
    /// Which figure.
    pub(super) figure: &'static str,
    /// Other figures, each with what they have in common.
    pub(super) related: &'static [(&'static str, &'static str)],
    /// Commands that compute its theory alone.
    pub(super) theory: &'static [&'static str],
    /// Commands that run its algorithms or measurements alone.
    pub(super) algorithms: &'static [&'static str],
}

/// The surroundings of every figure.
pub(super) const SURROUNDINGS: &[Surroundings] = &[
    Surroundings {
        figure: "fig1-mlp",
        related: &[
            ("fig2-path", "paths between trained networks of this kind"),
            ("fig3-surfaces", "what its residual connections do to the loss"),
        ],
        theory: &[],
        algorithms: &["piccole train --help"],
    },
    Surroundings {
        figure: "fig2-path",
        related: &[
            ("fig3-surfaces", "the loss around one minimum instead of between two"),
            ("fig5-solutions", "connected and isolated solutions where all can be listed"),
            ("flatness", "how sharp the minima at the ends are"),
        ],
        theory: &[],
        algorithms: &["piccole train --help", "piccole landscape path --help"],
    },
    Surroundings {
        figure: "fig3-surfaces",
        related: &[
            ("fig2-path", "the loss between minima instead of around one"),
            ("flatness", "the same curvatures, against what training does to them"),
        ],
        theory: &[],
        algorithms: &["piccole landscape surface --help"],
    },
    Surroundings {
        figure: "fig4-overfitting",
        related: &[
            ("structured-data", "the equivalence with Gaussian inputs on which the exact curves rest"),
            ("fig6-generalization", "exact generalization errors of weights \u{b1}1"),
        ],
        theory: &["piccole theory random-features --psi1 0.5:0.5:10 --psi2 3 --lambda 1e-3"],
        algorithms: &["piccole train --help"],
    },
    Surroundings {
        figure: "fig5-solutions",
        related: &[
            ("local-entropy", "theory: how many solutions surround a typical one and a dense region"),
            ("algorithms", "algorithms: at which densities solutions are still found"),
            ("entropy", "the same enumeration, counted and extrapolated"),
        ],
        theory: &["piccole theory isolation --scenario storage --alpha 0.2:0.2:0.8"],
        algorithms: &["piccole enumerate --n 21 --alpha 0.4 --seed 1 --distances"],
    },
    Surroundings {
        figure: "local-entropy",
        related: &[
            ("fig5-solutions", "the same isolation and the same clusters, solution by solution"),
            ("algorithms", "algorithms: who reaches the dense regions, and up to which density"),
            ("fig6-generalization", "theory: how well dense regions generalize"),
        ],
        theory: &[
            "piccole theory franz-parisi --scenario storage --alpha 0.4 --distance 0.05:0.05:0.5",
            "piccole theory dense-region --scenario storage --alpha 0.4 --distance 0.05:0.05:0.5",
        ],
        algorithms: &["piccole solve --algorithm sbpi --n 1001 --alpha 0.4 --local-entropy 0.1"],
    },
    Surroundings {
        figure: "fig6-generalization",
        related: &[
            ("local-entropy", "theory: what makes a region dense"),
            ("teacher-student", "theory: typical students and the vote of all, at every density"),
            ("algorithms", "algorithms: the same ones with random labels"),
            ("entropic-sgd", "the same wish for wide minima with real weights"),
        ],
        theory: &[
            "piccole theory teacher-student --alpha 0.1:0.1:1.2",
            "piccole theory dense-region --scenario teacher-student --alpha 0.5 --distance 0.05",
        ],
        algorithms: &["piccole solve --algorithm reinforced-bp --scenario teacher-student --n 1001 --alpha 0.8"],
    },
    Surroundings {
        figure: "entropy",
        related: &[
            ("algorithms", "algorithms: how close to the density of zero entropy they get"),
            ("local-entropy", "theory: the same count, restricted to a distance"),
            ("fig5-solutions", "the solutions that are counted here"),
        ],
        theory: &["piccole theory storage --alpha 0.1:0.1:0.8", "piccole theory capacity"],
        algorithms: &[
            "piccole bethe --algorithm bp --n 1001 --alpha 0.4 --samples 3",
            "piccole enumerate --n 21 --alpha 0.4 --seed 1",
        ],
    },
    Surroundings {
        figure: "algorithms",
        related: &[
            ("local-entropy", "theory: the dense regions that draw algorithms, and where they end"),
            ("entropy", "theory: the capacity, up to which there are solutions at all"),
            ("fig6-generalization", "what solutions of these algorithms are worth on new inputs"),
        ],
        theory: &["piccole theory thresholds"],
        algorithms: &["piccole solve --algorithm focusing-bp --n 1001 --alpha 0.7"],
    },
    Surroundings {
        figure: "teacher-student",
        related: &[
            ("fig6-generalization", "the errors of dense regions between those of the right panel"),
            ("local-entropy", "what surrounds a teacher"),
            ("algorithms", "algorithms with random labels, which no teacher gave"),
        ],
        theory: &[
            "piccole theory teacher-student --alpha 0.1:0.1:1.4",
            "piccole theory state-evolution --alpha 1.2 --steps 20",
        ],
        algorithms: &["piccole amp --scenario teacher-student --n 2001 --alpha 0.8,1.2 --samples 3"],
    },
    Surroundings {
        figure: "flatness",
        related: &[
            ("entropic-sgd", "algorithms: descent that asks for flat minima"),
            ("fig3-surfaces", "pictures of such minima"),
            ("dynamics", "the noise of the gradient that batch and learning rate set"),
        ],
        theory: &[],
        algorithms: &["piccole landscape curvature --help"],
    },
    Surroundings {
        figure: "dynamics",
        related: &[
            ("flatness", "where the noise ends up"),
            ("fig4-overfitting", "networks with and without room for their examples"),
        ],
        theory: &[],
        algorithms: &["piccole dynamics --help"],
    },
    Surroundings {
        figure: "entropic-sgd",
        related: &[
            ("flatness", "the measures of flatness used here"),
            ("local-entropy", "theory: the local entropy of weights \u{b1}1"),
            ("algorithms", "algorithms: replicas that attract one another, with weights \u{b1}1"),
        ],
        theory: &[],
        algorithms: &["piccole train --help"],
    },
    Surroundings {
        figure: "structured-data",
        related: &[
            ("fig4-overfitting", "exact curves that rest on this equivalence"),
            ("teacher-student", "theory: inputs without structure"),
        ],
        theory: &["piccole theory covariates --activation tanh --loss square --psi1 2 --psi2 1 --lambda 0.1"],
        algorithms: &["piccole train --help"],
    },
];

/// The surroundings of a figure.
pub(super) fn of(figure: &str) -> Option<&'static Surroundings> {
    SURROUNDINGS.iter().find(|surroundings| surroundings.figure == figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::EXPERIMENTS;

    #[test]
    fn every_figure_leads_to_others_that_there_are() {
        let known = |name: &str| EXPERIMENTS.iter().any(|entry| entry.name == name);
        for entry in EXPERIMENTS {
            let surroundings = of(entry.name).expect(entry.name);
            assert!(surroundings.related.len() >= 2, "{} leads to too few others", entry.name);
            for (name, _) in surroundings.related {
                assert!(known(name) && *name != entry.name, "{} leads to {name}", entry.name);
            }
        }
        assert!(SURROUNDINGS.iter().all(|surroundings| known(surroundings.figure)));
    }
}
