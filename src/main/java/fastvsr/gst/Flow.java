package fastvsr.gst;

/** How a push ended, as elements report it upstream (GstFlowReturn); other values pass through unchanged. */
public final class Flow {
    @C("GST_FLOW_OK") public static final int OK = 0;
    @C("GST_FLOW_NOT_LINKED") public static final int NOT_LINKED = -1;
    @C("GST_FLOW_FLUSHING") public static final int FLUSHING = -2;
    @C("GST_FLOW_EOS") public static final int EOS = -3;
    @C("GST_FLOW_NOT_NEGOTIATED") public static final int NOT_NEGOTIATED = -4;
    @C("GST_FLOW_ERROR") public static final int ERROR = -5;

    private Flow() {
    }

    /** Whether the element itself has to tell the application, because upstream has already finished. */
    public static boolean isFatal(int flow) {
        return flow == NOT_LINKED || flow < EOS;
    }
}
