package fastvsr.train;

/** Training cannot start or go on; the message names what is wrong and the remedy. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable reason) {
        super(message, reason);
    }
}
