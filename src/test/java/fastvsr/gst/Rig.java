package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;

/** One element between two pads of the test's own (GstHarness). */
public final class Rig implements AutoCloseable {
    /** What came out of the source pad. */
    public record Output(byte[] bytes, long pts, long dts, long duration, long offset, int flags) {
    }

    @C("GST_MESSAGE_PROGRESS") private static final int PROGRESS = 1 << 25;
    @C("GST_MESSAGE_QOS") private static final int QOS = 1 << 24;
    @C("GST_MESSAGE_LATENCY") private static final int LATENCY = 1 << 19;
    @C("GST_TASK_STARTED") private static final int STARTED = 0;

    /** In GstMiniObject, behind the type. */
    private static final int MINI_OBJECT_REFERENCES = 8;

    private final long element;
    private final long harness;
    private final long bus;

    public Rig(String factory, String... properties) {
        element = make(factory, properties);
        bus = Host.gst_bus_new();
        Host.gst_element_set_bus(element, bus);
        harness = Host.gst_harness_new_with_element(element, "sink", "src");
        Host.gst_harness_set_live(harness, 0);
    }

    private static long make(String factory, String... properties) {
        long made = Host.gst_element_factory_make(factory, null);
        for (int i = 0; i < properties.length; i += 2) {
            Host.gst_util_set_object_arg(made, properties[i], properties[i + 1]);
        }
        return made;
    }

    /** The error of an element that cannot go to PAUSED. */
    public static String errorWhenStarting(String factory, String... properties) {
        long element = make(factory, properties);
        long bus = Host.gst_bus_new();
        Host.gst_element_set_bus(element, bus);
        try {
            if (Host.gst_element_set_state(element, 3) != 0) {
                throw new AssertionError("the element went to PAUSED");
            }
            return error(bus);
        } finally {
            Host.gst_element_set_state(element, 1);
            Gst.gst_object_unref(element);
            Gst.gst_object_unref(bus);
        }
    }

    public Rig caps(String caps) {
        Host.gst_harness_set_src_caps_str(harness, caps);
        return this;
    }

    public Rig downstreamCaps(String caps) {
        Host.gst_harness_set_sink_caps_str(harness, caps);
        return this;
    }

    /** Pushes a picture; the result is a value of {@link Flow}. */
    public int push(byte[] bytes, long pts) {
        return push(bytes, pts, 0);
    }

    public int push(byte[] bytes, long pts, int flags) {
        return Host.gst_harness_push(harness, buffer(bytes, pts, flags));
    }

    /** Pushes a picture whose rows are {@code slack} bytes longer than GStreamer makes them, with a GstVideoMeta. */
    public int pushWithLongRows(RawPicture picture, String format, int slack) {
        return Host.gst_harness_push(harness, picture.withLongRows(format, slack));
    }

    /** Pushes a picture with something written on its buffer. */
    public int push(byte[] bytes, long pts, LongConsumer annotation) {
        long buffer = buffer(bytes, pts, 0);
        annotation.accept(buffer);
        return Host.gst_harness_push(harness, buffer);
    }

    /** The regions that the next picture tells of. */
    public List<Annotations.Region> pullRegions() {
        try (var buffer = new Buffer(Host.gst_harness_pull(harness))) {
            return Annotations.regions(buffer.address());
        }
    }

    /** Whether the next picture says that it was taken at this time. */
    public boolean pullIsTakenAt(long nanos) {
        try (var buffer = new Buffer(Host.gst_harness_pull(harness))) {
            return Annotations.isTakenAt(buffer.address(), nanos);
        }
    }

    /**
     * A grey picture as it lies in memory.
     *
     * @param buffer    address of its buffer, which is free now
     * @param pool      address of the pool that it has returned to
     * @param rowStride bytes from row to row
     * @param pixels    without what is between the rows
     */
    public record Placed(long buffer, long pool, int rowStride, byte[] pixels) {
    }

