package fastvsr.train;

/**
 * When a run is over.
 *
 * @param steps   most steps
 * @param seconds most time
 */
public record Budget(long steps, double seconds) {
    /** Share that is used up, 0..1. */
    double used(long step, double spent) {
        return Math.min(1, Math.max((double) step / steps, spent / seconds));
    }
}
