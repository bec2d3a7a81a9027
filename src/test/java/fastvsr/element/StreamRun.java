package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.element.StreamItem.Frame;
import fastvsr.element.StreamItem.NewCaps;
import fastvsr.element.StreamItem.NewGroupLength;
import fastvsr.element.StreamItem.NewSegment;
import fastvsr.element.StreamItem.Plain;
import fastvsr.element.StreamItem.Seek;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.gst.SentEvent;
import fastvsr.gst.Tap;
import fastvsr.model.Relay;
import fastvsr.model.SuperResolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sends a stream through the element and collects what arrives, part by part as the contract cuts it. */
final class StreamRun implements AutoCloseable {
    /** Where an event came from: the item that sent it. */
    record Origin(int item, Tap.Described event) {
    }

    private static final int READY = 2;
    private static final int PLAYING = 4;
    private static final int DISCONT = 1 << 6;
    /** Frames that fit into the element while the network rests, even if each is a group and the network holds a flushed one. */
    private static final int FIT_WHILE_RESTING = 2;

    private final List<AgeNetwork> networks;
    private final Contract contract;
    private final Rig rig;
    private final Tap tap;
    private final Map<String, Origin> origins = new HashMap<>();
    private final List<List<Tap.Arrival>> parts = new ArrayList<>();
    private NewCaps caps;
    private int restingFor = FIT_WHILE_RESTING;

