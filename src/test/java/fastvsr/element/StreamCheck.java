package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.element.Contract.Leaving;
import fastvsr.element.StreamItem.Answer;
import fastvsr.element.StreamItem.Frame;
import fastvsr.element.StreamItem.Plain;
import fastvsr.gst.Event;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.gst.Tap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** Compares what the element does with a stream with what the contract says. */
final class StreamCheck {
    private final TestStream stream;
    private final int devices;
    private final int lookAhead;
    private final Contract contract;
    private final Map<Integer, Tap.Described> known = new TreeMap<>();
    private StreamRun run;

    private StreamCheck(TestStream stream, int devices, int lookAhead) {
        this.stream = stream;
        this.devices = devices;
        this.lookAhead = lookAhead;
        this.contract = new Contract(stream);
    }

    /** Fails with the stream's text unless the element keeps its contract within half a minute. */
    static void keepsItsContract(TestStream stream) {
        keepsItsContract(stream, 1, 0);
    }

    /** The same on one device or two, with a network that looks so far ahead. */
    static void keepsItsContract(TestStream stream, int devices, int lookAhead) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> new StreamCheck(stream, devices, lookAhead).check(),
                () -> "the stream hangs: " + stream);
    }

    private void check() throws InterruptedException {
        try (var running = new StreamRun(stream, contract, devices, lookAhead)) {
            run = running;
            var parts = run.arrivals();
            for (int i = 0; i < parts.size(); i++) {
                check(contract.parts.get(i), parts.get(i), "part " + i + " of " + stream);
            }
            boolean isHealthy = contract.steps.stream().map(Contract.Step::item)
                    .noneMatch(item -> item instanceof Frame frame && frame.answer() == Answer.ERROR);
            assertThat(isHealthy && run.hasError()).as("an error was posted").isFalse();
        }
    }

    private void check(Contract.Part part, List<Tap.Arrival> arrivals, String where) {
        checkOrder(part, arrivals, where);
        for (var arrival : arrivals) {
            arrival.event().ifPresent(event -> hear(event, where));
            arrival.frame().ifPresent(frame -> check(expected(part, frame), frame, where));
        }
    }

    /** Remembered events may come again after a flush; the frames tell whether downstream knows the right ones. */
    private void checkOrder(Contract.Part part, List<Tap.Arrival> arrivals, String where) {
        var due = part.due().stream().filter(leaving -> !leaving.isRemembered() || isNeverCutShort()).toList();
        var arrived = arrivals.stream().flatMap(arrival -> leaving(arrival, due)).toList();
        var expected = part.isCutShort() ? due.subList(0, Math.min(due.size(), arrived.size())) : due;
        assertThat(arrived).as("what leaves in " + where).isEqualTo(expected);
        long frames = arrivals.stream().filter(arrival -> arrival.frame().isPresent()).count();
        assertThat(frames).as("frames in " + where).isEqualTo(arrived.stream().filter(Leaving::isFrame).count());
    }

    private Stream<Leaving> leaving(Tap.Arrival arrival, List<Leaving> due) {
        return due.stream().filter(leaving -> run.isFrom(leaving, arrival));
    }

    private boolean isNeverCutShort() {
        return contract.parts.stream().noneMatch(Contract.Part::isCutShort);
    }

    private static Leaving expected(Contract.Part part, Rig.Output frame) {
        return part.due().stream().filter(leaving -> leaving.isFrame() && leaving.item() == frame.offset()).findFirst()
                .orElseThrow();
    }

    /** Events come from items, unchanged but for the size in caps; only the end may be invented, after an error. */
    private void hear(Tap.Described event, String where) {
        var origin = run.origin(event);
        assertThat(origin != null || event.type() == Event.EOS).as("%s is somebody's in %s", event, where).isTrue();
        if (event.type() == Event.STREAM_START) {
            known.keySet().removeIf(type -> type == Contract.TAG || isRestart(origin.item()));
        }
        if (event.type() != Event.CAPS && origin != null) {
            assertThat(event).as(where).isEqualTo(origin.event());
        }
        known.put(event.type(), event);
    }

    private boolean isRestart(int item) {
        return contract.steps.get(item).item() == Plain.RESTART;
    }

    private void check(Leaving expected, Rig.Output frame, String where) {
        var input = (Frame) contract.steps.get(expected.item()).item();
        String what = "frame of item " + expected.item() + " in " + where;
        expected.known().forEach((type, item) -> assertThat(Objects.requireNonNull(run.origin(known.get(type))).item())
                .as("item that event type %d has come from before %s", type, what).isEqualTo(item));
        assertThat(known.get(Event.CAPS).text()).as("caps of " + what).contains("format\\=\\(string\\)" + expected.caps().format(),
                "width\\=\\(int\\)" + 4 * expected.caps().width(), "height\\=\\(int\\)" + 4 * expected.caps().height());
        long pts = input.isTimed() ? 40L * expected.item() : -1;
        assertThat(List.of(frame.pts(), frame.dts(), frame.duration())).as("times of " + what)
                .containsExactly(pts, input.isTimed() ? pts - 7 : -1, input.isTimed() ? 40L : -1L);
        assertThat((frame.flags() & 1 << 6) != 0).as("discontinuity of " + what).isEqualTo(input.isDiscontinuous());
        checkPixels(expected, frame.bytes(), what);
    }

    private static void checkPixels(Leaving expected, byte[] bytes, String what) {
        var caps = expected.caps();
        var samples = StreamRun.Samples.of(caps.format());
        assertThat(bytes).as("size of " + what).hasSize(Host.pictureBytes(caps.format(), 4 * caps.width(), 4 * caps.height()));
        assertThat(bytes[samples.offset()]).as("picture of " + what).isEqualTo((byte) expected.item());
        assertThat(bytes[samples.offset() + samples.stride()]).as("age of the state at " + what)
                .isEqualTo((byte) expected.age());
    }
}
