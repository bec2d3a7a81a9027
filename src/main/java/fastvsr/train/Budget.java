package fastvsr.train;

/**
 * When a run is over.
 *
 * @param steps   most steps
 * @param seconds most time
 */
public record Budget(long steps, double seconds) {
    public Budget {
        if (steps < 1) {
            throw new TrainingException("--steps " + steps + " is less than 1");
        }
        if (!(seconds > 0)) {
            throw new TrainingException("--minutes " + seconds / 60 + " is not positive");
        }
    }

    /** Share that is used up, 0..1. */
    double used(long step, double spent) {
        return Math.min(1, Math.max((double) step / steps, spent / seconds));
    }
}
