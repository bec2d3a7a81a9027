package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two CPUs stand in for two GPUs. */
class RelayTest {
    private static final PictureFormat FROM = TestFormats.i420(64, 40);
    private static final PictureFormat TO = TestFormats.i420(256, 160);
    private static final int GROUP = 4;
    /** Two devices then have chunks of 64 frames. */
    private static final long SHORT_CHUNKS = 64 * TO.size();

    /** A device that counts its frames and lets tests step in before each group. */
    private static class Device implements SuperResolver {
        private final SuperResolver network = Models.open("nano", "cpu", 1);
        private final List<Integer> groups = new ArrayList<>();
        private final int lookAhead;
        private int remembered;
        private int following;
        private boolean isClosed;

        Device() {
            this(0);
        }

        /** A device whose network is given so many frames behind each group, and counts them. */
        Device(int lookAhead) {
            this.lookAhead = lookAhead;
        }

        void beforeGroup() {
        }

        @Override
        public ModelSpec model() {
            ModelSpec model = network.model();
            return new ModelSpec(model.name(), model.page(), model.scale(), model.groupLength(), lookAhead);
        }

        @Override
        public String device() {
            return network.device();
        }

        @Override
        public void upscale(List<Picture> inputs, List<Picture> outputs) {
            beforeGroup();
            groups.add(outputs.size());
            following += inputs.size() - outputs.size();
            network.upscale(inputs.subList(0, outputs.size()), outputs);
        }

        @Override
        public void remember(List<Picture> inputs, int outputs, PictureFormat to) {
            remembered += outputs;
            following += inputs.size() - outputs;
            network.remember(inputs.subList(0, outputs), outputs, to);
        }

        @Override
        public void reset() {
            network.reset();
        }

        @Override
        public void close() {
            isClosed = true;
            network.close();
        }
    }

    /** Something that moves over something that does not. */
    private static List<Picture> clip(int frames) {
        return IntStream.range(0, frames).mapToObj(RelayTest::frame).toList();
    }

    private static Picture frame(int t) {
        Picture picture = TestFormats.noise(FROM, 1);
        for (Component c : FROM.components()) {
            for (int i = 0; i < c.width() * c.height(); i++) {
                int x = i % c.width();
                int y = i / c.width();
                boolean isMoving = y > c.height() / 2;
                double wave = Math.sin(0.4 * x - 0.3 * t) * Math.cos(0.5 * y);
                int at = picture.bytes().position() + c.offset() + y * c.rowStride() + x;
                if (isMoving) {
                    picture.bytes().put(at, (byte) (128 + 60 * wave));
                }
            }
        }
        return picture;
    }

    private static List<Picture> blanks(int count) {
        return blanks(TO, count);
    }

    private static List<Picture> blanks(PictureFormat format, int count) {
        return IntStream.range(0, count).mapToObj(t -> TestFormats.blank(format)).toList();
    }

    private static List<Picture> flooded(SuperResolver resolver, List<Picture> inputs, int resetAt) {
        List<Picture> outputs = blanks(inputs.size());
        flood(resolver, inputs, outputs, resetAt);
        return outputs;
    }

    /** As the element does it: as many groups on their way as there may be, then the oldest is awaited. */
    private static void flood(SuperResolver resolver, List<Picture> inputs, List<Picture> outputs, int resetAt) {
        Queue<SuperResolver.Upscaling> onTheirWay = new ArrayDeque<>();
        for (int first = 0; first < inputs.size(); first += GROUP) {
            if (first == resetAt) {
                resolver.reset();
            }
            int end = Math.min(first + GROUP, inputs.size());
            int seen = Math.min(end + resolver.model().lookAhead(), inputs.size());
            onTheirWay.add(resolver.begin(inputs.subList(first, seen), outputs.subList(first, end)));
            if (onTheirWay.size() == resolver.groupsAtOnce(GROUP, TO.size())) {
                onTheirWay.remove().await();
            }
        }
        onTheirWay.forEach(SuperResolver.Upscaling::await);
    }

    private static List<Picture> uninterrupted(List<Picture> inputs, int resetAt) {
        try (SuperResolver one = Models.open("nano", "cpu", 1)) {
            return flooded(one, inputs, resetAt);
        }
    }

    /** The largest difference of luma codes. */
    private static int difference(Picture expected, Picture actual) {
        return differences(expected, actual).max().orElseThrow();
    }

