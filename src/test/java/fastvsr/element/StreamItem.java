package fastvsr.element;

import fastvsr.gst.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One thing that happens to the element in a test's stream; its text can be read back. */
sealed interface StreamItem {
    /**
     * A picture.
     *
     * @param isDiscontinuous whether it carries the flag DISCONT
     * @param isTimed         whether it carries timestamps
     * @param answer          what downstream answers when it arrives there
     */
    record Frame(boolean isDiscontinuous, boolean isTimed, Answer answer) implements StreamItem {
        @Override
        public String toString() {
            return "frame" + (isDiscontinuous ? ":discont" : "") + (isTimed ? "" : ":untimed")
                    + (answer == Answer.OK ? "" : ":" + answer);
        }
    }

    /** What downstream may answer to a frame. */
    enum Answer {
        OK(Flow.OK), EOS(Flow.EOS), ERROR(Flow.ERROR);

        final int flow;

        Answer(int flow) {
            this.flow = flow;
        }
    }

    /** Pictures of another format or size follow. */
    record NewCaps(String format, int width, int height) implements StreamItem {
        @Override
        public String toString() {
            return "caps:" + format + ":" + width + "x" + height;
        }

        /** The caps of these pictures, each {@code factor} times as wide and high. */
        String times(int factor) {
            return "video/x-raw,format=" + format + ",width=" + factor * width + ",height=" + factor * height
                    + ",framerate=25/1";
        }
    }

    /** A segment, played at a rate. */
    record NewSegment(int rate) implements StreamItem {
        @Override
        public String toString() {
            return "segment:" + rate;
        }
    }

    /** Downstream seeks; upstream obeys with a flush and a segment. */
    record Seek(int rate) implements StreamItem {
        @Override
        public String toString() {
            return "seek:" + rate;
        }
    }

    /** The application sets another group length, which must not show. */
    record NewGroupLength(int frames) implements StreamItem {
        @Override
        public String toString() {
            return "group:" + frames;
        }
    }

    /** What needs no further words. */
    enum Plain implements StreamItem {
        TAG, GAP, CUSTOM, STICKY, OOB, STREAM, EOS,
        /** Upstream says its caps again. */
        AGAIN,
        /** Flush start, flush stop, segment. */
        FLUSH,
        /** Downstream asks for a new negotiation. */
        RECONFIGURE,
        /** Upstream asks until everything has left. */
        DRAIN,
        /** Everything leaves; then the network rests until it is needed. */
        STALL,
        /** READY and back, then stream start, caps, segment. */
        RESTART;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads what {@link #toString()} has written. */
    static StreamItem parse(String text) {
        var words = List.of(text.split(":|(?<=\\d)x(?=\\d)"));
        return switch (words.get(0)) {
            case "frame" -> new Frame(words.contains("discont"), !words.contains("untimed"), answer(words));
            case "caps" -> new NewCaps(words.get(1), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            case "group" -> new NewGroupLength(Integer.parseInt(words.get(1)));
            case "segment" -> new NewSegment(Integer.parseInt(words.get(1)));
            case "seek" -> new Seek(Integer.parseInt(words.get(1)));
            default -> Plain.valueOf(text.toUpperCase(Locale.ROOT));
        };
    }

    private static Answer answer(List<String> words) {
        return Arrays.stream(Answer.values()).filter(answer -> words.contains(answer.name())).findFirst()
                .orElse(Answer.OK);
    }
}
