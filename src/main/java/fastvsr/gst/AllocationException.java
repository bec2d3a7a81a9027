package fastvsr.gst;

/** No memory for buffers; the message says how much was needed. */
public final class AllocationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AllocationException(String message) {
        super(message);
    }
}
