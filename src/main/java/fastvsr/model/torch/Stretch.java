package fastvsr.model.torch;

import java.util.List;

/**
 * Consecutive frames of a group that were computed together before its sweeps.
 *
 * @param first    number of the first one
 * @param length   how many
 * @param surveyed what they are by themselves, as {@link SweepSteps} likes it
 */
record Stretch(int first, int length, List<Tensor> surveyed) {
}
