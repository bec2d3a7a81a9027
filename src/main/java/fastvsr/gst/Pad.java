package fastvsr.gst;

import java.util.Optional;

/** One pad of the element; it lives as long as that. */
public final class Pad {
    private final Element element;
    private final long address;

    Pad(Element element, long address) {
        this.element = element;
        this.address = address;
    }

    /** Lets the element take buffers through this pad. */
    public void addAsSink(PadBehaviour.Sink behaviour) {
        Callbacks.connect(this, behaviour);
        Gst.gst_pad_set_chain_function_full(address, Callbacks.CHAIN, 0, 0);
        Gst.gst_pad_set_event_full_function_full(address, Callbacks.SINK_EVENT, 0, 0);
        addToElement();
    }

    /** Lets the element push buffers through this pad. */
    public void addAsSource(PadBehaviour.Source behaviour) {
        Callbacks.connect(this, behaviour);
        Gst.gst_pad_set_event_function_full(address, Callbacks.SOURCE_EVENT, 0, 0);
        addToElement();
    }

    private void addToElement() {
        Gst.gst_pad_set_query_function_full(address, Callbacks.QUERY, 0, 0);
        Gst.gst_pad_set_activatemode_function_full(address, Callbacks.ACTIVATE_MODE, 0, 0);
        Gst.gst_element_add_pad(element.address(), address);
    }

    Element element() {
        return element;
    }

    long address() {
        return address;
    }

    /**
     * Pushes a buffer, which belongs to downstream from then on; waits as long as downstream does.
     *
     * @return a value of {@link Flow}
     */
    public int push(Buffer buffer) {
        return Gst.gst_pad_push(address, buffer.address());
    }

    /** Pushes an event, which belongs to the peer from then on; false if that has refused it. */
    public boolean push(Event event) {
        return Gst.gst_pad_push_event(address, event.address()) != 0;
    }

    /** Remembers a sticky event without pushing it, and takes it over. */
    public void remember(Event event) {
        Gst.gst_pad_store_sticky_event(address, event.address());
        event.close();
    }

    /** Does with an event what pads do by default, and takes it over. */
    public boolean handleByDefault(Event event) {
        return Gst.gst_pad_event_default(address, element.address(), event.address()) != 0;
    }

    /** Does with a query what pads do by default. */
    public boolean answerByDefault(Query query) {
        return Gst.gst_pad_query_default(address, element.address(), query.address()) != 0;
    }

    /** Lets the peer answer a query. */
    public boolean askPeer(Query query) {
        return Gst.gst_pad_peer_query(address, query.address()) != 0;
    }

    /** Whether a live source is upstream of a sink pad; false if nobody knows yet. */
    public boolean isFedLive() {
        var query = Query.forLatency();
        try {
            return askPeer(query) && query.latency().isLive();
        } finally {
            query.close();
        }
    }

    /** The caps that the pad's template allows. */
    public Caps templateCaps() {
        return new Caps(Gst.gst_pad_get_pad_template_caps(address));
    }

    /** The caps that the peer takes or gives, limited to {@code filter}; all of {@code filter} without a peer. */
    public Caps peerCaps(Caps filter) {
        return new Caps(Gst.gst_pad_peer_query_caps(address, filter.isAny() ? 0 : filter.address()));
    }

    /** The caps that were pushed or remembered last; empty before. */
    public Optional<Caps> currentCaps() {
        long caps = Gst.gst_pad_get_current_caps(address);
        return caps == 0 ? Optional.empty() : Optional.of(new Caps(caps));
    }

    /** Whether downstream has asked for a new negotiation since the last call. */
    public boolean isToBeReconfigured() {
        return Gst.gst_pad_check_reconfigure(address) != 0;
    }

    /** Starts the task that calls {@link PadBehaviour.Source#pushNext()} until it is paused or stopped; not on an inactive pad. */
    public boolean startTask() {
        return Gst.gst_pad_is_active(address) != 0 && Gst.gst_pad_start_task(address, Callbacks.TASK, address, 0) != 0;
    }

    /** Pauses the task; from another thread it also waits until the running round is over. */
    public void pauseTask() {
        Gst.gst_pad_pause_task(address);
    }

    /** Ends the task and waits for it. */
    public boolean stopTask() {
        return Gst.gst_pad_stop_task(address) != 0;
    }
}
