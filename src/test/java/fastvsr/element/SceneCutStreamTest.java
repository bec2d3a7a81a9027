package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.Models;
import fastvsr.model.SuperResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real shots, cut together, through the element. */
class SceneCutStreamTest {
    private static final int CUT = 116;
    private static final int GROUP = 4;
    private static final Opener NANO = (model, device) -> Models.open("nano", "cpu", 0);

    /** A network that carries its state over a cut. */
    private static final class Unforgetting extends Forwarding {
        Unforgetting(SuperResolver network) {
            super(network);
        }

        @Override
        public void reset() {
            // this is the point
        }
    }

    @TempDir
    static Path folder;
    private static RawClip city;

    @BeforeAll
    static void decode() throws Exception {
        city = RawClip.city(folder, "I420", 96, 54);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_shot_is_upscaled_as_if_it_were_alone_wherever_groups_end(int length) {
        var before = city.part(CUT - length, CUT);
        var after = city.part(CUT, CUT + 6);

        var together = upscaled(before.then(after), NANO);

        assertThat(largestDifference(together.subList(0, length), upscaled(before, NANO))).isLessThanOrEqualTo(1);
        assertThat(largestDifference(together.subList(length, length + 6), upscaled(after, NANO))).isLessThanOrEqualTo(1);
    }

    @Test
    void a_state_that_survived_the_cut_would_show() {
        var after = city.part(CUT, CUT + 6);
        var together = upscaled(city.part(CUT - 3, CUT).then(after), (model, device) -> new Unforgetting(NANO.open(model, device)));

        assertThat(largestDifference(together.subList(3, 9), upscaled(after, NANO))).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRAY8", "I420", "NV12", "RGB", "BGRx", "AYUV", "I420_10LE", "P010_10LE"})
    void motion_flashes_fades_and_noise_are_no_cuts_in_any_format(String format) throws Exception {
        var wide = RawClip.city(folder, "GRAY8", 320, 180);
        var shot = eventful(wide.frames().get(0));
        var clip = new RawClip("GRAY8", 160, 90, shot).then(new RawClip("GRAY8", 160, 90,
                List.of(window(wide.frames().get(CUT), 80), window(wide.frames().get(CUT + 1), 80))));

        var resolver = new NearestNeighbour();
        upscaled(clip.in(folder, format), (model, device) -> resolver, 1);

        assertThat(resolver.groupsBeforeReset).containsExactly(0, shot.size());
    }

    /** One shot: at rest, panned fast, at rest, flashed at, faded out and in, noisy. */
    private static List<byte[]> eventful(byte[] wide) {
        var frames = new ArrayList<byte[]>(List.of(window(wide, 0), window(wide, 0), window(wide, 0)));
        IntStream.rangeClosed(1, 8).forEach(step -> frames.add(window(wide, 20 * step)));
        byte[] last = window(wide, 160);
        frames.add(last);
        frames.add(map(last, luma -> Math.min(255, luma + 120)));
        frames.add(map(last, luma -> 255));
        frames.add(last);
        IntStream.rangeClosed(-12, 12).forEach(step -> frames.add(map(last, luma -> 16 + luma * Math.abs(step) / 12 * 7 / 8)));
        var noise = new Random(3);
        IntStream.range(0, 6).forEach(i -> frames.add(map(last, luma -> luma + (int) (20 * noise.nextGaussian()))));
        return frames;
    }

    private static byte[] window(byte[] wide, int left) {
        var frame = new byte[160 * 90];
        for (int y = 0; y < 90; y++) {
            System.arraycopy(wide, (45 + y) * 320 + left, frame, y * 160, 160);
        }
        return frame;
    }

    private static byte[] map(byte[] frame, IntUnaryOperator change) {
        var changed = new byte[frame.length];
        for (int i = 0; i < frame.length; i++) {
            changed[i] = (byte) Math.max(0, Math.min(255, change.applyAsInt(Byte.toUnsignedInt(frame[i]))));
        }
        return changed;
    }

    private static List<byte[]> upscaled(RawClip clip, Opener opener) {
        return upscaled(clip, opener, GROUP);
    }

    private static List<byte[]> upscaled(RawClip clip, Opener opener, int groupLength) {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, opener));
        try (var rig = new Rig("fastvsr-tested", "group-length", String.valueOf(groupLength)).caps(clip.caps())) {
            for (int i = 0; i < clip.frames().size(); i++) {
                rig.push(clip.frames().get(i), 40L * i);
            }
            rig.endOfStream();
            return rig.pull(clip.frames().size()).stream().map(Rig.Output::bytes).toList();
        }
    }

    private static int largestDifference(List<byte[]> some, List<byte[]> others) {
        int largest = 0;
        for (int i = 0; i < some.size(); i++) {
            for (int j = 0; j < some.get(i).length; j++) {
                largest = Math.max(largest, Math.abs((some.get(i)[j] & 0xff) - (others.get(i)[j] & 0xff)));
            }
        }
        return largest;
    }
}
