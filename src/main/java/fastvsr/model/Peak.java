package fastvsr.model;

/**
 * What a device does at best, measured.
 *
 * @param gigaflops          multiplications and additions per nanosecond in a large matrix product, in the numbers that
 *                           networks use there
 * @param gigabytesPerSecond read and written by a large copy inside the device's memory
 */
public record Peak(double gigaflops, double gigabytesPerSecond) {
}
