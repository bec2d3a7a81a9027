package fastvsr.gst;

/** What an element object does for its GstElement. */
public interface ElementBehaviour {
    /**
     * Sets a property from its value.
     *
     * @param id position in the plugin descriptor, from 1
     */
    void setProperty(int id, Value value);

    /**
     * Writes a property into its value.
     *
     * @param id position in the plugin descriptor, from 1
     */
    void getProperty(int id, Value value);

    /**
     * Hears of something that is shared between elements.
     *
     * @param context address of a GstContext of any type
     */
    void hearContext(long context);

    /** Begins what {@link #start} will have to wait for, on the way from NULL to READY; returns at once. */
    void prepare();

    /** Waits until nothing of {@link #prepare} is going on, on the way from READY to NULL: the process may end now. */
    void settle();

    /** Gets ready for data, before the pads are active; an error is on the bus if it returns false. */
    boolean start();

    /** Forgets everything about the stream, after the pads are inactive. */
    void stop();
}
