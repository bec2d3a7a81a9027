package fastvsr.train;

/** The affine map that takes a place (x, y) of a film frame to (ax + by + c, dx + ey + f) of a photo, in pixels from both middles. */
record Pose(double a, double b, double c, double d, double e, double f) {
    /** The map back from the photo to the frame. */
    Pose inverse() {
        double determinant = a * e - b * d;
        double ia = e / determinant;
        double ib = -b / determinant;
        double id = -d / determinant;
        double ie = a / determinant;
        return new Pose(ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f));
    }

    /** Column of the photo that the frame shows at (x, y). */
    double photoX(double x, double y) {
        return a * x + b * y + c;
    }

    /** Row of the photo that the frame shows at (x, y). */
    double photoY(double x, double y) {
        return d * x + e * y + f;
    }

    /** Writes a to f into {@code target} from {@code at} on. */
    void write(float[] target, int at) {
        target[at] = (float) a;
        target[at + 1] = (float) b;
        target[at + 2] = (float) c;
        target[at + 3] = (float) d;
        target[at + 4] = (float) e;
        target[at + 5] = (float) f;
    }
}
