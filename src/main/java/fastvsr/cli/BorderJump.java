package fastvsr.cli;

/**
 * How much less steady a clip is where one temporal group ends and the next begins than inside of groups.
 *
 * <p>Warping errors at borders are taken in units of those inside, and this quotient in units of the same quotient of the
 * truth, since the clip itself may move more at one place than at another. 1 if borders cannot be told from the inside.
 */
final class BorderJump {
    private final double[] atBorders = new double[2];
    private final double[] inside = new double[2];
    private int borders;
    private int insides;

    /** Adds the warping errors of one step of the network and of the truth; no numbers are left out. */
    void add(double network, double truth, boolean isBorder) {
        if (Double.isNaN(network) || Double.isNaN(truth)) {
            return;
        }
        double[] sums = isBorder ? atBorders : inside;
        sums[0] += network;
        sums[1] += truth;
        borders += isBorder ? 1 : 0;
        insides += isBorder ? 0 : 1;
    }

    /** The quotient; no number without steps of both kinds. */
    double ratio() {
        return borders == 0 || insides == 0 ? Double.NaN : atBorders[0] / inside[0] / (atBorders[1] / inside[1]);
    }
}
