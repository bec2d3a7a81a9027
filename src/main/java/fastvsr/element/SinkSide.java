package fastvsr.element;

import fastvsr.gst.Buffer;
import fastvsr.gst.Caps;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Log;
import fastvsr.gst.PadBehaviour;
import fastvsr.gst.Query;
import fastvsr.gst.Segment;
import fastvsr.window.SceneCut;
import fastvsr.window.WindowShape;
import java.util.Optional;
import java.util.OptionalLong;

/** The sink pad: puts frames into the window, and frames and serialized events into the output queue. */
final class SinkSide implements PadBehaviour.Sink {
    private static final int WAITING_PASSED_FRAMES = 2;

    private final Interior interior;
    private final Intake intake;
    private final Negotiation negotiation;
    private final Admission admission;
    private final SinkQueries queries;
    private final SceneCut scenes = new SceneCut();
    // written by upstream's streaming thread, read by latency queries
    private volatile Optional<StreamFormat> format = Optional.empty();
    // the same from the moment on when its caps are in the queue, so that the worker can wait for them to leave
    private volatile Optional<StreamFormat> announced = Optional.empty();
    private Segment segment = Segment.none();
    private OptionalLong previousPts = OptionalLong.empty();
    private long framesIn;

    SinkSide(Interior interior) {
        this.interior = interior;
        this.intake = new Intake(interior.element());
        this.negotiation = new Negotiation(interior);
        this.admission = new Admission(interior);
        this.queries = new SinkQueries(interior, intake);
    }

    /** The format of the frames that come in at present. */
    Optional<StreamFormat> format() {
        return format;
    }

    /** The format of the frames that come next; its caps have left or will. */
    Optional<StreamFormat> announced() {
        return announced;
    }

    /** Why groups of this shape are too large for the frames that come in at present; empty if they are not. */
    Optional<String> objection(WindowShape shape) {
        return format.filter(known -> !known.isPassThrough())
                .flatMap(known -> interior.sizeLimit().objection(known.input(), known.output().pixels(), shape));
    }

    @Override
    public boolean activate(boolean active) {
        if (active) {
            interior.open();
        } else {
            interior.refuse();
        }
        return true;
    }

    /** Forgets the stream; the pad is inactive. */
    void forget() {
        forgetFormat();
        intake.forgetOffer();
        negotiation.forget();
        segment = Segment.none();
        framesIn = 0;
        interior.timeliness().forget();
    }

    private void forgetFormat() {
        format = Optional.empty();
        announced = Optional.empty();
        intake.close();
        forgetPrevious();
    }

    /** The next frame does not follow on the last one. */
    private void forgetPrevious() {
        previousPts = OptionalLong.empty();
        scenes.forget();
    }

    @Override
    public int receive(Buffer buffer) {
        int answer = admit();
        if (answer == Flow.OK && isPassThrough()) {
            return give(buffer);
        }
        try (buffer) {
            return answer == Flow.OK ? enqueue(buffer) : answer;
        }
    }

    /** Lets a frame out that is not upscaled, as soon as few enough of them wait; takes it over. */
    private int give(Buffer buffer) {
        return intake.tidied(buffer, format.orElseThrow().input()).map(tidy -> give(new PassedFrame(tidy))).orElse(Flow.ERROR);
    }

    private int give(PassedFrame frame) {
        int flow = interior.queue().add(frame, WAITING_PASSED_FRAMES);
        if (flow == Flow.OK) {
            interior.stats().countFrameIn();
        } else {
            frame.drop();
        }
        return flow;
    }

    private boolean isPassThrough() {
        return format.stream().anyMatch(StreamFormat::isPassThrough);
    }

    private int admit() {
        int admitted = admission.await(format);
        if (admitted != Flow.OK) {
            return admitted;
        }
        if (format.isEmpty()) {
            return Flow.NOT_NEGOTIATED;
        }
        return interior.isSizeOpen().getAndSet(false) ? changeSize() : Flow.OK;
    }

    private int enqueue(Buffer buffer) {
        var arrival = new Arrival(++framesIn, System.nanoTime(), segment);
        var taken = intake.take(buffer, format.orElseThrow(), arrival);
        if (taken.isEmpty()) {
            return Flow.ERROR;
        }
        var frame = taken.get();
        boolean isCut = scenes.isCut(frame.onHost(pixels -> Pictures.thumbnail(Pictures.of(frame.format().input(), pixels))));
        if (isCut || buffer.isDiscontinuous()) {
            Log.DEBUG.write(interior.element(), () -> isCut ? "scene cut" : "discontinuity");
            interior.window().cut();
        }
        learnOfPace(buffer);
        int flow = interior.queue().add(frame);
        if (flow == Flow.OK) {
            interior.stats().countFrameIn();
            interior.window().put(frame);
        } else {
            frame.releaseInput();
        }
        return flow;
    }

