package fastvsr.model;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Spares a network the pictures that are the same, sample by sample, as the one before: they get its result. A slide, a screen on which
 * nothing happens, or animation drawn for every second frame then costs next to nothing, and stands still.
 *
 * <p>For networks that write the host's memory before {@link #upscale} returns. The one before may be of an earlier group, so that
 * a copy of each group's last picture is kept, with its result.
 */
final class RepeatedFrames implements SuperResolver {
    /** An upscaled picture in memory of its own. */
    private record Known(Picture input, Picture output) {
    }

    /** A group that is written, of which so many pictures went through the network. */
    private record Done(int fresh) implements Upscaling {
        @Override
        public void await() {
        }

        @Override
        public int computed(int frames) {
            return fresh;
        }
    }

    private final SuperResolver network;
    private Optional<Known> last = Optional.empty();

    /** Owns the network. */
    RepeatedFrames(SuperResolver network) {
        this.network = network;
    }

    @Override
    public ModelSpec model() {
        return network.model();
    }

    @Override
    public String device() {
        return network.device();
    }

    @Override
    public boolean isKnown(Picture next) {
        return last.filter(known -> areSame(known.input(), next)).isPresent();
    }

    @Override
    public void upscale(List<Picture> inputs, List<Picture> outputs) {
        begin(inputs, outputs).await();
    }

    @Override
    public Upscaling begin(List<Picture> inputs, List<Picture> outputs) {
        BitSet fresh = fresh(inputs, outputs.get(0).format());
        List<Picture> freshOutputs = chosen(outputs, fresh);
        if (!freshOutputs.isEmpty()) {
            network.upscale(chosen(inputs, fresh), freshOutputs);
        }
        for (int i = fresh.nextClearBit(0); i < outputs.size(); i = fresh.nextClearBit(i + 1)) {
            copy(i > 0 ? outputs.get(i - 1) : last.orElseThrow().output(), outputs.get(i));
        }
        keep(inputs.get(outputs.size() - 1), outputs.get(outputs.size() - 1));
        return new Done(freshOutputs.size());
    }

    /** Which pictures differ from the one before, as far as its result in a format is known. */
    private BitSet fresh(List<Picture> inputs, PictureFormat to) {
        BitSet fresh = new BitSet();
        Optional<Picture> before = last.filter(known -> known.output().format().equals(to)).map(Known::input);
        for (int i = 0; i < inputs.size(); i++) {
            Picture input = inputs.get(i);
            fresh.set(i, before.filter(picture -> areSame(picture, input)).isEmpty());
            before = Optional.of(input);
        }
        return fresh;
    }

    private static List<Picture> chosen(List<Picture> pictures, BitSet which) {
        return which.stream().takeWhile(i -> i < pictures.size()).mapToObj(pictures::get).toList();
    }

    /** What lies between the end of a row and the next one is whatever the memory held before. */
    private static boolean areSame(Picture one, Picture other) {
        return one.format().equals(other.format())
                && one.format().components().stream().allMatch(component -> areSame(component, one.content(), other.content()));
    }

    private static boolean areSame(Component component, ByteBuffer one, ByteBuffer other) {
        int length = (component.width() - 1) * component.pixelStride() + component.sampleBytes();
        return IntStream.range(0, component.height()).map(row -> component.offset() + row * component.rowStride())
                .allMatch(at -> one.slice(at, length).equals(other.slice(at, length)));
    }

    private void keep(Picture input, Picture output) {
        Known room = last.filter(known -> known.input().format().equals(input.format()) && known.output().format().equals(output.format()))
                .orElseGet(() -> new Known(Picture.blank(input.format()), Picture.blank(output.format())));
        copy(input, room.input());
        copy(output, room.output());
        last = Optional.of(room);
    }

    private static void copy(Picture from, Picture to) {
        to.content().put(from.content());
    }

    @Override
    public Optional<String> takeComplaint() {
        return network.takeComplaint();
    }

    @Override
    public void reset() {
        last = Optional.empty();
        network.reset();
    }

    @Override
    public void close() {
        network.close();
    }
}
