package fastvsr.element;

import fastvsr.element.StreamItem.Answer;
import fastvsr.element.StreamItem.Frame;
import fastvsr.element.StreamItem.NewCaps;
import fastvsr.element.StreamItem.NewGroupLength;
import fastvsr.element.StreamItem.NewSegment;
import fastvsr.element.StreamItem.Plain;
import fastvsr.element.StreamItem.Seek;
import fastvsr.gst.Event;
import fastvsr.gst.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the element owes to a stream: a slow and obvious second implementation, which knows neither groups nor threads.
 *
 * <p>Items go in one by one, by their place in the stream; what has to leave is collected in parts, which end where it
 * is certain what has left: at a flush, at a restart, at a drain.
 */
final class Contract {
    static final int FRAME = 0;
    static final int TAG = 20510;
    static final int CUSTOM = 71686;
    static final int OUT_OF_BAND = 74242;
    static final int STICKY = 76830;
    private static final int NOTHING = -1;
    private static final Set<Integer> REMEMBERED = Set.of(Event.STREAM_START, Event.CAPS, Event.SEGMENT, TAG, STICKY);

    /**
     * Something that leaves.
     *
     * @param item  place in the stream of what it comes from
     * @param type  type of the event, or FRAME
     * @param known for a frame: the item that each type of remembered event has come from last
     * @param caps  for a frame: those of the input
     * @param age   for a frame: frames since the network's state was reset
     */
    record Leaving(int item, int type, Map<Integer, Integer> known, NewCaps caps, int age) {
        boolean isFrame() {
            return type == FRAME;
        }

        boolean isRemembered() {
            return REMEMBERED.contains(type);
        }
    }

    /**
     * What leaves up to a point in the stream.
     *
     * @param due        in this order
     * @param optional   may leave or not
     * @param isCutShort whether only the beginning of it has to have left
     */
    record Part(List<Leaving> due, List<Leaving> optional, boolean isCutShort) {
    }

    /**
     * What an item does to whoever sends it.
     *
     * @param flows    what upstream may be told; of no meaning unless the item is a frame
     * @param endsPart whether what has left can be looked at afterwards
     */
    record Step(StreamItem item, Set<Integer> flows, boolean endsPart) {
    }

    final List<Step> steps = new ArrayList<>();
    final List<Part> parts = new ArrayList<>();
    private List<Leaving> due = new ArrayList<>();
    private List<Leaving> optional = new ArrayList<>();
    private Map<Integer, Integer> known = new TreeMap<>();
    private NewCaps caps;
    private Answer downstream = Answer.OK;
    private boolean hasEnded;
    private int age;

    Contract(TestStream stream) {
        stream.everything().forEach(this::step);
        endPart(false);
    }

    private void step(StreamItem item) {
        boolean dropsWhatWaits = item instanceof Seek || item == Plain.FLUSH || item == Plain.RESTART;
        boolean endsPart = dropsWhatWaits || isDrained(item);
        steps.add(new Step(item, flows(), endsPart));
        if (endsPart) {
            endPart(dropsWhatWaits);
        }
        if (dropsWhatWaits) {
            beginAnew(item == Plain.RESTART);
        } else if (item instanceof Frame frame) {
            frame(frame);
        } else {
            event(item);
        }
    }

    private boolean isDrained(StreamItem item) {
        return (item == Plain.DRAIN || item == Plain.STALL) && !hasEnded && downstream != Answer.ERROR;
    }

    private Set<Integer> flows() {
        if (downstream == Answer.ERROR) {
            return hasEnded ? Set.of(Flow.EOS, Flow.ERROR) : Set.of(Flow.OK, Flow.ERROR);
        }
        return hasEnded ? Set.of(Flow.EOS) : new TreeSet<>(List.of(Flow.OK, downstream.flow));
    }

    private int place() {
        return steps.size() - 1;
    }

    private void endPart(boolean isCutShort) {
        parts.add(new Part(due, optional, isCutShort));
        due = new ArrayList<>();
        optional = new ArrayList<>();
    }

    /** A segment, after a restart everything that a stream begins with, comes from the item that dropped the rest. */
    private void beginAnew(boolean isForgotten) {
        downstream = Answer.OK;
        hasEnded = false;
        if (isForgotten) {
            known = new TreeMap<>();
            leave(Event.STREAM_START);
            leave(Event.CAPS);
        }
        leave(Event.SEGMENT);
        age = 0;
    }

    private void frame(Frame frame) {
        if (hasEnded || downstream != Answer.OK) {
            return;
        }
        age = frame.isDiscontinuous() ? 0 : age;
        due.add(new Leaving(place(), FRAME, Map.copyOf(known), caps, age));
        age++;
        downstream = frame.answer();
    }

    private void event(StreamItem item) {
        int type = type(item);
        if (type == Event.EOS) {
            leaveLast();
        } else if (type != NOTHING && !item.equals(caps) && (!hasEnded || type == Event.STREAM_START || type == OUT_OF_BAND)) {
            leave(type);
        }
    }

    private static int type(StreamItem item) {
        if (item instanceof NewCaps) {
            return Event.CAPS;
        }
        if (item instanceof NewSegment) {
            return Event.SEGMENT;
        }
        if (item instanceof NewGroupLength) {
            return NOTHING;
        }
        return switch ((Plain) item) {
            case TAG -> TAG;
            case GAP -> Event.GAP;
            case CUSTOM -> CUSTOM;
            case STICKY -> STICKY;
            case OOB -> OUT_OF_BAND;
            case STREAM -> Event.STREAM_START;
            case EOS -> Event.EOS;
            default -> NOTHING;
        };
    }

    private void leave(int type) {
        boolean beginsSomething = type == Event.STREAM_START || type == Event.SEGMENT;
        if (beginsSomething) {
            hasEnded = false;
            downstream = downstream == Answer.EOS ? Answer.OK : downstream;
        }
        if (beginsSomething || type == Event.CAPS) {
            age = 0;
        }
        if (type == Event.CAPS && steps.get(place()).item() instanceof NewCaps changed) {
            caps = changed;
        }
        var leaving = new Leaving(place(), type, Map.of(), caps, age);
        if (leaving.isRemembered()) {
            known.put(type, place());
        }
        if (type == Event.STREAM_START) {
            known.remove(TAG); // pads forget the tags of a stream when another begins
        }
        (downstream == Answer.OK && type != OUT_OF_BAND ? due : optional).add(leaving);
    }

    private void leaveLast() {
        if (!hasEnded) {
            var leaving = new Leaving(place(), Event.EOS, Map.of(), caps, age);
            (downstream == Answer.ERROR ? optional : due).add(leaving);
        }
        hasEnded = true;
    }
}