    /** Caps without a frame rate leave it to the timestamps to tell the latency. */
    private void learnOfPace(Buffer buffer) {
        boolean follows = previousPts.isPresent() && buffer.pts().isPresent() && !buffer.isDiscontinuous();
        if (follows && interior.timeliness().learnOfPace(buffer.pts().getAsLong() - previousPts.getAsLong())) {
            interior.element().postLatencyChange();
        }
        previousPts = buffer.pts();
    }

    @Override
    public int handle(Event event) {
        return switch (event.type()) {
            case Event.FLUSH_START -> startFlush(event);
            case Event.FLUSH_STOP -> stopFlush(event);
            case Event.CAPS -> changeCaps(event);
            default -> event.isSerialized() ? enqueue(event) : pass(event);
        };
    }

    private int pass(Event event) {
        return interior.source().push(event) ? Flow.OK : Flow.ERROR;
    }

    private int startFlush(Event event) {
        int passed = pass(event);
        interior.refuse();
        interior.source().pauseTask();
        return passed;
    }

    private int stopFlush(Event event) {
        int passed = pass(event);
        interior.drop(true);
        forgetPrevious();
        interior.timeliness().forgetDownstream();
        interior.open();
        interior.source().startTask();
        return passed;
    }

    /** Keeps the event's place between the frames; the group before it is completed where the event ends something. */
    private int enqueue(Event event) {
        switch (event.type()) {
            case Event.SEGMENT -> begin(Segment.of(event));
            case Event.STREAM_START -> interior.window().cut();
            case Event.EOS, Event.GAP, Event.SEGMENT_DONE, Event.STREAM_GROUP_DONE -> interior.window().drain();
            default -> { } // tags and the like pass inside a group
        }
        var queued = new QueuedEvent(event);
        boolean restarts = interior.queue().reopenFor(queued);
        int flow = interior.queue().add(queued);
        if (flow != Flow.OK) {
            refuse(queued, flow);
        } else if (restarts) {
            interior.window().accept();
            interior.source().startTask();
        }
        return flow;
    }

    private void begin(Segment next) {
        segment = next;
        forgetPrevious();
        interior.timeliness().forgetDownstream();
        interior.window().cut();
    }

    private void refuse(QueuedEvent queued, int flow) {
        if (queued.isEndOfStream() && Flow.isFatal(flow)) {
            interior.tellOnce(flow);
        }
        queued.drop();
    }

    /** Who says again what comes in already changes nothing, as with GstBaseTransform. */
    private int changeCaps(Event event) {
        try (event; var caps = event.caps()) {
            return arePresent(caps) ? Flow.OK : change(caps, event);
        }
    }

    private boolean arePresent(Caps caps) {
        try (var present = interior.sink().currentCaps().orElseGet(Caps::any)) {
            return format.isPresent() && caps.isSameAs(present);
        }
    }

    private int change(Caps caps, Event event) {
        interior.isSizeOpen().set(false);
        interior.window().cut();
        forgetFormat();
        var agreed = negotiation.agree(caps);
        if (agreed.isEmpty()) {
            return Flow.NOT_NEGOTIATED;
        }
        try (var agreement = agreed.get()) {
            intake.open(caps, agreement.format());
            interior.timeliness().begin(interior.sink().isFedLive(), agreement.format().input());
            return accept(agreement.format(), event.forCaps(agreement.outputCaps()));
        }
    }

    /** The worker gets ready for the frames as soon as downstream can hear of them. */
    private int accept(StreamFormat accepted, Event caps) {
        format = Optional.of(accepted);
        Log.INFO.write(interior.element(), accepted::toString);
        interior.element().postLatencyChange();
        int flow = enqueue(caps);
        announced = format;
        interior.window().wake();
        return flow;
    }

    /** Goes on with another output size, if downstream now wants one, or the user. */
    private int changeSize() {
        try (var caps = interior.sink().currentCaps().orElseThrow()) {
            var agreed = negotiation.agree(caps);
            if (agreed.isEmpty()) {
                return Flow.NOT_NEGOTIATED;
            }
            try (var agreement = agreed.get()) {
                boolean isSame = agreement.format().output().isSameAs(format.orElseThrow().output());
                return isSame ? Flow.OK : changeTo(agreement);
            }
        }
    }

    /** The shot goes on, unless the network has not seen what has passed it by. */
    private int changeTo(Negotiation.Agreement agreement) {
        if (isPassThrough()) {
            interior.window().cut();
        } else {
            interior.window().drain();
        }
        if (isPassThrough() != agreement.format().isPassThrough()) {
            interior.sink().push(Event.reconfigure()); // other buffers are wanted now
        }
        return accept(agreement.format(), Event.of(agreement.outputCaps()));
    }

    @Override
    public boolean answer(Query query) {
        return queries.answer(query, isPassThrough());
    }
}