    /** The next picture as it lies in memory. */
    public Placed pullPlaced(String caps) {
        long address = Host.gst_harness_pull(harness);
        try (var parsed = Host.caps(caps); var buffer = new Buffer(address);
                var frame = VideoFrame.read(VideoInfo.of(parsed).orElseThrow(), buffer).orElseThrow()) {
            var info = VideoInfo.of(parsed).orElseThrow();
            var pixels = new byte[info.width() * info.height()];
            for (int y = 0; y < info.height(); y++) {
                frame.bytes().slice(y * frame.rowStride(0), info.width()).get(pixels, y * info.width(), info.width());
            }
            return new Placed(address, buffer.pool(), frame.rowStride(0), pixels);
        }
    }

    /** Lets downstream offer a pool of so many buffers at most; 0 for no limit. */
    public DownstreamPool downstreamPool(int most) {
        long pad = Host.gst_element_get_static_pad(element, "src");
        try {
            return new DownstreamPool(pad, most);
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    /** A buffer that upstream has pushed or lent from, and still holds a reference to, so that it can see who else does. */
    public record Pushed(Buffer buffer) implements AutoCloseable {
        /** References of others. */
        public int holders() {
            return new Pointer(buffer.address()).getInt(MINI_OBJECT_REFERENCES) - 1;
        }

        @Override
        public void close() {
            buffer.close();
        }
    }

    /** Pushes a picture in a buffer as upstream gets it: from the pool that it is offered, or of its own. */
    public Pushed pushHeld(byte[] bytes, long pts, boolean isFromOffer) {
        var made = new Buffer(isFromOffer ? Host.gst_harness_create_buffer(harness, bytes.length) : buffer(bytes, pts, 0));
        if ((made.pool() != 0) != isFromOffer) {
            throw new AssertionError("the buffer is of the pool " + made.pool());
        }
        new Pointer(made.address()).setLong(Layout.BUFFER_PTS, pts);
        var pushed = new Pushed(made.share());
        if (Host.gst_harness_push(harness, made.address()) != Flow.OK) {
            throw new AssertionError("the buffer is refused");
        }
        return pushed;
    }

    /** Pushes a picture whose memory is lent from another buffer, which upstream wants back. */
    public Pushed pushLent(byte[] bytes, long pts) {
        var owner = new Pushed(new Buffer(buffer(bytes, pts, 0)));
        if (push(bytes, pts, Annotations.lentFrom(owner.buffer())) != Flow.OK) {
            throw new AssertionError("the buffer is refused");
        }
        return owner;
    }

    /** Pushes a buffer whose memory nobody can read. */
    public int pushUnreadable(int bytes) {
        return Host.gst_harness_push(harness, UnreadableMemory.buffer(bytes));
    }

    /** What upstream is offered for its buffers of some caps: how many a pool begins with, and whether strides are welcome. */
    public record Offer(boolean hasPool, int buffers, int most, boolean takesStrides) {
    }

    /** Asks as upstream does. */
    public Offer offerToUpstream(String caps) {
        long pad = Host.gst_element_get_static_pad(element, "sink");
        try (var known = Host.caps(caps); var out = new Memory(24)) {
            long query = Gst.gst_query_new_allocation(known.address(), 1);
            long at = Pointer.nativeValue(out);
            Host.gst_pad_query(pad, query);
            Gst.gst_query_parse_nth_allocation_pool(query, 0, at, at + 8, at + 12, at + 16);
            boolean takesStrides = Gst.gst_query_find_allocation_meta(query, Gst.gst_video_meta_api_get_type(), 0) != 0;
            Gst.gst_mini_object_unref(query);
            if (out.getLong(0) != 0) {
                Gst.gst_object_unref(out.getLong(0));
            }
            return new Offer(out.getLong(0) != 0, out.getInt(12), out.getInt(16), takesStrides);
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    /** Lets downstream offer an allocator that has memory for so many buffers. */
    public Rig downstreamMemory(int buffers) {
        Host.gst_harness_set_propose_allocator(harness, FailingAllocator.after(buffers), 0);
        return this;
    }

    private static long buffer(byte[] bytes, long pts, int flags) {
        long buffer = Host.gst_buffer_new_allocate(0, bytes.length, 0);
        try (var memory = new Memory(Math.max(1, bytes.length))) {
            memory.write(0, bytes, 0, bytes.length);
            Host.gst_buffer_fill(buffer, 0, memory, bytes.length);
        }
        var fields = new Pointer(buffer);
        fields.setLong(Layout.BUFFER_PTS, pts);
        fields.setLong(Layout.BUFFER_PTS + 8, pts - 7);
        fields.setLong(Layout.BUFFER_DURATION, 40);
        fields.setLong(Layout.BUFFER_DURATION + 8, pts / 40);
        fields.setInt(Layout.MINI_OBJECT_FLAGS, fields.getInt(Layout.MINI_OBJECT_FLAGS) | flags);
        return buffer;
    }

    /** Pushes a picture and tells the address of its buffer. */
    public long give(byte[] bytes, long pts) {
        long buffer = buffer(bytes, pts, 0);
        if (Host.gst_harness_push(harness, buffer) != Flow.OK) {
            throw new AssertionError("the picture was refused");
        }
        return buffer;
    }

    /** Waits for the next picture and tells the address of its buffer. */
    public long take() {
        long buffer = Host.gst_harness_pull(harness);
        Gst.gst_mini_object_unref(buffer);
        return buffer;
    }

    /** Waits for the next picture. */
    public Output pull() {
        long buffer = Host.gst_harness_pull(harness);
        if (buffer == 0) {
            throw new AssertionError("no picture came out within a minute");
        }
        return read(buffer);
    }

    /** A picture if one has come out already. */
    public Optional<Output> tryPull() {
        long buffer = Host.gst_harness_try_pull(harness);
        return buffer == 0 ? Optional.empty() : Optional.of(read(buffer));
    }

    public List<Output> pull(int count) {
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < count; i++) {
            outputs.add(pull());
        }
        return outputs;
    }

    /** All pictures that have come out and were not pulled yet. */
    public List<Output> pullAll() {
        var outputs = new ArrayList<Output>();
        for (var next = tryPull(); next.isPresent(); next = tryPull()) {
            outputs.add(next.get());
        }
        return outputs;
    }

    /** Sends a DRAIN query downstream. */
    public void drain() {
        long query = Host.gst_query_new_drain();
        long pad = Host.gst_element_get_static_pad(element, "sink");
        try {
            Host.gst_pad_query(pad, query);
        } finally {
            Gst.gst_object_unref(pad);
            Gst.gst_mini_object_unref(query);
        }
    }

    /** Waits for so many pictures and throws them away. */
    public void drop(int count) {
        for (int i = 0; i < count; i++) {
            Gst.gst_mini_object_unref(Host.gst_harness_pull(harness));
        }
    }

    private static Output read(long buffer) {
        try {
            return contents(buffer);
        } finally {
            Gst.gst_mini_object_unref(buffer);
        }
    }

    /** What is in a buffer, which stays the caller's. */
    static Output contents(long buffer) {
        int size = (int) Gst.gst_buffer_get_size(buffer);
        var fields = new Pointer(buffer);
        try (var memory = new Memory(size)) {
            Host.gst_buffer_extract(buffer, 0, memory, size);
            return new Output(memory.getByteArray(0, size), fields.getLong(Layout.BUFFER_PTS),
                    fields.getLong(Layout.BUFFER_PTS + 8), fields.getLong(Layout.BUFFER_DURATION),
                    fields.getLong(Layout.BUFFER_DURATION + 8), fields.getInt(Layout.MINI_OBJECT_FLAGS));
        }
    }

    /** Listens to what reaches downstream, which answers a frame as told. */
    public Tap tap(ToIntFunction<Output> answer) {
        long pad = Host.gst_element_get_static_pad(element, "src");
        try {
            return new Tap(pad, answer);
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    /** Pushes a picture described as {@code output} says; the result is a value of {@link Flow}. */
    public int push(Output output) {
        long buffer = buffer(output.bytes(), output.pts(), output.flags());
        var fields = new Pointer(buffer);
        fields.setLong(Layout.BUFFER_PTS + 8, output.dts());
        fields.setLong(Layout.BUFFER_DURATION, output.duration());
        fields.setLong(Layout.BUFFER_DURATION + 8, output.offset());
        return Host.gst_harness_push(harness, buffer);
    }

    /** Events that have gone upstream since the last call. */
    public List<Tap.Described> upstreamEvents() {
        var events = new ArrayList<Tap.Described>();
        for (long next = Host.gst_harness_try_pull_upstream_event(harness); next != 0;
                next = Host.gst_harness_try_pull_upstream_event(harness)) {
            try (var event = new Event(next)) {
                events.add(Tap.describe(event.address()));
            }
        }
        return events;
    }

    public boolean pushUpstream(Event event) {
        return Host.gst_harness_push_upstream_event(harness, event.address()) != 0;
    }

    public boolean push(Event event) {
        return pushEvent(event.address());
    }

    /** Number of pictures that have come out, pulled or not. */
    public int received() {
        return Host.gst_harness_buffers_received(harness);
    }

    public boolean pushEvent(long event) {
        return Host.gst_harness_push_event(harness, event) != 0;
    }

    public boolean endOfStream() {
        return pushEvent(Gst.gst_event_new_eos());
    }

    public boolean flushStart() {
        return pushEvent(Host.gst_event_new_flush_start());
    }

    public boolean flushStop() {
        return pushEvent(Host.gst_event_new_flush_stop(1));
    }

    /** Activates or deactivates the source pad. */
    public void setSourceActive(boolean active) {
        long pad = Host.gst_element_get_static_pad(element, "src");
        Host.gst_pad_set_active(pad, active ? 1 : 0);
        Gst.gst_object_unref(pad);
    }

    /** Whether the source pad has a task that runs. */
    public boolean isPushing() {
        long pad = Host.gst_element_get_static_pad(element, "src");
        try {
            return Host.gst_pad_get_task_state(pad) == STARTED;
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    public boolean gap(long pts) {
        return pushEvent(Host.gst_event_new_gap(pts, 40));
    }

    public boolean tag(String title) {
        return pushEvent(Host.gst_event_new_tag(
                Host.gst_tag_list_new_from_string("taglist, title=(string)" + title)));
    }

    public boolean streamStart(String id) {
        return pushEvent(Host.gst_event_new_stream_start(id));
    }

    public boolean segment() {
        long segment = Host.gst_segment_new();
        Host.gst_segment_init(segment, 3);
        boolean pushed = pushEvent(Host.gst_event_new_segment(segment));
        Host.gst_segment_free(segment);
        return pushed;
    }

    public boolean reconfigure() {
        return Host.gst_harness_push_upstream_event(harness, Host.gst_event_new_reconfigure()) != 0;
    }

    /** Type of the next event that has come out; waits for it. */
    public int pullEvent() {
        long event = Host.gst_harness_pull_event(harness);
        if (event == 0) {
            throw new AssertionError("no event came out within a minute");
        }
        try (var owned = new Event(event)) {
            return owned.type();
        }
    }

    /** Pulls events until one of the type has come. */
    public void awaitEvent(int type) {
        while (pullEvent() != type) {
            continue;
        }
    }

    /** Domain-free text of the next error on the bus; waits ten seconds. */
    public String error() {
        return error(bus);
    }

    private static String error(long bus) {
        long message = message(bus, Element.ERROR);
        try (var out = new Memory(16)) {
            long at = Pointer.nativeValue(out);
            Host.gst_message_parse_error(message, at, at + 8);
            return out.getPointer(0).getPointer(8).getString(0, "UTF-8");
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /** The next message of a type; waits ten seconds. */
    private static long message(long bus, int type) {
        long message = Host.gst_bus_timed_pop_filtered(bus, 10_000_000_000L, type);
        if (message == 0) {
            throw new AssertionError("no message of type " + type + " was posted within ten seconds");
        }
        return message;
    }

    /** Text of the next warning on the bus. */
    public String warning() {
        long message = message(bus, Element.WARNING);
        try (var out = new Memory(16)) {
            long at = Pointer.nativeValue(out);
            Host.gst_message_parse_warning(message, at, at + 8);
            return out.getPointer(0).getPointer(8).getString(0, "UTF-8");
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /** Type (GstProgressType) and text of the next progress message. */
    public String progress() {
        long message = message(bus, PROGRESS);
        try (var out = new Memory(24)) {
            long at = Pointer.nativeValue(out);
            Host.gst_message_parse_progress(message, at, at + 8, at + 16);
            return out.getInt(0) + " " + out.getPointer(16).getString(0, "UTF-8");
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /**
     * What a QOS message says.
     *
     * @param running   when the frame was to be shown
     * @param jitter    how late it was
     * @param quality   in millionths
     * @param processed frames that have left
     * @param dropped   frames that were dropped
     */
    public record Qos(boolean isLive, long running, long stream, long pts, long duration, long jitter, double proportion,
                      int quality, long processed, long dropped) {
    }

    /** The next QOS message. */
    public Qos qos() {
        long message = message(bus, QOS);
        try (var out = new Memory(80)) {
            long at = Pointer.nativeValue(out);
            Host.gst_message_parse_qos(message, at, at + 8, at + 16, at + 24, at + 32);
            Host.gst_message_parse_qos_values(message, at + 40, at + 48, at + 56);
            Host.gst_message_parse_qos_stats(message, 0, at + 64, at + 72);
            return new Qos(out.getInt(0) != 0, out.getLong(8), out.getLong(16), out.getLong(24), out.getLong(32),
                    out.getLong(40), out.getDouble(48), out.getInt(56), out.getLong(64), out.getLong(72));
        } finally {
            Gst.gst_mini_object_unref(message);
        }
    }

    /** Tells upstream, as a sink does, that a frame has come so much too late. */
    public boolean sendQos(double proportion, long difference, long running) {
        return Host.gst_harness_push_upstream_event(harness, Host.gst_event_new_qos(0, proportion, difference, running)) != 0;
    }

    /** Tells the element the latency of the whole pipeline. */
    public boolean sendLatency(long nanos) {
        return Host.gst_harness_push_upstream_event(harness, Host.gst_event_new_latency(nanos)) != 0;
    }

    /** Sends a navigation event upstream, with these fields as gst-launch writes them. */
    public boolean navigate(String fields) {
        long structure = Host.gst_structure_from_string("application/x-gst-navigation, " + fields, 0);
        return Host.gst_harness_push_upstream_event(harness, Host.gst_event_new_navigation(structure)) != 0;
    }

    /** Content of the next navigation event that has come out upstream; waits for it. */
    public String navigation() {
        try (var event = new Event(upstreamEvent(Event.NAVIGATION))) {
            long text = Host.gst_structure_to_string(Host.gst_event_get_structure(event.address()));
            String copy = new Pointer(text).getString(0, "UTF-8");
            Gst.g_free(text);
            return copy;
        }
    }

    /** Pulls upstream events until one of the type has come. */
    public void awaitUpstreamEvent(int type) {
        new Event(upstreamEvent(type)).close();
    }

    private long upstreamEvent(int type) {
        while (true) {
            long event = Host.gst_harness_pull_upstream_event(harness);
            if (event == 0) {
                throw new AssertionError("no event of type " + type + " came out upstream within a minute");
            }
            if (new Event(event).type() == type) {
                return event;
            }
            new Event(event).close();
        }
    }

    /** Frames that are pushed come from a live source. */
    public Rig live() {
        Host.gst_harness_set_live(harness, 1);
        return this;
    }

    /** Waits for a message that the latency has changed. */
    public void awaitLatencyMessage() {
        Gst.gst_mini_object_unref(message(bus, LATENCY));
    }

    /** Forgets all messages posted so far. */
    public void forgetMessages() {
        Host.gst_bus_set_flushing(bus, 1);
        Host.gst_bus_set_flushing(bus, 0);
    }

    /** Sets a property from text, as gst-launch does. */
    public void set(String property, String value) {
        Host.gst_util_set_object_arg(element, property, value);
    }

    public boolean hasError() {
        return has(Element.ERROR);
    }

    public boolean hasWarning() {
        return has(Element.WARNING);
    }

    private boolean has(int type) {
        long message = Host.gst_bus_timed_pop_filtered(bus, 0, type);
        if (message != 0) {
            Gst.gst_mini_object_unref(message);
        }
        return message != 0;
    }

    /** What the sink pad takes at present. */
    public String sinkCaps() {
        return queriedCaps("sink");
    }

    /** What the sink pad takes at present of what somebody is interested in. */
    public String sinkCaps(String filter) {
        long pad = Host.gst_element_get_static_pad(element, "sink");
        try (var wanted = Host.caps(filter); var caps = new Caps(Host.gst_pad_query_caps(pad, wanted.address()))) {
            return caps.toString();
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    /** What the source pad gives at present. */
    public String sourceCaps() {
        return queriedCaps("src");
    }

    /** What the source pad of an element gives behind a capsfilter. */
    public static String sourceCapsBehind(String upstreamCaps, String factory) {
        long bin = Host.gst_parse_launch("fakesrc ! capsfilter caps=\"" + upstreamCaps + "\" ! " + factory + " name=e", 0);
        long element = Host.gst_bin_get_by_name(bin, "e");
        try {
            return queriedCaps(element, "src");
        } finally {
            Gst.gst_object_unref(element);
            Gst.gst_object_unref(bin);
        }
    }

    /** The caps that were agreed upon on the source pad. */
    public String agreedCaps() {
        long pad = Host.gst_element_get_static_pad(element, "src");
        try (var caps = new Caps(Gst.gst_pad_get_current_caps(pad))) {
            return caps.toString();
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    private String queriedCaps(String name) {
        return queriedCaps(element, name);
    }

    private static String queriedCaps(long element, String name) {
        long pad = Host.gst_element_get_static_pad(element, name);
        try (var caps = new Caps(Host.gst_pad_query_caps(pad, 0))) {
            return caps.toString();
        } finally {
            Gst.gst_object_unref(pad);
        }
    }

    public long latencyNanos() {
        return Host.gst_harness_query_latency(harness);
    }

    /** The statistics as text. */
    public String stats() {
        return property("stats", Host.gst_structure_get_type());
    }

    /** A property of type string. */
    public String text(String property) {
        return property(property, Value.STRING);
    }

    /** A property of type uint. */
    public int number(String property) {
        return Integer.parseInt(property(property, Value.UINT));
    }

    private String property(String name, long type) {
        try (var value = new Value.Own(type)) {
            Gst.g_object_get_property(element, name, value.address());
            long text = Host.gst_value_serialize(value.address());
            String copy = new Pointer(text).getString(0, "UTF-8");
            Gst.g_free(text);
            return copy.replace("\\", "");
        }
    }

    /** Goes to READY and back to PLAYING. */
    public void restart() {
        setState(2);
        setState(4);
    }

    /** Sets a state (2 READY, 3 PAUSED, 4 PLAYING); false if that failed. */
    public boolean setState(int state) {
        return Host.gst_element_set_state(element, state) != 0;
    }

    @Override
    public void close() {
        Host.gst_harness_teardown(harness);
        Gst.gst_object_unref(element);
        Gst.gst_object_unref(bus);
    }
}
