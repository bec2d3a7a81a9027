package fastvsr.model;

/** While it is open, networks are opened that compute in singles on every processor. */
public final class ExactNumbers implements AutoCloseable {
    private static final String BFLOAT16 = "fastvsr.bfloat16";

    public ExactNumbers() {
        System.setProperty(BFLOAT16, "false");
    }

    @Override
    public void close() {
        System.clearProperty(BFLOAT16);
    }
}
