package fastvsr;

import java.util.List;
import java.util.Random;

/** A gst-launch line made at random, with what has to become of it. */
final class RandomPipeline {
    private static final List<String> FORMATS = List.of("I420", "YV12", "NV12", "NV21", "Y42B", "Y444", "GRAY8", "RGB", "BGR",
            "RGBx", "xBGR", "RGBA", "ARGB", "AYUV", "I420_10LE", "P010_10LE", "GRAY16_LE");
    /** Not "ball", with which videotestsrc writes beyond small pictures. */
    private static final List<String> PATTERNS = List.of("smpte horizontal-speed=3", "snow", "zone-plate kx2=20 ky2=20 kt=1",
            "checkers-8", "black", "gradient", "blink");
    private static final List<String> BEFORE = List.of("", "queue ! ", "queue max-size-buffers=1 ! ", "videoconvert ! ",
            "identity sleep-time=3000 ! ", "identity single-segment=true ! ");
    private static final List<String> AFTER = List.of("", " ! queue", " ! queue max-size-buffers=1 leaky=no", " ! videoconvert",
            " ! identity sleep-time=5000", " ! videoscale ! video/x-raw,width=100,height=60", " ! fastvsr group-length=2",
            " ! tee name=t ! queue ! fakesink t. ! queue");
    private static final int INTERRUPTED = 6;
    private static final int FAILING = 7;

    /** Interrupts a pipeline as soon as a frame has come out, and waits for its end. */
    private static final String INTERRUPT = "out=$(mktemp); gst-launch-1.0 -e -v %s > $out & "
            + "until grep -q 'out:sink) (' $out || ! kill -0 $!; do sleep 0.05; done; sleep 0.%d; kill -INT $!; wait $!; code=$?; "
            + "cat $out; rm $out; exit $code";

    private final Random random;
    private final int width;
    private final int height;
    private final int frames;
    private final int ending;
    private final boolean isLive;
    private final boolean isLossy;
    private final String latePolicy;
    private final String line;

    RandomPipeline(Random random) {
        this.random = random;
        width = 1 + random.nextInt(64);
        height = 1 + random.nextInt(48);
        frames = random.nextInt(60);
        ending = random.nextInt(8);
        isLive = random.nextInt(5) == 0;
        isLossy = random.nextInt(8) == 0;
        latePolicy = pick(List.of("drop", "cheap", "wait"));
        String elements = source() + filter() + sink();
        line = ending == INTERRUPTED ? INTERRUPT.formatted(elements, random.nextInt(10)) : "gst-launch-1.0 -v " + elements;
    }

    private String source() {
        String count = ending == INTERRUPTED ? "" : " num-buffers=" + Math.max(1, frames);
        return "videotestsrc" + count + " pattern=" + pick(PATTERNS) + (isLive ? " is-live=true" : "")
                + " ! video/x-raw,framerate=25/1,format=" + pick(FORMATS) + ",width=" + width + ",height="
                + height + " ! ";
    }

    private String filter() {
        return pick(BEFORE) + (isLossy ? "identity drop-probability=0.3 ! " : "") + "fastvsr group-length="
                + (1 + random.nextInt(9)) + " late-policy=" + latePolicy + (random.nextInt(3) == 0 ? size() : "") + pick(AFTER);
    }

    /** Any output size from one to four times the input's. */
    private String size() {
        return " ! video/x-raw,width=" + (width + random.nextInt(3 * width + 1)) + ",height="
                + (height + random.nextInt(3 * height + 1));
    }

    private String sink() {
        return (hasToFail() ? " ! identity error-after=" + (1 + random.nextInt(Math.max(1, frames))) : "")
                + " ! fakesink name=out silent=false sync=" + (ending != INTERRUPTED && random.nextBoolean());
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** What bash has to run. */
    String line() {
        return line;
    }

    boolean hasToFail() {
        return ending == FAILING && !mayLoseFrames();
    }

    private boolean mayLoseFrames() {
        return isLive || isLossy || !latePolicy.equals("wait");
    }

    long leastFrames() {
        return mayLoseFrames() || hasToFail() || ending == INTERRUPTED ? 0 : Math.max(1, frames);
    }

    long mostFrames() {
        return ending == INTERRUPTED ? Long.MAX_VALUE : Math.max(1, frames);
    }
}
