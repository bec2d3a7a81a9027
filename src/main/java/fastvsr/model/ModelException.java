package fastvsr.model;

/** A model, its weights or its engine cannot do what was asked; the message names value, limit and remedy. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What could not be used: it decides which element error is posted. */
    public enum Cause {
        /** A model that is neither a preset nor a file. */
        NOT_FOUND,
        /** Weights or a page that cannot be read, or do not fit each other. */
        BROKEN,
        /** libtorch or a device that is missing or fails. */
        ENGINE,
        /** A value that a user has chosen. */
        SETTING,
        /** The memory of a device, which is too small; smaller groups or pictures may fit. */
        MEMORY
    }

    private final Cause what;

    public ModelException(Cause what, String message) {
        this(what, message, null);
    }

    public ModelException(Cause what, String message, Throwable reason) {
        super(message, reason);
        this.what = what;
    }

    /** What could not be used. */
    public Cause what() {
        return what;
    }
}