    /**
     * Begins a stream.
     *
     * @param devices   that share it: one or two
     * @param lookAhead frames behind a group that the network looks at
     */
    StreamRun(TestStream stream, Contract contract, int devices, int lookAhead) {
        this.networks = Stream.generate(() -> new AgeNetwork(lookAhead)).limit(devices).toList();
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> network()));
        this.contract = contract;
        this.caps = stream.start();
        rig = new Rig("fastvsr-tested", "group-length", String.valueOf(stream.groupLength()));
        tap = rig.tap(this::answer);
    }

    private SuperResolver network() {
        return networks.size() == 1 ? networks.get(0) : Relay.open(List.of(() -> networks.get(0), () -> networks.get(1)));
    }

    private int answer(Rig.Output arrived) {
        return contract.steps.get((int) arrived.offset()).item() instanceof Frame frame ? frame.answer().flow : Flow.ERROR;
    }

    /** What has arrived, one list per part of the contract. */
    List<List<Tap.Arrival>> arrivals() throws InterruptedException {
        for (int place = 0; place < contract.steps.size(); place++) {
            send(place);
            if (contract.steps.get(place).endsPart()) {
                parts.add(tap.take());
                begin(place);
            }
        }
        networks.forEach(AgeNetwork::goOn);
        awaitLast();
        rig.setState(READY);
        parts.add(tap.take());
        return parts;
    }

    /** Where an event that arrived was sent. */
    Origin origin(Tap.Described event) {
        return origins.get(event.seqnum() + " " + event.type());
    }

    boolean hasError() {
        return rig.hasError();
    }

    private void awaitLast() throws InterruptedException {
        var due = contract.parts.get(parts.size()).due();
        if (!due.isEmpty()) {
            var last = due.get(due.size() - 1);
            tap.await(arrived -> arrived.stream().anyMatch(one -> isFrom(last, one)));
        }
    }

    boolean isFrom(Contract.Leaving leaving, Tap.Arrival arrival) {
        if (leaving.isFrame()) {
            return arrival.frame().filter(frame -> frame.offset() == leaving.item()).isPresent();
        }
        var origin = arrival.event().map(this::origin);
        return arrival.is(leaving.type()) && origin.isPresent() && origin.get().item() == leaving.item();
    }

    private void send(int place) {
        var item = contract.steps.get(place).item();
        if (item instanceof Frame frame) {
            push(place, frame);
        } else if (item instanceof NewCaps changed) {
            caps = event(place, SentEvent.caps(changed.times(1))) ? changed : caps;
        } else if (item instanceof NewSegment segment) {
            event(place, SentEvent.segment(segment.rate(), place));
        } else if (item instanceof Seek seek) {
            seek(place, seek);
        } else if (item instanceof NewGroupLength length) {
            rig.set("group-length", String.valueOf(length.frames()));
        } else {
            send(place, (Plain) item);
        }
    }

    private void send(int place, Plain item) {
        switch (item) {
            case TAG -> event(place, SentEvent.tag("tag" + place));
            case GAP -> event(place, SentEvent.gap(place));
            case CUSTOM -> event(place, SentEvent.custom("custom" + place));
            case STICKY -> event(place, SentEvent.sticky("sticky"));
            case OOB -> event(place, SentEvent.outOfBand("oob" + place));
            case STREAM -> event(place, SentEvent.streamStart("stream" + place));
            case EOS -> event(place, Event.endOfStream());
            case AGAIN -> event(place, SentEvent.caps(caps.times(1)));
            case FLUSH -> flush(place, 1 << 30 | place);
            case RECONFIGURE -> rig.pushUpstream(SentEvent.reconfigure());
            case DRAIN -> drain();
            case STALL -> {
                drain();
                networks.forEach(AgeNetwork::rest);
                restingFor = 0;
            }
            case RESTART -> {
                networks.forEach(AgeNetwork::goOn);
                rig.setState(READY);
            }
        }
    }

    private void push(int place, Frame frame) {
        if (++restingFor > FIT_WHILE_RESTING) {
            networks.forEach(AgeNetwork::goOn);
        }
        long pts = frame.isTimed() ? 40L * place : -1;
        var picture = new Rig.Output(picture(caps, place), pts, frame.isTimed() ? pts - 7 : -1, frame.isTimed() ? 40 : -1,
                place, frame.isDiscontinuous() ? DISCONT : 0);
        assertThat(rig.push(picture)).as("answer to item %d", place).isIn(contract.steps.get(place).flows());
    }

    /** Whether the element takes the event. */
    private boolean event(int place, Event event) {
        var described = Tap.describe(event.address());
        origins.put(described.seqnum() + " " + described.type(), new Origin(place, described));
        return rig.push(event);
    }

    private void drain() {
        networks.forEach(AgeNetwork::goOn);
        rig.drain();
    }

    private void seek(int place, Seek seek) {
        var event = SentEvent.seek(seek.rate(), place);
        var sent = Tap.describe(event.address());
        rig.pushUpstream(event);
        assertThat(rig.upstreamEvents()).as("what upstream hears of item %d", place).contains(sent);
        flush(place, sent.seqnum());
    }

    private void flush(int place, int seqnum) {
        event(place, SentEvent.causedBy(seqnum, SentEvent.flushStart()));
        event(place, SentEvent.causedBy(seqnum, SentEvent.flushStop()));
    }

    /** What follows a flush or a restart; the network may still be busy with frames from before. */
    private void begin(int place) {
        var item = contract.steps.get(place).item();
        if (item == Plain.RESTART) {
            rig.setState(PLAYING);
            event(place, SentEvent.streamStart("stream" + place));
            event(place, SentEvent.caps(caps.times(1)));
        }
        if (item == Plain.RESTART || item == Plain.FLUSH || item instanceof Seek) {
            event(place, SentEvent.segment(item instanceof Seek seek ? seek.rate() : 1, place));
        }
    }

    private static byte[] picture(NewCaps caps, int place) {
        var bytes = new byte[Host.pictureBytes(caps.format(), caps.width(), caps.height())];
        Arrays.fill(bytes, (byte) 100);
        bytes[Samples.of(caps.format()).offset()] = (byte) place;
        return bytes;
    }

    @Override
    public void close() {
        networks.forEach(AgeNetwork::goOn);
        tap.close();
        rig.close();
    }

    /**
     * Where the first component's samples lie.
     *
     * @param offset of the first one, in bytes
     * @param stride to the next one
     */
    record Samples(int offset, int stride) {
        static final Map<String, Samples> FORMATS = Map.of("GRAY8", new Samples(0, 1), "I420", new Samples(0, 1),
                "NV12", new Samples(0, 1), "RGB", new Samples(0, 3), "xRGB", new Samples(1, 4), "AYUV", new Samples(1, 4),
                "I420_10LE", new Samples(0, 2));

        static Samples of(String format) {
            return FORMATS.get(format);
        }
    }
}
