package fastvsr.cli;

/** A command cannot do what was asked; the message names value, reason and remedy for the user. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable reason) {
        super(message, reason);
    }
}
