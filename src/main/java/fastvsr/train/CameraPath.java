package fastvsr.train;

import java.util.Random;

/**
 * How a camera moves over a photo: pan, zoom, rotation, shake.
 *
 * <p>Time counts frames from the middle of the film, so that the chosen photo place is shown then.
 *
 * @param zoom     photo pixels per frame pixel in the middle of the film
 * @param zoomRate growth of the logarithm of zoom per frame
 * @param angle    rotation in the middle, radians
 * @param spin     radians per frame
 * @param flip     1, or -1 for a mirrored photo
 * @param x        photo column in the middle of the frame
 * @param y        photo row in the middle of the frame
 * @param vx       frame pixels per frame, horizontally
 * @param vy       frame pixels per frame, vertically
 * @param bend     frame pixels per frame squared, across the direction of travel
 * @param shake    amplitude of the hand's tremor in frame pixels
 * @param tremor   radians per frame of that tremor
 * @param phase    its phase
 */
record CameraPath(double zoom, double zoomRate, double angle, double spin, double flip, double x, double y, double vx,
                  double vy, double bend, double shake, double tremor, double phase) {
    /**
     * A random path.
     *
     * @param side     side of the photo in pixels
     * @param nearest  smallest zoom
     * @param furthest largest zoom
     */
    static CameraPath random(Random random, double side, double nearest, double furthest) {
        double speed = random.nextDouble() < 0.1 ? 0 : Math.min(44, Math.exp(Math.log(2.5) + 1.2 * random.nextGaussian()));
        double course = random.nextDouble() * 2 * Math.PI;
        double shake = random.nextDouble() < 0.4 ? random.nextDouble() * 4 : 0;
        boolean turns = random.nextDouble() < 0.5;
        boolean zooms = random.nextDouble() < 0.5;
        return new CameraPath(nearest + random.nextDouble() * (furthest - nearest),
                zooms ? random.nextGaussian() * 0.012 : 0,
                random.nextInt(4) * Math.PI / 2 + (turns ? random.nextGaussian() * 0.2 : 0),
                turns ? random.nextGaussian() * 0.015 : 0, random.nextBoolean() ? 1 : -1,
                (random.nextDouble() - 0.5) * 0.6 * side, (random.nextDouble() - 0.5) * 0.6 * side,
                speed * Math.cos(course), speed * Math.sin(course), speed * random.nextGaussian() * 0.05,
                shake, 0.5 + random.nextDouble() * 2, random.nextDouble() * 6.28);
    }

    /** A camera on a tripod that looks where this one does in the middle of the film. */
    CameraPath still() {
        return new CameraPath(zoom, 0, angle, 0, flip, x, y, 0, 0, 0, 0, tremor, phase);
    }

    /** Where the camera looks at a moment. */
    Pose at(double time) {
        double s = zoom * Math.exp(zoomRate * time);
        double turned = angle + spin * time;
        double moveX = vx * time + bend * time * time / 2 * Math.signum(vy) + shake * Math.sin(tremor * time + phase);
        double moveY = vy * time + bend * time * time / 2 * Math.signum(-vx)
                + shake * Math.cos(1.3 * tremor * time + 2 * phase);
        double cos = s * Math.cos(turned);
        double sin = s * Math.sin(turned);
        return new Pose(flip * cos, -flip * sin, x - flip * (cos * moveX - sin * moveY), sin, cos,
                y - (sin * moveX + cos * moveY));
    }
}
