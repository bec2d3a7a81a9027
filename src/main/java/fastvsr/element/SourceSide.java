package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.PadBehaviour;
import fastvsr.gst.Query;
import java.util.Optional;
import java.util.function.Supplier;

/** The source pad: its task pushes what leaves the output queue. */
final class SourceSide implements PadBehaviour.Source {
    private final Interior interior;
    private final Supplier<Optional<StreamFormat>> format;

    /**
     * Waits for data on the source pad.
     *
     * @param format of the frames that come in at present
     */
    SourceSide(Interior interior, Supplier<Optional<StreamFormat>> format) {
        this.interior = interior;
        this.format = format;
    }

    @Override
    public boolean activate(boolean active) {
        if (active) {
            interior.open();
            return interior.source().startTask();
        }
        interior.refuse();
        return interior.source().stopTask();
    }

    @Override
    public void pushNext() {
        var item = interior.queue().next();
        int flow = item.map(this::push).orElseGet(interior.queue()::flow);
        if (flow != Flow.OK) {
            pause(flow);
        }
    }

    private int push(OutputQueue.Item item) {
        if (item instanceof OutputQueue.Frame frame) {
            interior.stats().countFrameOut();
            return interior.queue().pushed(frame, interior.source().push(frame.takeOutput()));
        }
        interior.source().push(((QueuedEvent) item).event());
        return interior.queue().pushed(item, Flow.OK);
    }

    /** Upstream hears of it with its next frame, unless it has already sent its last. */
    private void pause(int flow) {
        interior.queue().ifStopped(() -> {
            interior.window().refuse();
            interior.source().pauseTask();
        });
        if (interior.queue().hasEnded() && Flow.isFatal(flow)) {
            interior.tellOnce(flow);
            interior.source().push(Event.endOfStream());
        }
    }

    @Override
    public int handle(Event event) {
        switch (event.type()) {
            case Event.QOS -> interior.timeliness().hear(event.qos());
            case Event.LATENCY -> interior.timeliness().agreeOn(event.latencyNanos());
            case Event.RECONFIGURE -> reopen();
            default -> { } // upstream's business only
        }
        var passed = event.type() == Event.NAVIGATION ? onInput(event) : event;
        return interior.source().handleByDefault(passed) ? Flow.OK : Flow.ERROR;
    }

    /** Who points at the upscaled picture means a place in the picture that upstream knows. */
    private Event onInput(Event navigation) {
        return format.get().map(known -> navigation.withPointerScaled((double) known.input().width() / known.output().width(),
                (double) known.input().height() / known.output().height())).orElse(navigation);
    }

    private void reopen() {
        interior.isSizeOpen().set(true);
        if (interior.queue().reopenIfNotLinked()) {
            interior.window().accept();
            interior.source().startTask();
        }
    }

    @Override
    public boolean answer(Query query) {
        return switch (query.type()) {
            case Query.CAPS -> answerCaps(query);
            case Query.CONTEXT -> interior.gpuMemory().context().answer(query) || interior.source().answerByDefault(query);
            case Query.LATENCY -> interior.sink().askPeer(query) && answerLatency(query);
            default -> interior.source().answerByDefault(query);
        };
    }

    private boolean answerCaps(Query query) {
        var memory = interior.gpuMemory();
        try (var template = memory.template(interior.source());
                var filter = query.filter().orElseGet(Caps::any);
                var result = VideoCaps.possible(template, filter, caps -> memory.spread(VideoCaps.downscaled(caps)),
                        interior.sink()::peerCaps, caps -> memory.spread(VideoCaps.upscaled(caps)))) {
            query.answer(result);
            return true;
        }
    }

    private boolean answerLatency(Query query) {
        var upstream = query.latency();
        var shape = interior.window().shape();
        var timeliness = interior.timeliness();
        timeliness.learnWhetherLive(upstream.isLive());
        if (format.get().stream().anyMatch(StreamFormat::isPassThrough)) {
            return true;
        }
        long here = timeliness.latencyNanos(shape);
        long queued = here + shape.capacity() * timeliness.frameNanos();
        boolean isLimited = upstream.maxNanos() != Query.Latency.NO_LIMIT && !timeliness.isUnstoppable();
        query.answer(new Query.Latency(upstream.isLive(), upstream.minNanos() + here,
                isLimited ? upstream.maxNanos() + queued : Query.Latency.NO_LIMIT));
        return true;
    }
}