    private static double meanDifference(Picture expected, Picture actual) {
        return differences(expected, actual).average().orElseThrow();
    }

    private static IntStream differences(Picture expected, Picture actual) {
        Component luma = TO.components().get(0);
        return IntStream.range(0, luma.width() * luma.height()).map(i -> Math.abs(
                TestFormats.get(expected, luma, i % luma.width(), i / luma.width())
                        - TestFormats.get(actual, luma, i % luma.width(), i / luma.width())));
    }

    private static List<Supplier<SuperResolver>> openers(Device... devices) {
        List<Supplier<SuperResolver>> openers = new ArrayList<>();
        for (Device device : devices) {
            openers.add(() -> device);
        }
        return openers;
    }

    @Test
    void a_stream_shared_by_two_devices_comes_out_in_order_and_as_from_one() {
        List<Picture> inputs = clip(240);
        Device first = new Device();
        Device second = new Device();
        List<Picture> shared;

        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            shared = flooded(relay, inputs, -1);
        }

        List<Picture> expected = uninterrupted(inputs, -1);
        for (int t = 0; t < inputs.size(); t++) {
            assertThat(difference(expected.get(t), shared.get(t))).as("frame " + t).isLessThanOrEqualTo(t < 64 ? 0 : 8);
            assertThat(meanDifference(expected.get(t), shared.get(t))).as("frame " + t).isLessThan(0.08);
        }
        assertThat(List.of(first, second)).allSatisfy(device -> assertThat(device.groups).hasSizeGreaterThanOrEqualTo(64 / GROUP));
        assertThat((first.groups.size() + second.groups.size()) * GROUP).isEqualTo(240);
        assertThat(first.remembered + second.remembered).isBetween(Relay.WARM_UP, 3 * Relay.WARM_UP);
    }

    @Test
    void chunks_grow_where_memory_allows_it_so_that_warm_up_hardly_counts_in_long_streams() {
        Device first = new Device();
        Device second = new Device();

        try (Relay relay = Relay.open(openers(first, second), 128 * TO.size())) {
            flooded(relay, clip(480), -1);
        }

        assertThat(first.remembered + second.remembered).as("chunks of 64, 64, 128, 128 and 96").isEqualTo(4 * Relay.WARM_UP);
        assertThat(List.of(first.groups.size() * GROUP, second.groups.size() * GROUP)).containsExactlyInAnyOrder(64 + 128 + 96, 64 + 128);
    }

    /** The limit of memory for outputs then ends no chunk any more, or begins to. */
    @ParameterizedTest
    @CsvSource({"128, 80, 256, 160", "256, 160, 128, 80"})
    void the_size_of_outputs_may_change_while_a_device_learns(int width, int height, int nextWidth, int nextHeight) {
        int learning = 64 - Relay.WARM_UP + GROUP;
        List<Picture> outputs = new ArrayList<>(blanks(TestFormats.i420(width, height), learning));
        outputs.addAll(blanks(TestFormats.i420(nextWidth, nextHeight), 96 - learning));
        Device first = new Device();
        Device second = new Device();

        try (Relay relay = Relay.open(openers(first, second), 64 * TestFormats.i420(128, 80).size())) {
            flood(relay, clip(96), outputs, -1);
        }

        assertThat((first.groups.size() + second.groups.size()) * GROUP).isEqualTo(96);
        assertThat(List.of(first, second)).allSatisfy(device -> assertThat(device.groups).isNotEmpty());
        assertThat(first.remembered + second.remembered).isEqualTo(Relay.WARM_UP);
    }

    @Test
    void frames_that_follow_a_group_are_seen_by_who_upscales_it_and_by_who_learns_from_it() {
        List<Picture> inputs = clip(240);
        Device first = new Device(2);
        Device second = new Device(2);

        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            flooded(relay, inputs, -1);
        }

        int learnt = first.remembered + second.remembered;
        assertThat(learnt).isEqualTo(3 * Relay.WARM_UP);
        assertThat(first.following + second.following).isEqualTo(2 * (240 + learnt) / GROUP - 2);
    }

    @Test
    void a_fresh_start_goes_to_the_other_device_without_warm_up() {
        List<Picture> inputs = clip(80);
        Device first = new Device();
        Device second = new Device();
        List<Picture> shared;

        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            shared = flooded(relay, inputs, 40);
        }

        List<Picture> expected = uninterrupted(inputs, 40);
        assertThat(IntStream.range(0, 80).map(t -> difference(expected.get(t), shared.get(t)))).containsOnly(0);
        assertThat(List.of(first.groups.size(), second.groups.size())).containsOnly(10);
        assertThat(first.remembered + second.remembered).isZero();
    }

    /** A shot of 64 frames would begin to warm the other device up at its 48th if chunks stayed at their first length. */
    @Test
    void shots_that_follow_each_other_take_turns_without_warm_up() {
        Device first = new Device();
        Device second = new Device();
        List<Picture> shot = clip(64);

        try (Relay relay = Relay.open(openers(first, second), 640 * TO.size())) {
            for (int i = 0; i < 6; i++) {
                relay.reset();
                flooded(relay, shot, -1);
            }
        }

        assertThat(first.remembered + second.remembered).as("before chunks have grown").isLessThanOrEqualTo(2 * Relay.WARM_UP);
        assertThat(first.groups.size() + second.groups.size()).isEqualTo(6 * 64 / GROUP);
    }

    @Test
    void both_devices_work_at_the_same_time() {
        CountDownLatch bothWork = new CountDownLatch(2);
        Supplier<Device> meeting = () -> new Device() {
            @Override
            void beforeGroup() {
                bothWork.countDown();
                awaitOther();
            }

            /** The first group of either ends when the other has begun one. */
            private void awaitOther() {
                try {
                    assertThat(bothWork.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };

        try (Relay relay = Relay.open(openers(meeting.get(), meeting.get()), SHORT_CHUNKS)) {
            List<Picture> outputs = flooded(relay, clip(40), 20);

            assertThat(outputs).hasSize(40);
        }
    }

    @Test
    void a_device_that_keeps_up_keeps_the_stream() throws Exception {
        Device first = unhurried();
        Device second = unhurried();

        upscaleEachInTime(first, second, 0, 3);

        assertThat(List.of(first.groups.size(), second.groups.size())).containsExactlyInAnyOrder(0, 128 / GROUP);
        assertThat(first.remembered + second.remembered).isZero();
    }

    /** Frames come as fast as it gives them back, so that none of them ever waits; what it did before they came does not count. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void a_device_that_is_hardly_idle_shares_the_stream(int millisBefore) throws Exception {
        Device first = unhurried();
        Device second = unhurried();

        upscaleEachInTime(first, second, millisBefore, 0);

        assertThat(List.of(first.groups.size(), second.groups.size())).containsExactlyInAnyOrder(64 / GROUP, 64 / GROUP);
    }

    /** A device whose groups take long beside what threads take to wake each other. */
    private static Device unhurried() {
        return new Device() {
            @Override
            void beforeGroup() {
                LockSupport.parkNanos(10_000_000);
            }
        };
    }

    /** Two chunks of groups; the next one comes when this one is there, and after so many times as long. */
    private static void upscaleEachInTime(Device first, Device second, int millisBefore, int pause) throws InterruptedException {
        List<Picture> inputs = clip(128);
        List<Picture> outputs = blanks(128);
        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            TimeUnit.MILLISECONDS.sleep(millisBefore);
            for (int t = 0; t < inputs.size(); t += GROUP) {
                long start = System.nanoTime();
                relay.upscale(inputs.subList(t, t + GROUP), outputs.subList(t, t + GROUP));
                TimeUnit.NANOSECONDS.sleep(pause * (System.nanoTime() - start));
            }
        }
    }

    @Test
    void streams_begin_on_one_device_after_another() {
        List<Boolean> areOnFirst = IntStream.range(0, 4).mapToObj(i -> beginsOnFirst()).toList();

        assertThat(areOnFirst).isIn(List.of(true, false, true, false), List.of(false, true, false, true));
    }

    /** Devices that take long to load have hardly been idle. */
    private static boolean beginsOnFirst() {
        Device first = new Device();
        List<Supplier<SuperResolver>> slow = openers(first, new Device()).stream().<Supplier<SuperResolver>>map(opener -> () -> {
            LockSupport.parkNanos(100_000_000);
            return opener.get();
        }).toList();
        try (Relay relay = Relay.open(slow, SHORT_CHUNKS)) {
            relay.upscale(clip(GROUP), blanks(GROUP));
        }
        return !first.groups.isEmpty();
    }

    @Test
    void a_device_that_fails_is_heard_where_its_group_is_awaited() {
        Supplier<Device> failing = () -> new Device() {
            private int count;

            @Override
            void beforeGroup() {
                if (++count == 3) {
                    throw new ModelException(ModelException.Cause.ENGINE, "the GPU is lost");
                }
            }
        };
        Device first = failing.get();
        Device second = failing.get();

        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            assertThatThrownBy(() -> flooded(relay, clip(40), -1))
                    .isInstanceOf(ModelException.class).hasMessage("the GPU is lost");
            assertThatThrownBy(() -> flooded(relay, clip(4), -1)).hasMessage("the GPU is lost");
        }

        assertThat(first.isClosed).isTrue();
        assertThat(second.isClosed).isTrue();
    }

    @Test
    void memory_that_is_too_small_to_warm_up_in_is_told_and_smaller_groups_are_upscaled() {
        Supplier<Device> small = () -> new Device() {
            @Override
            public OptionalLong warmUp(PictureFormat from, PictureFormat to, int frames) {
                throw new ModelException(ModelException.Cause.MEMORY, "too little for " + frames + " frames");
            }
        };
        List<Picture> outputs = blanks(GROUP);

        try (Relay relay = Relay.open(openers(small.get(), small.get()), SHORT_CHUNKS)) {
            assertThatThrownBy(() -> relay.warmUp(FROM, TO, 64)).hasMessage("too little for 64 frames");
            relay.upscale(clip(GROUP), outputs);
        }

        assertThat(difference(uninterrupted(clip(GROUP), -1).get(3), outputs.get(3))).isZero();
    }

    @Test
    void a_device_that_cannot_be_opened_closes_the_others() {
        Device first = new Device();
        List<Supplier<SuperResolver>> openers = List.of(() -> first, () -> {
            throw new ModelException(ModelException.Cause.ENGINE, "no such GPU");
        });

        assertThatThrownBy(() -> Relay.open(openers)).isInstanceOf(ModelException.class).hasMessage("no such GPU");
        assertThat(first.isClosed).isTrue();
    }

    @Test
    void what_is_abandoned_before_it_was_begun_is_never_done() {
        CountDownLatch isAbandoned = new CountDownLatch(1);
        Supplier<Device> waiting = () -> new Device() {
            @Override
            void beforeGroup() {
                try {
                    assertThat(isAbandoned.await(60, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        Device first = waiting.get();
        Device second = waiting.get();
        List<Picture> inputs = clip(64);
        List<Picture> outputs = blanks(68);

        try (Relay relay = Relay.open(openers(first, second), SHORT_CHUNKS)) {
            List<SuperResolver.Upscaling> onTheirWay = new ArrayList<>();
            for (int t = 0; t < 64; t += GROUP) {
                onTheirWay.add(relay.begin(inputs.subList(t, t + GROUP), outputs.subList(t, t + GROUP)));
            }
            relay.abandon();
            isAbandoned.countDown();
            onTheirWay.forEach(SuperResolver.Upscaling::await);
            relay.upscale(inputs.subList(0, GROUP), outputs.subList(64, 68));
        }

        assertThat(first.groups.size() + second.groups.size()).isLessThanOrEqualTo(2);
        assertThat(difference(uninterrupted(inputs.subList(0, GROUP), -1).get(3), outputs.get(67))).isZero();
    }

    @Test
    void nothing_is_written_any_more_when_it_has_been_closed() {
        List<Picture> outputs = blanks(64);
        Relay relay = Relay.open(openers(new Device(), new Device()), SHORT_CHUNKS);
        List<Picture> inputs = clip(64);
        for (int t = 0; t < 64; t += GROUP) {
            relay.begin(inputs.subList(t, t + GROUP), outputs.subList(t, t + GROUP));
        }

        relay.close();

        List<Picture> untouched = outputs.stream().filter(output -> difference(output, TestFormats.blank(TO)) == 0).toList();
        assertThat(untouched).isNotEmpty();
        assertThat(outputs.get(63)).isIn(untouched);
    }

    @Test
    void chunks_that_memory_does_not_hold_are_not_begun() {
        try (Relay relay = Relay.open(openers(new Device(), new Device()), SHORT_CHUNKS)) {
            assertThat(relay.groupsAtOnce(8, TO.size())).isEqualTo((64 + 2 * (4 * 8 + Relay.WARM_UP)) / 8);
            assertThat(relay.groupsAtOnce(8, TO.size() + 1000)).isEqualTo(4);
            assertThat(relay.device()).isEqualTo("cpu,cpu");
        }
    }
}
