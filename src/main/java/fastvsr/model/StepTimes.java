package fastvsr.model;

/**
 * How long a temporal group takes where each step waits for the one before.
 *
 * @param uploadMillis   inputs to the device
 * @param networkMillis  colours, network, colours
 * @param downloadMillis outputs to the host
 */
public record StepTimes(double uploadMillis, double networkMillis, double downloadMillis) {
    /** One group after another, or parts of one. */
    public StepTimes plus(StepTimes other) {
        return new StepTimes(uploadMillis + other.uploadMillis, networkMillis + other.networkMillis, downloadMillis + other.downloadMillis);
    }

    /** The same for a share of the group. */
    public StepTimes dividedBy(int frames) {
        return new StepTimes(uploadMillis / frames, networkMillis / frames, downloadMillis / frames);
    }
}
